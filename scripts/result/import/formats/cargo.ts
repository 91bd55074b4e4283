/** Cargo's lines in front of the output of a benchmark binary. @module */

/** A binary that Cargo runs. */
export interface CargoTarget {
  /** Source file within its package, with forward slashes; null if an old Cargo does not say. */
  readonly file: string | null;
  /** Such as `sort`; two packages may each have one of this name. */
  readonly crate: string;
  /** File name of the binary, such as `sort-1a2b3c4d`: no two packages have the same. */
  readonly binary: string;
}

/** Cargo before 1.57 does not print the source. */
const RUNNING = /^ *Running (?:unittests )?(?:([^\s(][^(]{0,999}\.rs) )?\(?(.{1,999}?)\)?$/;
/** With `--verbose`, it is the whole command. */
const COMMAND = /^ *Running `([^\s`]{1,999})/;
const BINARY = /^(([^\s()`]{1,999})-[0-9a-f]{8,64})(?:\.exe)?$/;

/**
 * The binary that Cargo runs, by a line such as `Running benches/sort.rs
 * (target/release/deps/sort-1a2b3c4d)`; null for any other line.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(readTarget("     Running benches/sort.rs (target/release/deps/sort-1a2b3c4d)"), {
 *   file: "benches/sort.rs",
 *   crate: "sort",
 *   binary: "sort-1a2b3c4d",
 * });
 * assertEquals(readTarget("Running tests"), null);
 * ```
 */
export function readTarget(line: string): CargoTarget | null {
  const [, command] = COMMAND.exec(line) ?? [];
  const [, source, path] = RUNNING.exec(line) ?? [];
  const [, binary, crate] = BINARY.exec((command ?? path)?.split(/[/\\]/).at(-1) ?? "") ?? [];
  if (binary === undefined) return null;
  return { file: source?.replaceAll("\\", "/") ?? null, crate: crate!, binary };
}
