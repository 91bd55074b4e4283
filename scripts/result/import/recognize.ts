/** Recognises the formats in a file, and the parts that have them. @module */
import { Failure } from "../failure.ts";
import { identityKey } from "../identity.ts";
import { condense } from "../text/condense.ts";
import {
  guessedFrom,
  MOST_GUESSED,
  textsOfJobs,
  textsOfLog,
  withoutLogMarks,
} from "../text/log.ts";
import { commonPrefixes, withoutCommonPrefix } from "../text/prefixes.ts";
import { withoutColours } from "../text/terminal.ts";
import { Content } from "./content.ts";
import type { ImportedRun, Importer } from "./importer.ts";
import { ANY_MARK, RESULT_MARKS } from "./marks.ts";

/** The parts of a file that have one format. */
export interface Claim {
  readonly importer: Importer;
  /** The whole text, or the values in it that have the format. */
  readonly contents: readonly Content[];
  /** Broken values, which may have held a result. */
  readonly broken: readonly Content[];
  /** Whether the end of the file cuts off the last of these. */
  readonly isCutOff: boolean;
  /** Names of other formats in the file, which were not asked for. */
  readonly others?: readonly string[];
}

/**
 * The formats of a file. A log may stand for several texts. The first text with a format counts:
 * one that looks like a format, or else one that can be read as such.
 *
 * @param whole The file.
 * @param importers The importers to ask.
 */
export function findClaims(whole: Content, importers: readonly Importer[]): Claim[] {
  const claims = claimsInLog(whole, importers);
  if (claims.length === 0) return readableClaims(whole, importers);
  if (whole.json !== undefined) return claims;
  // The output of one of several jobs may have its own prefixes.
  const others = importers.filter((importer) =>
    RESULT_MARKS.get(importer.name)?.test(whole.text) &&
    claims.every((claim) => claim.importer !== importer)
  );
  return [...claims, ...others.flatMap((importer) => claimsInLog(whole, [importer]))];
}

/** Claims job by job, because several jobs of a log may have measured the same benchmarks. */
function claimsInLog(whole: Content, importers: readonly Importer[]): Claim[] {
  if (whole.json !== undefined) return claimsIn(whole, importers, looksLike);
  const texts = textsOfJobs(whole.text).filter(({ text }) => ANY_MARK.test(text));
  const claims = texts.flatMap(({ job, text, above }) =>
    claimsInText(new Content(text, whole.source, whole.firstLine + above, job), importers)
  );
  return claims.length > 0 ? joinClaims(claims) : claimsInText(whole, importers);
}

function joinClaims(claims: readonly Claim[]): Claim[] {
  return [...Map.groupBy(claims, ({ importer }) => importer)].map(([importer, each]) => ({
    importer,
    contents: each.flatMap(({ contents }) => contents),
    broken: each.flatMap(({ broken }) => broken),
    isCutOff: each.at(-1)!.isCutOff,
  }));
}

function claimsInText(whole: Content, importers: readonly Importer[]): Claim[] {
  for (const { sample, whole: wholeText } of textsOfLog(whole.text, condenseLog)) {
    let content = whole.part(sample);
    let claims = claimsIn(content, importers, looksLike);
    if (claims.length === 0) continue;
    const text = wholeText();
    if (text !== sample) {
      content = whole.part(text);
      claims = claimsIn(content, importers, looksLike);
    }
    if (claims.length > 0) return withoutPrefixes(content, claims, importers);
  }
  return [];
}

function condenseLog(text: string): string {
  return condense(text, ANY_MARK);
}

function readableClaims(whole: Content, importers: readonly Importer[]): Claim[] {
  if (whole.json !== undefined) return claimsIn(whole, importers, canRead);
  const text = withoutLogMarks(withoutColours(whole.text));
  if (text.length > MOST_GUESSED) return [];
  return claimsIn(new Content(text, whole.source), importers, canRead);
}

/**
 * A prefix of most lines belongs to the log if the harness wrote lines other than results.
 * Otherwise it is a part of the names.
 */
function withoutPrefixes(
  content: Content,
  claims: readonly Claim[],
  importers: readonly Importer[],
): Claim[] {
  const sample = content.part(guessedFrom(content.text, condenseLog));
  const isSample = sample.text !== content.text;
  let known: readonly string[] | null = null;
  for (const prefix of commonPrefixes(sample.text)) {
    known ??= identitiesIn(isSample ? claimsIn(sample, importers, looksLike) : claims);
    const without = (text: string) => {
      const bare = content.part(withoutCommonPrefix(text, prefix));
      return claimsIn(bare, importers, looksLike);
    };
    const found = without(sample.text);
    const identities = identitiesIn(found);
    if (identities.length < known.length || identities.length >= prefix.lines) continue;
    // The prefix may only stand in front of other lines.
    if (identities.join() === known.join()) continue;
    return isSample ? without(content.text) : found;
  }
  return [...claims];
}

/** The benchmarks, and where a file says that they ran. */
function identitiesIn(claims: readonly Claim[]): string[] {
  const identities: string[] = [];
  for (const { importer, contents } of claims) {
    for (const content of contents) {
      for (const { benchmarks, environment } of readOrNull(importer, content) ?? []) {
        for (const one of benchmarks) {
          identities.push(identityKey(one) + JSON.stringify(environment));
        }
      }
    }
  }
  return identities;
}

function claimsIn(
  whole: Content,
  importers: readonly Importer[],
  isOf: (importer: Importer, content: Content) => boolean,
): Claim[] {
  const claims = importers.filter((importer) => isOf(importer, whole))
    .map((importer): Claim => ({ importer, contents: [whole], broken: [], isCutOff: false }));
  if (whole.json !== undefined) return claims;
  const others = importers.filter((one) => claims.every(({ importer }) => importer !== one));
  const found = new Map<Importer, Content[]>();
  const broken: Content[] = [];
  for (const part of whole.parts()) {
    if (part.json === undefined) broken.push(part);
    else {
      for (const importer of others) {
        if (!isOf(importer, part)) continue;
        const parts = found.get(importer);
        if (parts === undefined) found.set(importer, [part]);
        else parts.push(part);
      }
    }
  }
  const isCutOff = broken.at(-1)?.isEndOf(whole) ?? false;
  for (const [importer, contents] of found) {
    claims.push({ importer, contents, broken, isCutOff });
  }
  return claims;
}

function looksLike(importer: Importer, content: Content): boolean {
  return importer.recognizes(content);
}

/** Ensures that a file that is readable with `--from` is also recognised without it. */
function canRead(importer: Importer, content: Content): boolean {
  return readOrNull(importer, content) !== null;
}

function readOrNull(importer: Importer, content: Content): readonly ImportedRun[] | null {
  try {
    return importer.read(content);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}
