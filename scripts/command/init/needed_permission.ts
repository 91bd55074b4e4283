/** The permission that Deno says is missing. @module */
import { permissionWithin } from "../../result/foreign_words.ts";

/** A permission to add. */
export interface NeededPermission {
  /** Such as `read`. */
  readonly kind: string;
  /** What it is needed for; null for everything of that kind. */
  readonly value: string | null;
}

/**
 * Reads what Deno says where a permission is missing.
 *
 * @returns Null where a message is about something else.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const message = 'NotCapable: Requires env access to "HOME", run again with the --allow-env flag';
 * assertEquals(neededPermission(message), { kind: "env", value: "HOME" });
 * assertEquals(neededPermission("TypeError: no"), null);
 * ```
 */
export function neededPermission(message: string): NeededPermission | null {
  const refused = permissionWithin(message);
  return refused === null ? null : { kind: refused.kind, value: refused.subject };
}

/** What Deno calls the places that have another name on every machine, as far as they can be named. */
const PLACES: ReadonlySet<string> = new Set(["<CWD>", "<TMP>"]);

/** Permissions that grow one by one, as few as there can be. */
export class GrownPermissions {
  readonly #values = new Map<string, ReadonlySet<string> | null>();
  readonly #root: string;
  readonly #temporary: string;

  /**
   * @param root The project's folder, absolute with forward slashes.
   * @param temporary The folder of temporary files, where every run has another name.
   */
  constructor(root: string, temporary: string) {
    this.#root = root;
    this.#temporary = temporary;
  }

  /**
   * Adds a permission. The second path in a folder makes it the folder.
   *
   * @returns Whether there was anything to add.
   */
  add({ kind, value }: NeededPermission): boolean {
    const before = this.#values.get(kind);
    if (before === null) return false;
    // A list of values with commas or spaces in them cannot be told from a longer list.
    const isNamed = value !== null && (!value.startsWith("<") || PLACES.has(value));
    if (!isNamed || value === "" || /[,\s]/.test(value)) {
      this.#values.set(kind, null);
      return true;
    }
    const isPath = kind === "read" || kind === "write" || kind === "ffi";
    const known = before ?? new Set<string>();
    const next = isPath ? this.#withPath(known, this.#shorten(value)) : new Set([...known, value]);
    const isSame = next.size === known.size && [...next].every((one) => known.has(one));
    // What was granted and is asked for again is granted as a whole.
    this.#values.set(kind, isSame ? null : next);
    return true;
  }

  /** As flags for Deno, sorted. */
  flags(): string[] {
    return [...this.#values].map(([kind, values]) =>
      values === null ? `--allow-${kind}` : `--allow-${kind}=${[...values].toSorted().join(",")}`
    ).toSorted();
  }

  #withPath(known: ReadonlySet<string>, path: string): Set<string> {
    const folder = folderOf(path);
    const siblings = [...known].filter((one) => folderOf(one) === folder);
    const added = siblings.length > 0 && !["/", "."].includes(folder) ? folder : path;
    const isCovered = (one: string) => added === "." || one.startsWith(`${added}/`);
    return new Set([...[...known].filter((one) => !isCovered(one)), added]);
  }

  #shorten(path: string): string {
    const slashed = path.replaceAll("\\", "/");
    if (slashed === this.#root || slashed === "<CWD>") return ".";
    if (slashed === "<TMP>") return this.#temporary;
    if (slashed.startsWith(`${this.#root}/`)) return slashed.slice(this.#root.length + 1);
    if (slashed.startsWith(`${this.#temporary}/`)) return this.#temporary;
    return slashed;
  }
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end) || "/";
}
