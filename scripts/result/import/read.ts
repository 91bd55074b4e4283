/** Reads files of other harnesses into result documents. @module */
import { Failure } from "../failure.ts";
import type { ResultDocument } from "../schema.ts";
import { assembleImports, type ImportedResult, NO_ORIGIN, type Origin } from "./assemble.ts";
import { Content, ContentFailure } from "./content.ts";
import { isRecord } from "./fields.ts";
import { IMPORTERS, NAMED_IMPORTERS } from "./formats.ts";
import { guessFormat } from "./guess.ts";
import type { ImportedRun } from "./importer.ts";
import { IMPORT_FORMATS } from "./names.ts";
import { type Claim, findClaims } from "./recognize.ts";

/** A file to import. */
export interface ImportFile {
  /** Its name, for messages. */
  readonly source: string;
  /** Its content. */
  readonly text: string;
  /** When it was written, ISO 8601 in UTC; used if the file does not say when it was measured. */
  readonly modified: string;
}

/** Options for reading files. */
export interface ImportOptions {
  /** Name of the format; null to recognise it from the content. */
  readonly from: string | null;
  /** Absolute path of the project, with forward slashes. Paths within it become relative to it. */
  readonly root: string | null;
  /** Time and commit of the measurement, if the files do not state them. */
  readonly origin?: Origin;
  /** Files that may describe the others; see {@linkcode DESCRIBING_FILES}. */
  readonly beside?: readonly Content[];
  /** Why a file is not a result document; thrown if it is meant to be one. */
  readonly refusal?: Failure | null;
}

/**
 * Reads files of one format. A file may hold several results, and all that a log has: other output
 * between them, colours, and prefixes in front of each line.
 *
 * @param files At least one.
 * @returns A document for all of them, or one a commit if there are several commits; none if they
 * only describe other files.
 * @throws {Failure} If a file has no known format, several formats, another format than the first
 * file, or a fault.
 */
export function importResults(
  files: readonly ImportFile[],
  { from, root, origin = NO_ORIGIN, beside = [], refusal = null }: ImportOptions,
): ImportedResult[] {
  let first: Claim | null = null;
  const read = files.flatMap(({ source, text, modified }) => {
    const content = new Content(text, source);
    const claim = from === null ? recognize(content, refusal) : claimAs(from, content);
    first ??= claim;
    if (claim.importer !== first.importer) {
      throw new Failure(
        `Cannot join ${source} with ${
          files[0]!.source
        }: its format is ${claim.importer.name}, not ${first.importer.name}`,
      );
    }
    return readClaim(claim, beside).map((run) => ({ source, run, fallbackTimestamp: modified }));
  });
  return assembleImports(read, { format: first!.importer.name, root, origin });
}

/**
 * Reads files of one format into one result; see {@linkcode importResults}.
 *
 * @param files At least one.
 * @param from Name of the format; null to recognise it from the content.
 * @param root See {@linkcode ImportOptions.root}.
 * @throws {Failure} As {@linkcode importResults} does, and if there are results of several commits.
 */
export function importResult(
  files: readonly ImportFile[],
  from: string | null,
  root: string | null = null,
): ResultDocument {
  const sources = files.map(({ source }) => source).join(", ");
  return onlyResult(documentsOf(importResults(files, { from, root })), sources);
}

function documentsOf(results: readonly ImportedResult[]): ResultDocument[] {
  return results.map(({ document }) => document);
}

/**
 * The only result.
 *
 * @throws {Failure} If there is none, or several.
 */
export function onlyResult(results: readonly ResultDocument[], source: string): ResultDocument {
  const [result, ...others] = results;
  if (result === undefined) {
    throw new Failure(
      `Cannot read ${source}: it has no result and only describes others; give those`,
    );
  }
  if (others.length === 0) return result;
  const last = others.at(-1)!;
  // Results without a time have the time of the file.
  const areTimed = last.timestamp !== result.timestamp;
  const [from, to] = [result, last].map((one) => nameOf(one, areTimed));
  throw new Failure(
    `Cannot read ${source} as one result: it has ${results.length}, from ${from} to ${to}; ${
      areTimed ? "history add keeps them all" : "give a file each"
    }`,
  );
}

function nameOf(
  { timestamp, environment: { git_commit } }: ResultDocument,
  isTimed: boolean,
): string {
  if (git_commit === null) return timestamp;
  return `commit ${git_commit.slice(0, 12)}${isTimed ? ` of ${timestamp}` : ""}`;
}

/**
 * Name of a text's format; null if unknown.
 *
 * @throws {Failure} If the text has several formats.
 */
export function recognizeFormat(text: string, source: string): string | null {
  const claims = findClaims(new Content(text, source), IMPORTERS);
  return claims.length === 0 ? null : onlyClaim(claims, source).importer.name;
}

function recognize(content: Content, refusal: Failure | null): Claim {
  const claims = findClaims(content, IMPORTERS);
  if (claims.length > 0) return onlyClaim(claims, content.source);
  const guess = guessFormat(content);
  if (refusal !== null && guess === null && isMeantAsDocument(content)) throw refusal;
  content.assertWhole();
  if (content.text.trim() === "") throw content.failure(null, "it is empty");
  throw content.failure(
    null,
    guess === null
      ? `it matches none of the formats ${IMPORT_FORMATS.join(", ")}; --from says which`
      : `no results are found in it; ${guess}`,
  );
}

/** Whether it is broken JSON, or an object with a field of a result document. */
function isMeantAsDocument({ text, json }: Content): boolean {
  if (json === undefined) return /^\s*[{[]/.test(text);
  return isRecord(json) && ["version", "benchmarks"].some((key) => Object.hasOwn(json, key));
}

function onlyClaim(claims: readonly Claim[], source: string): Claim {
  if (claims.length === 1) return claims[0]!;
  const names = claims.map(({ importer }) => importer.name).join(" and ");
  throw new Failure(`Cannot read ${source}: it has results of ${names}; --from says which to read`);
}

/** Contents in another format also go to the importer, which knows what is wrong with them. */
function claimAs(from: string, content: Content): Claim {
  const importer = NAMED_IMPORTERS.find(({ name }) => name === from)!;
  const claims = findClaims(content, IMPORTERS);
  const claim = claims.find((one) => one.importer === importer) ??
    findClaims(content, [importer])[0] ??
    { importer, contents: [content], broken: [], isCutOff: false };
  const read = new Set(
    claim.contents.filter(({ json }) => json !== undefined).map(({ text }) => text),
  );
  const others = claims.filter((other) =>
    other.importer !== importer && !other.contents.every((one) => read.has(one.text))
  );
  return { ...claim, others: others.map((other) => other.importer.name) };
}

/** @throws {Failure} If the file was cut off. */
function readClaim(
  { importer, contents, broken, isCutOff, others = [] }: Claim,
  beside: readonly Content[],
): ImportedRun[] {
  if (isCutOff) broken.at(-1)!.assertWhole();
  const warnings = broken.map(({ source, firstLine }) =>
    `${source}: line ${firstLine}: the JSON that begins there is broken and was not read`
  );
  if (others.length > 0) {
    warnings.push(`${contents[0]!.source}: its results of ${others.join(" and ")} were not read`);
  }
  const jobs = new Set(contents.map(({ job }) => job));
  const runs: ImportedRun[] = [];
  let refused: ContentFailure | null = null;
  for (const content of contents) {
    try {
      for (const run of importer.read(content, beside)) {
        runs.push(jobs.size < 2 ? run : withJob(run, content.job));
      }
    } catch (error) {
      if (!(error instanceof ContentFailure)) throw error;
      refused ??= error;
      warnings.push(`${content.source}: ${error.reason}; it was not read`);
    }
  }
  if (refused !== null && runs.length === 0) throw refused;
  return runs.map((run, index) =>
    index === 0 ? { ...run, warnings: [...warnings, ...run.warnings] } : run
  );
}

/** Jobs of one log differ in something, or there would be only one. */
function withJob(run: ImportedRun, job: string | null): ImportedRun {
  return job === null ? run : { ...run, configuration: { ...run.configuration, job } };
}
