/** Which formats a file is of, and what of it. @module */
import { Failure } from "../failure.ts";
import { MOST_GUESSED, textsOfLog } from "../text/log.ts";
import { Content } from "./content.ts";
import type { Importer } from "./importer.ts";

/** What one format has in a file. */
export interface Claim {
  readonly importer: Importer;
  /** The whole text, or the values in it that are of the format. */
  readonly contents: readonly Content[];
  /** Values that are broken; a result may have been in them. */
  readonly broken: readonly Content[];
  /** Whether the last of these is cut off where the file ends. */
  readonly isCutOff: boolean;
}

/**
 * The formats that a file is of. What counts is the first of the texts that a log may have been made
 * of in which there is one: what looks like a format, or else what can be read as one.
 *
 * @param whole The file.
 * @param importers Those that are asked.
 */
export function findClaims(whole: Content, importers: readonly Importer[]): Claim[] {
  const isJson = whole.json !== undefined;
  const texts = isJson ? [whole.text] : textsOfLog(whole.text);
  let first: Content | null = null;
  for (const text of texts) {
    const content = isJson ? whole : new Content(text, whole.source);
    first ??= content;
    const claims = claimsIn(content, importers, (importer, part) => importer.recognizes(part));
    if (claims.length > 0) return claims;
  }
  if (first === null || first.text.length > MOST_GUESSED) return [];
  return claimsIn(first, importers, canRead);
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

/** So that nothing is read only if its format is named. */
function canRead(importer: Importer, content: Content): boolean {
  try {
    importer.read(content);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
}
