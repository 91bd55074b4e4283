/** A result from a file, whoever wrote it. @module */
import { Failure } from "../result/failure.ts";
import type { Content } from "../result/import/content.ts";
import type { ImportedResult } from "../result/import/assemble.ts";
import { DESCRIBING_FILES } from "../result/import/names.ts";
import type { ImportFile, ImportOptions } from "../result/import/read.ts";
import { parseResultDocument } from "../result/parse.ts";
import type { ResultDocument } from "../result/schema.ts";
import { assertTold, warnOfMachines, warnOfOrder } from "./check_results.ts";
import { expandPattern } from "./expand_pattern.ts";
import type { CommandIo } from "./io.ts";
import { isStandardInput, nameOfPath } from "./read_bytes.ts";
import type { ReadOptions } from "./reading_options.ts";

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
  const { results, text } = await readFile(path, io, { from, root: io.root });
  const documents = results.map(({ document }) => document);
  if (documents.length === 1) return { document: documents[0]!, text };
  const { onlyResult } = await importing();
  return { document: onlyResult(documents, nameOfPath(path)), text: null };
}

/**
 * Reads the results in files. What another harness wrote into the files of a pattern is one result, or
 * one a commit.
 *
 * @param sources Files, `-` for standard input, or patterns as of {@linkcode expandPattern}.
 * @throws {Failure} If there are none, or one cannot be read, or several are not told apart by when they
 * were measured.
 */
export async function readResults(
  sources: readonly string[],
  io: CommandIo,
  { from, origin }: ReadOptions,
): Promise<ResultDocument[]> {
  const places: string[][] = [];
  for (const source of sources) places.push(await expandPattern(source, io));
  const beside = await readDescribing(places.flat(), io);
  const options = { from, root: io.root, origin, beside };
  const results: ImportedResult[] = [];
  for (const paths of places) {
    // One by one, as an argument list holds 100,000 of them at most.
    for (const result of await readPlace(paths, io, options)) results.push(result);
  }
  assertTold(results, origin);
  warnOfOrder(results, io);
  warnOfMachines(results, io);
  return results.map(({ document }) => document);
}

/** The files of a pattern, or one file. */
async function readPlace(
  paths: readonly string[],
  io: CommandIo,
  options: ImportOptions,
): Promise<ImportedResult[]> {
  if (paths.length > 1) {
    const { importResults, recognizeFormat } = await importing();
    const [first] = paths as [string];
    const isForeign = options.from !== null ||
      recognizeFormat(await io.readLog(first), first) !== null;
    if (isForeign) return importResults(await readFiles(paths, io), options);
  }
  const results: ImportedResult[] = [];
  for (const path of paths) {
    for (const result of (await readFile(path, io, options)).results) results.push(result);
  }
  return results;
}

/** The files among others that only tell of these. */
async function readDescribing(paths: readonly string[], io: CommandIo): Promise<Content[]> {
  const describing = [...new Set(paths)].filter((path) =>
    DESCRIBING_FILES.includes(path.split(/[/\\]/).at(-1)!)
  );
  if (describing.length === 0) return [];
  const { Content } = await import("../result/import/content.ts");
  const contents: Content[] = [];
  for (const path of describing) contents.push(new Content(await io.readLog(path), path));
  return contents;
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
  { from, origin }: ReadOptions,
): Promise<ResultDocument> {
  const paths = (await Promise.all(sources.map((source) => expandPattern(source, io)))).flat();
  const files = await readFiles([...new Set(paths)], io);
  const { importResults, onlyResult } = await importing();
  const beside = await readDescribing(paths, io);
  const results = importResults(files, { from, root: io.root, origin, beside });
  const names = files.map(({ source }) => source).join(", ");
  return onlyResult(results.map(({ document }) => document), names);
}

/** The text is null unless it is that of the only document. */
async function readFile(
  path: string,
  io: CommandIo,
  options: ImportOptions,
): Promise<{ results: ImportedResult[]; text: string | null }> {
  const text = await io.readLog(path);
  const source = nameOfPath(path);
  let refusal: Failure | null = null;
  if (options.from === null) {
    const own = parseOwn(text, source);
    if (!(own instanceof Failure)) {
      assertNoOrigin(options, source);
      return {
        results: [{ document: own, sources: [source], untimed: [], committed: null }],
        text,
      };
    }
    refusal = own;
  }
  const { importResults } = await importing();
  const file = { source, text, modified: await modifiedAt(path, io) };
  return { results: importResults([file], { ...options, refusal }), text: null };
}

function parseOwn(text: string, source: string): ResultDocument | Failure {
  try {
    return parseResultDocument(text, source);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function assertNoOrigin({ origin }: ImportOptions, source: string): void {
  if ((origin?.timestamp ?? origin?.commit ?? null) === null) return;
  throw new Failure(
    `Cannot take --timestamp or --commit for ${source}: a result document says itself when and at which commit it was measured`,
  );
}

async function readFiles(paths: readonly string[], io: CommandIo): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const path of paths) {
    files.push({
      source: nameOfPath(path),
      text: await io.readLog(path),
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
