/** Starts processes even if variables are set that Deno does not pass on. @module */
import { refusedVariables } from "../result/foreign_words.ts";

/** Variables that Deno refuses to pass on, with the empty values that processes get instead. */
const withheld: Record<string, string> = {};
/** Those of measured processes that {@linkcode takeWithheld} has not returned yet. */
const untold = new Set<string>();

/**
 * Starts a process. Deno passes on variables that change which code a program loads, such as
 * `LD_LIBRARY_PATH`, only with the permission to run every program. Without it, the process gets empty
 * ones, which Deno accepts.
 *
 * @throws What `Deno.Command` throws for other reasons.
 */
export function startProcess(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  try {
    return new Deno.Command(program, { ...options, env: { ...withheld, ...options.env } }).spawn();
  } catch (error) {
    const refused = refusedVariables(error).filter((name) => !(name in withheld));
    if (refused.length === 0) throw error;
    for (const name of refused) withheld[name] = "";
    return startProcess(program, options);
  }
}

/**
 * Like {@linkcode startProcess}, for processes to measure: empty variables may make them faster or
 * slower, so {@linkcode takeWithheld} names them.
 */
export function startToMeasure(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const child = startProcess(program, options);
  for (const name of Object.keys(withheld)) untold.add(name);
  return child;
}

/** Returns each variable once that was empty for a measured process. */
export function takeWithheld(): string[] {
  const names = [...untold].sort();
  untold.clear();
  return names;
}
