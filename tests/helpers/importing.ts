/** Reads texts as an importer would. @module */
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { Content } from "../../scripts/result/import/content.ts";
import type { ImportedRun, Importer } from "../../scripts/result/import/importer.ts";
import { type ImportFile, importResults } from "../../scripts/result/import/read.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";

/** Returns every result in files, as a history reads them. */
export function importAll(files: readonly ImportFile[], from: string | null): ResultDocument[] {
  return importResults(files, { from, root: null }).map(({ document }) => document);
}

/** Returns what an importer reads from a text, in a file called `source`. */
export function importText(importer: Importer, text: string, source = "a.json"): ImportedRun {
  const [run, ...others] = importer.read(new Content(text, source));
  assertEquals(others, []);
  return run!;
}

/** Fails unless the importer refuses the text with this message after the name of the file. */
export function assertRefused(
  importer: Importer,
  text: string,
  message: string,
  source = "a.json",
): void {
  const failure = assertThrows(() => importText(importer, text, source), Failure);
  assertEquals(failure.message, `Cannot read ${source}: ${message}`);
}

/** Fails if a byte order mark or Windows line endings change what an importer reads. */
export function assertSameOnWindows(importer: Importer, text: string): void {
  const modified = "2026-01-31T12:00:00.000Z";
  const read = (text: string) =>
    importResults([{ source: "a.json", text, modified }], { from: importer.name, root: null });
  const plain = text.replaceAll("\r\n", "\n");
  assertEquals(read(`\ufeff${plain.replaceAll("\n", "\r\n")}`), read(plain));
}
