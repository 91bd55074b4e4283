/** Collects the permissions of benchmarks as Deno asks for them. @module */
import type { RefusedPermission } from "../../result/foreign_words.ts";

/** Deno's names for places that differ between machines and that a flag can name. */
const PLACES: ReadonlySet<string> = new Set(["<CWD>", "<TMP>"]);

/** The kinds whose flag takes values; that of `all` does not. */
const KINDS: ReadonlySet<string> = new Set([
  "env",
  "ffi",
  "import",
  "net",
  "read",
  "run",
  "sys",
  "write",
]);

/** Permissions that grow one by one, and stay as few as possible. */
export class GrownPermissions {
  readonly #values = new Map<string, ReadonlySet<string> | null>();
  readonly #root: string;
  readonly #temporary: string;

  /**
   * @param root The project's folder, absolute with forward slashes.
   * @param temporary The folder of temporary files, whose names change with every run.
   */
  constructor(root: string, temporary: string) {
    this.#root = root;
    this.#temporary = temporary;
  }

  /**
   * Returns the flag that has to be added for a permission, without what is already granted. A
   * second path in a folder grants the folder.
   *
   * @returns Null if no flag grants it, or it is already granted.
   */
  addedFlag(refused: RefusedPermission): string | null {
    const { kind } = refused;
    const next = this.#next(refused);
    if (next === undefined) return null;
    const before = this.#values.get(kind);
    return formatFlag(kind, next?.difference(before ?? new Set()) ?? null);
  }

  /** Grants the permission that {@linkcode GrownPermissions.addedFlag} describes. */
  add(refused: RefusedPermission): void {
    const next = this.#next(refused);
    if (next !== undefined) this.#values.set(refused.kind, next);
  }

  /** Returns the permissions as flags for Deno, sorted. */
  flags(): string[] {
    return [...this.#values].map(([kind, values]) => formatFlag(kind, values)).toSorted();
  }

  /**
   * Returns the values of a kind with one more; null for everything, undefined if it cannot grow.
   */
  #next({ kind, subject }: RefusedPermission): ReadonlySet<string> | null | undefined {
    const before = this.#values.get(kind);
    if (before === null || !KINDS.has(kind)) return undefined;
    const isNamed = subject !== null && (!subject.startsWith("<") || PLACES.has(subject));
    if (!isNamed || subject === "") return null;
    const isPath = kind === "read" || kind === "write" || kind === "ffi";
    const value = isPath ? this.#shorten(subject) : subject;
    // A value with a comma or a space would read as several values.
    if (/[,\s]/.test(value)) return null;
    const known = before ?? new Set<string>();
    const next = isPath ? withPath(known, value) : new Set([...known, value]);
    // If a granted value was not enough, the whole kind is granted.
    return next.isSubsetOf(known) ? null : next;
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

function formatFlag(kind: string, values: ReadonlySet<string> | null): string {
  return values === null
    ? `--allow-${kind}`
    : `--allow-${kind}=${[...values].toSorted().join(",")}`;
}

function withPath(known: ReadonlySet<string>, path: string): Set<string> {
  const folder = folderOf(path);
  const siblings = [...known].filter((one) => folderOf(one) === folder);
  const added = siblings.length > 0 && !["/", "."].includes(folder) ? folder : path;
  const isCovered = (one: string) => added === "." || one.startsWith(`${added}/`);
  return new Set([...[...known].filter((one) => !isCovered(one)), added]);
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end) || "/";
}
