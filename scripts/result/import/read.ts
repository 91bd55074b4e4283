/** The text of files that other harnesses wrote, to one result document. @module */
import { Failure } from "../failure.ts";
import type { ResultDocument } from "../schema.ts";
import { assembleImport } from "./assemble.ts";
import { Content } from "./content.ts";
import { IMPORTERS } from "./formats.ts";
import type { Importer } from "./importer.ts";

/** A file to import. */
export interface ImportFile {
  /** Its name, for messages. */
  readonly source: string;
  /** Its content. */
  readonly text: string;
  /** When it was written, ISO 8601 in UTC; for those that do not say when they were measured. */
  readonly modified: string;
}

/**
 * Reads files of one format.
 *
 * @param files At least one.
 * @param from Name of the format; null to tell it from the content.
 * @throws {Failure} If a file is of no format that is known, or of another than the first, or wrong.
 */
export function importResult(files: readonly ImportFile[], from: string | null): ResultDocument {
  const contents = files.map(({ text, source }) => new Content(text, source));
  const importer = from === null
    ? recognizeAll(contents)
    : IMPORTERS.find(({ name }) => name === from)!;
  const read = contents.map((content, index) => ({
    source: content.source,
    run: importer.read(content),
    fallbackTimestamp: files[index]!.modified,
  }));
  return assembleImport(read, importer.name);
}

/** Name of the format that a text has; null where it has none that is known. */
export function recognizeFormat(text: string, source: string): string | null {
  return recognize(new Content(text, source))?.name ?? null;
}

function recognize(content: Content): Importer | undefined {
  return IMPORTERS.find((importer) => importer.recognizes(content));
}

function recognizeAll(contents: readonly Content[]): Importer {
  let format: Importer | null = null;
  for (const content of contents) {
    const found = recognize(content);
    if (found === undefined) {
      content.assertWhole();
      const names = IMPORTERS.map(({ name }) => name).join(", ");
      throw new Failure(
        `Cannot read ${content.source}: it is of none of the formats ${names}; --from says which`,
      );
    }
    if (format !== null && found !== format) {
      throw new Failure(
        `Cannot join ${content.source} with ${
          contents[0]!.source
        }: it is of the format ${found.name}, that one of ${format.name}`,
      );
    }
    format = found;
  }
  return format!;
}
