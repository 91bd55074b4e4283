/** Report formats, and how to find one by its name or by that of a file. @module */
import type { Paint } from "./paint.ts";

/** Where text is shown. */
export interface Surface {
  /** Colours, or none. */
  readonly paint: Paint;
  /** Width in columns. */
  readonly columns: number;
  /** Whether it is a terminal, which cuts or wraps wider text; false by default. */
  readonly isTerminal?: boolean;
}

/** One way to write a subject as text. */
export interface Format<Subject> {
  /** Its name for `--format`. */
  readonly name: string;
  /** Endings of file names that mean this format, such as `.md`. */
  readonly endings: readonly string[];
  /** Loads modules that only this format needs. Without it, {@linkcode render} loads them. */
  prepare?(): Promise<unknown>;
  /** The text. */
  render(subject: Subject, surface: Surface): string | Promise<string>;
  /** Parts of the subject that the text lacks or changes: lines that follow the format's name. */
  losses?(subject: Subject): string[];
}

/** The names by which users choose a format. */
export type FormatName = Pick<Format<never>, "name" | "endings">;

/** The functions that write a format. */
export type Renderer<Subject> = Omit<Format<Subject>, keyof FormatName>;

/** A file to write, in a format. */
export interface Output<Subject> {
  readonly format: Format<Subject>;
  readonly path: string;
}

/**
 * Reads `FORMAT:FILE`, or a file name whose ending implies the format.
 *
 * @returns Null if the format is unknown.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = { name: "text", endings: [".txt"], render: String };
 * assertEquals(parseOutput("a.txt", [text]), { format: text, path: "a.txt" });
 * assertEquals(parseOutput("text:a.log", [text]), { format: text, path: "a.log" });
 * assertEquals(parseOutput("a.log", [text]), null);
 * ```
 */
export function parseOutput<Subject>(
  given: string,
  formats: readonly Format<Subject>[],
): Output<Subject> | null {
  const named = formats.find(({ name }) => given.startsWith(`${name}:`));
  if (named !== undefined && given.length > named.name.length + 1) {
    return { format: named, path: given.slice(named.name.length + 1) };
  }
  const format = formats.find(({ endings }) =>
    endings.some((ending) => given.toLowerCase().endsWith(ending))
  );
  return format === undefined ? null : { format, path: given };
}
