/** The identity of a benchmark. @module */

/** Distinguishes one benchmark from another within a project. */
export interface BenchmarkIdentity {
  /** Path relative to the project, with forward slashes; null if unknown. */
  readonly file: string | null;
  /** Group as registered. */
  readonly group: string | null;
  /** Name as registered. */
  readonly name: string;
}

/** The name of the benchmark that stands for a file whose benchmarks are unknown. */
export const WHOLE_FILE = "the whole file";

/** A benchmark that may have a shorter name, which people write. */
export interface NamedBenchmark extends BenchmarkIdentity {
  /** The name without the part that only says how it was run; null if the name has no such part. */
  readonly short_name?: string | null;
}

/**
 * A string that is equal for equal identities and for no others.
 *
 * @example
 * ```ts
 * import { assertNotEquals } from "@std/assert";
 * assertNotEquals(
 *   identityKey({ file: null, group: "a", name: "b" }),
 *   identityKey({ file: "a", group: null, name: "b" }),
 * );
 * ```
 */
export function identityKey({ file, group, name }: BenchmarkIdentity): string {
  return JSON.stringify([file, group, name]);
}

/** The identity that has this {@linkcode identityKey}. */
export function parseIdentityKey(key: string): BenchmarkIdentity {
  const [file, group, name] = JSON.parse(key) as [string | null, string | null, string];
  return { file, group, name };
}

/**
 * The identity as people write it, `file:group/name`, without missing parts. The globs of a
 * configuration match against this form.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const identity = { file: "benchmarks/json_bench.ts", group: "parse", name: "small" };
 * assertEquals(formatIdentity(identity), "benchmarks/json_bench.ts:parse/small");
 * ```
 */
export function formatIdentity({ file, group, name }: BenchmarkIdentity): string {
  return `${file === null ? "" : `${file}:`}${group === null ? "" : `${group}/`}${name}`;
}

/**
 * Like {@linkcode formatIdentity}, without the file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nameWithin({ file: "a_bench.ts", group: "parse", name: "small" }), "parse/small");
 * ```
 */
export function nameWithin({ group, name }: BenchmarkIdentity): string {
  return formatIdentity({ file: null, group, name });
}

/** A way to write an identity. It may write two of them alike. */
export type Spelling = (benchmark: BenchmarkIdentity) => string;

/**
 * Like {@linkcode formatIdentity}, with the separators percent-encoded within the parts, so that no
 * two identities are written alike.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(spellOut({ file: null, group: null, name: "a/b" }), "a%2Fb");
 * assertEquals(spellOut({ file: null, group: "a", name: "b" }), "a/b");
 * ```
 */
export function spellOut({ file, group, name }: BenchmarkIdentity): string {
  const encode = (text: string) => text.replaceAll(/[%:/]/g, encodeURIComponent);
  return formatIdentity({
    file: file?.replaceAll(/[%:]/g, encodeURIComponent) ?? null,
    group: group === null ? null : encode(group),
    name: encode(name),
  });
}

/**
 * A unique text for each benchmark, for formats that name a benchmark by one text: its first
 * spelling that no other benchmark has.
 *
 * @param spellings Shortest first; the last never writes two identities alike.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const benchmarks = [
 *   { file: null, group: "a", name: "b" },
 *   { file: null, group: null, name: "a/b" },
 *   { file: null, group: null, name: "b/c" },
 * ];
 * assertEquals(tellApart(benchmarks), ["a/b", "a%2Fb", "b/c"]);
 * ```
 */
export function tellApart(
  benchmarks: readonly BenchmarkIdentity[],
  spellings: readonly Spelling[] = [formatIdentity, spellOut],
): string[] {
  const shortest = benchmarks.map((one) => spellings[0]!(one));
  if (new Set(shortest).size === benchmarks.length) return shortest;
  const texts = new Map<string, string>();
  const taken = new Set<string>();
  let open = new Map(benchmarks.map((one) => [identityKey(one), one]));
  for (const spell of spellings) {
    const alike = Map.groupBy(open, ([, one]) => spell(one));
    open = new Map();
    for (const [text, those] of alike) {
      const settled = those.length === 1 && !taken.has(text);
      if (settled) taken.add(text);
      for (const [key, one] of those) settled ? texts.set(key, text) : open.set(key, one);
    }
  }
  // A name may equal another one spelled out. All spelled out, they differ.
  const last = spellings.at(-1)!;
  return benchmarks.map((one) => open.size > 0 ? last(one) : texts.get(identityKey(one))!);
}

/** Whether a path starts at the root of a file system, be it `/` or a drive. */
export function isAbsolute(file: string): boolean {
  return /^(?:[A-Za-z]:)?\//.test(file);
}

/** Only the identity of a larger object. */
export function identityOf({ file, group, name }: BenchmarkIdentity): BenchmarkIdentity {
  return { file, group, name };
}
