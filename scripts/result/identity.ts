/** Which benchmark is which. @module */

/** What tells one benchmark from another within a project. */
export interface BenchmarkIdentity {
  /** Path relative to the project, with forward slashes; null where it is not known. */
  readonly file: string | null;
  /** Group as registered. */
  readonly group: string | null;
  /** Name as registered. */
  readonly name: string;
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
 * The identity as people write it, `file:group/name`, without the parts that are not there.
 * The globs of a configuration match against this form.
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

/** The identity alone, of something that has more to it. */
export function identityOf({ file, group, name }: BenchmarkIdentity): BenchmarkIdentity {
  return { file, group, name };
}
