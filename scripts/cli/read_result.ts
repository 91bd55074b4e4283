/** A result from a file, whoever wrote it, and comparisons of two commits. @module */
import { Failure } from "../result/failure.ts";
import type { Content } from "../result/import/content.ts";
import type { ImportedResult } from "../result/import/assemble.ts";
import { DESCRIBING_FILES } from "../result/import/names.ts";
import type { ImportFile, ImportOptions } from "../result/import/read.ts";
import type { ResultDocument } from "../result/schema.ts";
import type { Comparison } from "../verdict/comparison.ts";
import { checkDifference } from "../verdict/difference.ts";
import { type BenchmarkDocument, isComparison, parseDocument } from "../verdict/parse_document.ts";
import { assertTold, warnOfMachines, warnOfOrder } from "./check_results.ts";
import { expandPattern } from "./expand_pattern.ts";
import type { CommandIo } from "./io.ts";
import { isStandardInput, nameOfPath } from "./read_bytes.ts";
import type { ReadOptions } from "./reading_options.ts";

/** What is in files. */
interface Documents {
  readonly results: ImportedResult[];
  readonly comparisons: Comparison[];
}

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
  const { results, comparisons, text } = await readFile(path, io, { from, root: io.root });
  if (comparisons.length > 0) {
    throw new Failure(`Cannot read ${nameOfPath(path)}: expected a result, found a comparison`);
  }
  const documents = results.map(({ document }) => document);
  if (documents.length === 1) return { document: documents[0]!, text };
  const { onlyResult } = await importing();
  return { document: onlyResult(documents, nameOfPath(path)), text: null };
}

/**
 * Reads what a history keeps: the results in files, and comparisons of two commits. What another harness
 * wrote into the files of a pattern is one result, or one a commit.
 *
 * @param sources Files, `-` for standard input, or patterns as of {@linkcode expandPattern}.
 * @throws {Failure} If there are none, or one cannot be read, or is another comparison, or several are
 * not told apart by when they were measured.
 */
export async function readDocuments(
  sources: readonly string[],
  io: CommandIo,
  { from, origin }: ReadOptions,
): Promise<BenchmarkDocument[]> {
  const places: string[][] = [];
  for (const source of sources) places.push(await expandPattern(source, io));
  const beside = await readDescribing(places.flat(), io);
  const options = { from, root: io.root, origin, beside };
  const results: ImportedResult[] = [];
  const comparisons: Comparison[] = [];
  for (const paths of places) {
    const read = await readPlace(paths, io, options);
    // One by one, as an argument list holds 100,000 of them at most.
    for (const result of read.results) results.push(result);
    for (const comparison of read.comparisons) comparisons.push(comparison);
  }
  assertTold(results, origin);
  warnOfOrder(results, io);
  warnOfMachines(results, io);
  return [...results.map(({ document }) => document), ...comparisons];
}

/** The files of a pattern, or one file. */
async function readPlace(
  paths: readonly string[],
  io: CommandIo,
  options: ImportOptions,
): Promise<Documents> {
  if (paths.length > 1) {
    const { importResults, recognizeFormat } = await importing();
    const [first] = paths as [string];
    const isForeign = options.from !== null ||
      recognizeFormat(await io.readLog(first), first) !== null;
    if (isForeign) {
      return { results: importResults(await readFiles(paths, io), options), comparisons: [] };
    }
  }
  const results: ImportedResult[] = [];
  const comparisons: Comparison[] = [];
  for (const path of paths) {
    const read = await readFile(path, io, options);
    for (const result of read.results) results.push(result);
    for (const comparison of read.comparisons) {
      checkDifference(comparison, `Cannot add ${nameOfPath(path)}`);
      comparisons.push(comparison);
    }
  }
  return { results, comparisons };
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

/** The text is null unless it is that of the only result. */
async function readFile(
  path: string,
  io: CommandIo,
  options: ImportOptions,
): Promise<Documents & { text: string | null }> {
  const text = await io.readLog(path);
  const source = nameOfPath(path);
  let refusal: Failure | null = null;
  if (options.from === null) {
    const own = parseOwn(text, source);
    if (!(own instanceof Failure)) {
      assertNoOrigin(options, source);
      if (isComparison(own)) return { results: [], comparisons: [own], text: null };
      const result = { document: own, sources: [source], untimed: [], committed: null };
      return { results: [result], comparisons: [], text };
    }
    refusal = own;
  }
  const { importResults } = await importing();
  const file = { source, text, modified: await modifiedAt(path, io) };
  const results = importResults([file], { ...options, refusal });
  return { results, comparisons: [], text: null };
}

function parseOwn(text: string, source: string): BenchmarkDocument | Failure {
  try {
    return parseDocument(text, source);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function assertNoOrigin({ origin }: ImportOptions, source: string): void {
  if ((origin?.timestamp ?? origin?.commit ?? null) === null) return;
  throw new Failure(
    `Cannot take --timestamp or --commit for ${source}: it says itself when and at which commit it was measured`,
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
