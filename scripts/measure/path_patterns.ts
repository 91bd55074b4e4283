/** Paths and globs that choose files, as Deno reads them from deno.json and the command line. @module */
import { fromFileUrl, isAbsolute, join, SEPARATOR } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";

/** An entry of a list such as `include`; the paths have forward slashes. */
export type PathPattern =
  /** The path and everything below it. */
  | { readonly kind: "path"; readonly negated: boolean; readonly base: string }
  /** `base` is the path before the first segment with a star or question mark. */
  | {
    readonly kind: "glob";
    readonly negated: boolean;
    readonly base: string;
    readonly segments: readonly string[];
  }
  /** A module that is not on the disk. */
  | { readonly kind: "url"; readonly negated: false; readonly url: string };

/** A place on the disk, with or without stars. */
export type LocalPattern = Exclude<PathPattern, { readonly kind: "url" }>;

/**
 * Reads an entry of a list.
 *
 * Deno knows `*`, `?` and `**`, and takes brackets and braces literally. It does not resolve `..`
 * in a glob, nor an absolute glob, so these match nothing.
 *
 * @param text A path, glob or URL; a `!` at the start negates it.
 * @param folder The absolute folder that it is relative to.
 * @throws {Failure} If a file: URL does not name a file.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const pattern = parsePattern("./src/*_bench.ts", "/project");
 * assertEquals(pattern, {
 *   kind: "glob",
 *   negated: false,
 *   base: "/project/src",
 *   segments: ["*_bench.ts"],
 * });
 * ```
 */
export function parsePattern(text: string, folder: string): PathPattern {
  if (text.startsWith("file://")) {
    return { kind: "path", negated: false, base: pathOfUrl(text) };
  }
  if (/^(https?:\/\/|npm:|jsr:)/.test(text)) return { kind: "url", negated: false, url: text };
  const negated = text.startsWith("!");
  const local = negated ? text.slice(1) : text;
  if (!/[*?]/.test(local)) {
    const base = withoutEndSlash(slashed(isAbsolute(local) ? join(local) : join(folder, local)));
    return { kind: "path", negated, base };
  }
  const relative = slashed(local).replace(/^\.\//, "").replace(/\/$/, "");
  const parts = `${slashed(folder).replace(/\/$/, "")}/${relative}`.split("/");
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const base = parts.slice(0, first).join("/");
  return { kind: "glob", negated, base, segments: completed(parts.slice(first)) };
}

/** Two stars at the end match at least one name, unless they stand alone. */
function completed(segments: readonly string[]): readonly string[] {
  const endsInStars = segments.at(-1) === "**" && segments.some((segment) => segment !== "**");
  return endsInStars ? [...segments, "*"] : segments;
}

/** Whether a pattern matches a path, whether it is negated or not. */
export function matchesPattern(pattern: PathPattern, path: string): boolean {
  if (pattern.kind === "url") return false;
  if (pattern.kind === "path") return isWithin(path, pattern.base);
  return isWithin(inLowerCase(path), inLowerCase(pattern.base)) &&
    matchesSegments(pattern.segments, segmentsBelow(pattern, path));
}

/** Returns the last pattern of a list that matches a path, since it overrides earlier ones. */
export function lastMatch(patterns: readonly PathPattern[], path: string): PathPattern | null {
  return patterns.findLast((pattern) => matchesPattern(pattern, path)) ?? null;
}

/** Whether a glob may match something in a folder at or below its base. */
export function mayMatchWithin(pattern: LocalPattern, folder: string): boolean {
  if (pattern.kind === "path") return true;
  const { segments } = pattern;
  for (const [index, name] of segmentsBelow(pattern, folder).entries()) {
    const segment = segments[index];
    if (segment === "**") return true;
    if (segment === undefined || !matchesName(segment, name)) return false;
  }
  return true;
}

/** Whether a path is a folder or is in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Returns a path with forward slashes, which all paths here have. */
export function slashed(path: string): string {
  return SEPARATOR === "/" ? path : path.replaceAll(SEPARATOR, "/");
}

function pathOfUrl(url: string): string {
  try {
    return withoutEndSlash(slashed(fromFileUrl(url)));
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof URIError)) throw error;
    throw new Failure(`Cannot use ${url}: it names no file`);
  }
}

function withoutEndSlash(path: string): string {
  return path.length > 1 && !/^[A-Za-z]:\/$/.test(path) ? path.replace(/\/$/, "") : path;
}

function segmentsBelow({ base }: LocalPattern, path: string): string[] {
  return path.slice(base.length).split("/").filter((segment) => segment !== "");
}

/**
 * Whether names of nested folders match the segments of a glob. Each position is looked at once.
 */
function matchesSegments(segments: readonly string[], names: readonly string[]): boolean {
  let reached = new Set([0]);
  const passStars = (places: Set<number>) => {
    for (const place of places) if (segments[place] === "**") places.add(place + 1);
    return places;
  };
  passStars(reached);
  // A folder with nothing after it has an empty name, which one star matches as well.
  for (const name of names.length === 0 ? [""] : names) {
    const next = new Set<number>();
    for (const place of reached) {
      const segment = segments[place];
      if (segment === undefined) continue;
      if (segment !== "**") {
        if (matchesName(segment, name)) next.add(place + 1);
      } else if (!name.startsWith(".")) {
        next.add(place);
      }
    }
    reached = passStars(next);
  }
  return reached.has(segments.length);
}

/**
 * Whether a name matches a segment of a glob. Case does not matter, and a star does not match a
 * leading dot. The search goes back only to the last star, so many stars take no longer than one.
 */
function matchesName(segment: string, name: string): boolean {
  const pattern = [...inLowerCase(segment)];
  const text = [...inLowerCase(name)];
  if (text[0] === "." && pattern[0] !== ".") return false;
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < text.length;) {
    if (pattern[at] === "*") {
      star = at++;
      resumeAt = index;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Only ASCII letters, as Deno compares them. */
function inLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
