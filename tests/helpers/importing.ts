/** Reading texts as an importer would, in tests. @module */
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { Content } from "../../scripts/result/import/content.ts";
import type { ImportedRun, Importer } from "../../scripts/result/import/importer.ts";

/** What an importer makes of a text, in a file called `source`. */
export function importText(importer: Importer, text: string, source = "a.json"): ImportedRun {
  const [run, ...others] = importer.read(new Content(text, source));
  assertEquals(others, []);
  return run!;
}

/** Fails unless the importer refuses the text with this message behind the name of the file. */
export function assertRefused(
  importer: Importer,
  text: string,
  message: string,
  source = "a.json",
): void {
  const failure = assertThrows(() => importText(importer, text, source), Failure);
  assertEquals(failure.message, `Cannot read ${source}: ${message}`);
}

/** Fails if a byte order mark and the line endings of Windows change what an importer makes of it. */
export function assertSameOnWindows(importer: Importer, text: string): void {
  const plain = text.replaceAll("\r\n", "\n");
  assertEquals(
    importText(importer, `\ufeff${plain.replaceAll("\n", "\r\n")}`),
    importText(importer, plain),
  );
}
