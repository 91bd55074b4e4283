/** A result from a file, whoever wrote it. @module */
import { Failure } from "../result/failure.ts";
import type { ImportFile } from "../result/import/read.ts";
import { parseResultDocument } from "../result/parse.ts";
import type { ResultDocument } from "../result/schema.ts";
import { IMPORT_FORMATS } from "../result/import/names.ts";
import { expandPattern } from "./expand_pattern.ts";
import type { CommandIo } from "./io.ts";
import { isStandardInput, nameOfPath } from "./read_bytes.ts";

/** The option that names the format of what is read. */
export const fromOption = {
  type: "choice",
  choices: IMPORT_FORMATS,
  value: "FORMAT",
  help: `what wrote the file: ${IMPORT_FORMATS.join(", ")}`,
  defaultHelp: "told from the content",
} as const;

/** A file with the document in it. */
export interface ReadResult {
  readonly document: ResultDocument;
  /** The text of the document: that of the file where it holds one, and otherwise null. */
  readonly text: string | null;
}

/**
 * Reads a result document, or what another harness wrote.
 *
 * @param from Name of a format of another harness; null to tell it from the content.
 * @throws {Failure} If it cannot be read, is neither, or has several results.
 */
export async function readResult(
  path: string,
  io: CommandIo,
  from: string | null = null,
): Promise<ReadResult> {
  const { documents, text } = await readFile(path, io, from);
  const [document] = documents as [ResultDocument];
  if (documents.length === 1) return { document, text };
  const { onlyResult } = await importing();
  return { document: onlyResult(documents, nameOfPath(path)), text: null };
}

/**
 * Reads the results in a file, or in those that a pattern stands for. What another harness wrote into
 * the files of a pattern is one result, or one a commit.
 *
 * @param source A file, `-` for standard input, or a pattern as of {@linkcode expandPattern}.
 * @param from As of {@linkcode readResult}.
 * @throws {Failure} If there is none, or one cannot be read.
 */
export async function readResults(
  source: string,
  io: CommandIo,
  from: string | null,
): Promise<ResultDocument[]> {
  const paths = await expandPattern(source, io);
  if (paths.length > 1) {
    const { importResults, recognizeFormat } = await importing();
    const [first] = paths as [string];
    const isForeign = from !== null || recognizeFormat(await io.readText(first), first) !== null;
    if (isForeign) return importResults(await readFiles(paths, io), { from, root: io.root });
  }
  const results: ResultDocument[] = [];
  for (const path of paths) results.push(...(await readFile(path, io, from)).documents);
  return results;
}

/**
 * Reads what another harness wrote into several files, as one result.
 *
 * @param sources Files, `-` for standard input, or patterns as of {@linkcode expandPattern}.
 * @throws {Failure} If there are none, or one cannot be read, or they do not belong together.
 */
export async function importFiles(
  sources: readonly string[],
  io: CommandIo,
  from: string | null,
): Promise<ResultDocument> {
  const paths = (await Promise.all(sources.map((source) => expandPattern(source, io)))).flat();
  const files = await readFiles([...new Set(paths)], io);
  const { importResult } = await importing();
  return importResult(files, from, io.root);
}

/** The text is null unless it is that of the only document. */
async function readFile(
  path: string,
  io: CommandIo,
  from: string | null,
): Promise<{ documents: ResultDocument[]; text: string | null }> {
  const text = await io.readText(path);
  const source = nameOfPath(path);
  let reason: Failure | null = null;
  if (from === null) {
    try {
      return { documents: [parseResultDocument(text, source)], text };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reason = error;
    }
  }
  const { importRecognized, importResults } = await importing();
  const file = { source, text, modified: await modifiedAt(path, io) };
  const recognized = reason === null ? [] : importRecognized(file, io.root);
  if (recognized.length > 0) return { documents: recognized, text: null };
  // Of what is no JSON there is nothing to say but what it may be.
  if (reason !== null && /^\s*(?:[{[]|$)/.test(text)) throw reason;
  return { documents: importResults([file], { from, root: io.root }), text: null };
}

async function readFiles(paths: readonly string[], io: CommandIo): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const path of paths) {
    files.push({
      source: nameOfPath(path),
      text: await io.readText(path),
      modified: await modifiedAt(path, io),
    });
  }
  return files;
}

/** Loaded when it is needed: most results are of this project's own form. */
function importing(): Promise<typeof import("../result/import/read.ts")> {
  return import("../result/import/read.ts");
}

async function modifiedAt(path: string, io: CommandIo): Promise<string> {
  const modified = isStandardInput(path) ? null : await io.modifiedAt(path);
  return (modified ?? io.now()).toISOString();
}
