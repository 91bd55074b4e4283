/** A file to write, and its preview. @module */
import { structuredPatch } from "../../deps/diff.ts";

/** A file to write. */
export interface PlannedFile {
  readonly path: string;
  /** Its current text; null if there is none. */
  readonly before: string | null;
  readonly text: string;
  /** `new`, or what changes. */
  readonly note: string;
}

/**
 * Returns the lines of a new file, or the changed lines with some context.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const file = { path: "a", before: "one\ntwo\n", text: "one\n2\n", note: "" };
 * assertEquals(linesOf(file), ["  one", "- two", "+ 2"]);
 * ```
 */
export function linesOf({ path, before, text }: PlannedFile): string[] {
  const lines = (text: string) => text.replace(/^\ufeff/, "").replaceAll("\t", "  ");
  if (before === null) return lines(text).replace(/\n$/, "").split(/\r?\n/);
  const { hunks } = structuredPatch(path, path, lines(before), lines(text), "", "", { context: 2 });
  return hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : ["…"]),
    ...hunk.lines.filter((line) => !line.startsWith("\\"))
      .map((line) => `${line[0]} ${line.slice(1).trimEnd()}`),
  ]);
}
