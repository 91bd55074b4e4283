/**
 * Recomputes the constants of the verdicts: `deno task constants`, followed by a number of trials.
 * Every draw is seeded, so the same number of trials gives the same figures.
 *
 * @module
 */
import { CONSTANTS } from "./found.ts";

const DEFAULT_TRIALS = 1000;

function main(args: readonly string[]): number {
  const trials = Number(args[0] ?? DEFAULT_TRIALS);
  if (!Number.isInteger(trials) || trials < 2) {
    console.error("error: Cannot use the number of trials: it must be a whole number from 2 on");
    return 2;
  }
  const outside: string[] = [];
  for (const { name, used, meaning, find } of CONSTANTS) {
    const { least, most } = find(trials);
    const isInside = used >= least && used <= most;
    if (!isInside) outside.push(name);
    const range = `${least.toPrecision(5)} to ${most.toPrecision(5)}`;
    console.log(`${name} = ${used}: found ${range}, ${meaning}${isInside ? "" : " (OUTSIDE)"}`);
  }
  return outside.length > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(main(Deno.args));
