import { assert } from "@std/assert";
import { CONSTANTS } from "./found.ts";

/** Few, so that the tests stay quick; `deno task constants` takes more. */
const TRIALS = 60;

for (const { name, used, meaning, find, slow = false } of CONSTANTS) {
  // What is promised of slow ones is tested by itself.
  if (slow) continue;
  Deno.test(`${name} is ${meaning}`, () => {
    const { least, most } = find(TRIALS);
    assert(used >= least && used <= most, `${used} is not within ${least} to ${most}`);
  });
}
