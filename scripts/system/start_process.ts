/** Starting processes although variables are set that Deno does not hand on. @module */
import { refusedVariables } from "../result/foreign_words.ts";

/** What processes are started with in place of the refused variables. */
const withheld: Record<string, string> = {};
/** Those that nobody was told of. */
const untold = new Set<string>();

/**
 * Starts a process. Variables that change which code a program loads, such as `LD_LIBRARY_PATH`, Deno
 * hands on only with the permission to run every program; here they are empty then, which it takes.
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

/** Is {@linkcode startProcess} for what such variables could make faster or slower: it is told of. */
export function startToMeasure(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const child = startProcess(program, options);
  for (const name of Object.keys(withheld)) untold.add(name);
  return child;
}

/** The variables that were empty for what was measured, once. */
export function takeWithheld(): string[] {
  const names = [...untold].sort();
  untold.clear();
  return names;
}
