import { Failure } from "../result/failure.ts";
import type { CommandIo } from "./io.ts";

/** Where `run` writes unless told otherwise. */
export const RESULTS_FOLDER = "benchmarks/results";
/** The baseline unless told otherwise. */
export const BASELINE_FILE = "benchmarks/baselines/baseline_results.json";

/**
 * The newest result by the time in its name.
 *
 * @throws {Failure} If there is none.
 */
export async function findNewestResult(io: CommandIo): Promise<string> {
  const names = await io.listFiles(RESULTS_FOLDER);
  const newest = names.filter((name) => name.endsWith("_results.json")).sort().at(-1);
  if (newest !== undefined) return `${RESULTS_FOLDER}/${newest}`;
  throw new Failure(
    `Cannot find a result: ${RESULTS_FOLDER} has no *_results.json; make one with: deno task bench`,
  );
}
