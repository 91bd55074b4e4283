/** Bench files of other harnesses, which have nothing that `deno bench` runs. @module */
import { fromFileUrl } from "../deps/std/path/mod.ts";

/** How each harness is told to write what `import` reads, by the package that is imported. */
const HARNESSES: ReadonlyMap<string, string> = new Map([
  ["mitata", 'save what run({ format: "json" }) prints'],
  ["tinybench", "save what console.log(JSON.stringify(bench.table())) prints"],
  ["vitest", "run vitest bench --outputJson FILE"],
  ["benchmark", "save what console.log(String(event.target)) prints after each cycle"],
  ["cronometro", 'save its means as JSON, [{ "name": "…", "unit": "ns", "value": 1 }]'],
]);

/** The name that people know a harness by, where that is not its package's. */
const NAMES: ReadonlyMap<string, string> = new Map([["benchmark", "benchmark.js"]]);

/** A module specifier with its package: bare, of npm or JSR, or on a server that has npm's packages. */
const IMPORT = new RegExp(
  String
    .raw`\b(?:from|import|require)\s*(?:\(\s*)?["'](?:(?:npm|jsr):\/?|https?:\/\/[^"'\s]{1,200}\/)?(${
    [...HARNESSES.keys()].join("|")
  })(?:[@/][^"'\s]{0,200})?["']`,
);

/**
 * Tells a file that another harness runs by what it imports.
 *
 * @param source Text of a module.
 * @returns The end of a sentence on the file: what it imports, and how its results are read; null for
 * a file of no such harness, and for one that mentions `Deno.bench`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   describeOtherHarness('import { bench } from "vitest";'),
 *   "it imports vitest: run vitest bench --outputJson FILE, and read that file with import",
 * );
 * assertEquals(describeOtherHarness('Deno.bench("sum", () => {});'), null);
 * ```
 */
export function describeOtherHarness(source: string): string | null {
  const name = IMPORT.exec(source)?.[1];
  if (name === undefined || /\bDeno\s*\.\s*bench\b/.test(source)) return null;
  return `it imports ${NAMES.get(name) ?? name}: ${
    HARNESSES.get(name)
  }, and read that file with import`;
}

/**
 * As {@linkcode describeOtherHarness}, of a file.
 *
 * @param file Path or URL; null is returned for what is not on this machine or cannot be read, since
 * loading it has said so.
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
