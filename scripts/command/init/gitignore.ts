/** Keeping results out of the repository. @module */
import { Failure } from "../../result/failure.ts";
import { compileGlob } from "../../result/glob.ts";
import type { PlannedFile } from "./planned_file.ts";

const PATTERN = "benchmarks/results/";
/** A result, and the folders it lies in. */
const PATHS = [
  "benchmarks",
  "benchmarks/results",
  "benchmarks/results/2026-01-31T12-00-00-000Z_results.json",
];

/**
 * The list of what git ignores, with the folder of the results added.
 *
 * @param before Its text; null where there is none.
 * @returns Null where results are ignored already.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(ignoreResults("node_modules/")?.text, "node_modules/\nbenchmarks/results/\n");
 * assertEquals(ignoreResults("/benchmarks/results/*\n"), null);
 * ```
 */
export function ignoreResults(before: string | null): PlannedFile | null {
  const path = ".gitignore";
  if (before === null) return { path, before, text: `${PATTERN}\n`, note: "new" };
  if (ignores(before)) return null;
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const kept = before === "" || before.endsWith("\n") ? before : `${before}${newline}`;
  return { path, before, text: `${kept}${PATTERN}${newline}`, note: `adds ${PATTERN}` };
}

/** Whether patterns leave results out: a folder that is left out takes with it what is in it. */
function ignores(text: string): boolean {
  const patterns = text.split(/\r?\n/).map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return PATHS.some((path, depth) => {
    const isFolder = depth < PATHS.length - 1;
    const last = patterns.findLast((pattern) => matches(pattern.replace(/^!/, ""), path, isFolder));
    return last !== undefined && !last.startsWith("!");
  });
}

/** Whether a pattern names a path, by the rules of gitignore(5). */
function matches(pattern: string, path: string, isFolder: boolean): boolean {
  if (pattern.endsWith("/") && !isFolder) return false;
  const glob = pattern.replace(/\/$/, "");
  // A slash within it, or in front, ties it to the folder of the list.
  const subject = glob.includes("/") ? path : path.slice(path.lastIndexOf("/") + 1);
  try {
    return compileGlob(glob.replace(/^\//, ""))(subject);
  } catch (error) {
    // What is no glob names nothing to git either.
    if (error instanceof Failure) return false;
    throw error;
  }
}
