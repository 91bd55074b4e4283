/** Keeps results out of the repository. @module */
import { Failure } from "../../result/failure.ts";
import { compileGlob } from "../../result/glob.ts";
import type { PlannedFile } from "./planned_file.ts";

const PATTERN = "benchmarks/results/";
/** A result, and the folders that contain it. */
const PATHS = [
  "benchmarks",
  "benchmarks/results",
  "benchmarks/results/2026-01-31T12-00-00-000Z_results.json",
];

/**
 * Adds the folder of results to `.gitignore`.
 *
 * @param before Its text; null if there is none.
 * @returns Null if results are already ignored.
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

/** Whether patterns ignore results, or a folder that contains them. */
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
  // A slash at the start or in the middle ties the pattern to the folder of the file.
  const subject = glob.includes("/") ? path : path.slice(path.lastIndexOf("/") + 1);
  try {
    return compileGlob(glob.replace(/^\//, ""))(subject);
  } catch (error) {
    // A pattern that is not a glob matches nothing in Git either.
    if (error instanceof Failure) return false;
    throw error;
  }
}
