/** Reads results of any harness, and comparisons of two commits. @module */
import { Failure } from "../result/failure.ts";
import type { Content } from "../result/import/content.ts";
import type { ImportedResult } from "../result/import/assemble.ts";
import { DESCRIBING_FILES } from "../result/import/names.ts";
import type { ImportFile, ImportOptions } from "../result/import/read.ts";
import type { ResultDocument } from "../result/schema.ts";
import type { Comparison } from "../verdict/comparison.ts";
import { checkDifference } from "../verdict/difference.ts";
import { type BenchmarkDocument, isComparison, parseDocument } from "../verdict/parse_document.ts";
import { assertTimed, warnOfMachines, warnOfOrder } from "./check_results.ts";
import { expandPattern } from "./expand_pattern.ts";
import type { CommandIo } from "./io.ts";
import { isStandardInput, nameOfPath } from "./read_bytes.ts";
import type { ReadOptions } from "./reading_options.ts";

/** The contents of files. */
interface Documents {
  readonly results: ImportedResult[];
  readonly comparisons: Comparison[];
}

/** The result in a file. */
export interface ReadResult {
  readonly document: ResultDocument;
  /** The text of the file if it is a result document; null if it was converted. */
  readonly text: string | null;
}

/**
 * Reads a result document, or the output of another harness.
 *
 * @param from Name of a format of another harness; null to detect it from the content.
 * @throws {Failure} If it cannot be read, has no known format, or has several results.
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
 * Reads the documents that a history keeps: results, and comparisons of two commits. Files of
 * another harness that match one pattern are one result, or one result per commit.
 *
 * @param sources Files, `-` for standard input, or patterns for {@linkcode expandPattern}.
 * @throws {Failure} If there are no files, one cannot be read or is a comparison of another kind,
 * or the times of several results are not known.
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
    // One by one, because an argument list holds at most about 100,000.
    for (const result of read.results) results.push(result);
    for (const comparison of read.comparisons) comparisons.push(comparison);
  }
  assertTimed(results, origin);
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

/** Reads those of the files that only describe the others. */
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
 * Reads several files of another harness as one result.
 *
 * @param sources Files, `-` for standard input, or patterns for {@linkcode expandPattern}.
 * @throws {Failure} If there are no files, one cannot be read, or they do not belong together.
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

/** The text is null unless the file is a result document. */
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
    `Cannot use --timestamp or --commit for ${source}: the file already has its time and commit`,
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

/** Loads the importers when they are needed; most results are result documents. */
function importing(): Promise<typeof import("../result/import/read.ts")> {
  return import("../result/import/read.ts");
}

async function modifiedAt(path: string, io: CommandIo): Promise<string> {
  const modified = isStandardInput(path) ? null : await io.modifiedAt(path);
  return (modified ?? io.now()).toISOString();
}
