/** Bench files of other harnesses, in which `deno bench` finds nothing to run. @module */
import { fromFileUrl } from "../deps/std/path/mod.ts";

/** How to save results of each harness that `import` reads, by the package that a file imports. */
const HARNESSES: ReadonlyMap<string, string> = new Map([
  ["mitata", 'save what run({ format: "json" }) prints'],
  ["tinybench", "save what console.log(JSON.stringify(bench.table())) prints"],
  ["vitest", "run vitest bench --outputJson FILE"],
  ["benchmark", "save what console.log(String(event.target)) prints after each cycle"],
  ["cronometro", 'save its means as JSON, [{ "name": "…", "unit": "ns", "value": 1 }]'],
]);

/** Names of harnesses whose packages are called otherwise. */
const NAMES: ReadonlyMap<string, string> = new Map([["benchmark", "benchmark.js"]]);

/** A module specifier and its package: bare, from npm or JSR, or from a server with npm packages. */
const IMPORT = new RegExp(
  String
    .raw`\b(?:from|import|require)\s*(?:\(\s*)?["'](?:(?:npm|jsr):\/?|https?:\/\/[^"'\s]{1,200}\/)?(${
    [...HARNESSES.keys()].join("|")
  })(?:[@/][^"'\s]{0,200})?["']`,
);

/**
 * Recognises a file of another harness by its imports.
 *
 * @param source Text of a module.
 * @returns A sentence without its full stop: what the file imports, and how its results are read. Null
 * if the file belongs to no such harness, or mentions `Deno.bench`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   describeOtherHarness('import { bench } from "vitest";'),
 *   "It imports vitest: run vitest bench --outputJson FILE, and read that file with import",
 * );
 * assertEquals(describeOtherHarness('Deno.bench("sum", () => {});'), null);
 * ```
 */
export function describeOtherHarness(source: string): string | null {
  const name = IMPORT.exec(source)?.[1];
  if (name === undefined || /\bDeno\s*\.\s*bench\b/.test(source)) return null;
  return `It imports ${NAMES.get(name) ?? name}: ${
    HARNESSES.get(name)
  }, and read that file with import`;
}

/**
 * Does what {@linkcode describeOtherHarness} does, for a file.
 *
 * @param file Path or URL.
 * @returns Also null if the file is on another machine or cannot be read: loading it reports that.
 */
export async function findOtherHarness(file: string): Promise<string | null> {
  const isRemote = /^[a-z][a-z+.-]+:/i.test(file) && !file.startsWith("file:");
  if (isRemote) return null;
  try {
    const path = file.startsWith("file:") ? fromFileUrl(file) : file;
    return describeOtherHarness(await Deno.readTextFile(path));
  } catch (error) {
    const { NotFound, NotCapable, PermissionDenied, IsADirectory } = Deno.errors;
    const isUnreadable = [NotFound, NotCapable, PermissionDenied, IsADirectory]
      .some((kind) => error instanceof kind);
    if (isUnreadable) return null;
    throw error;
  }
}
