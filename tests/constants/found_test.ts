import { assert } from "@std/assert";
import { CONSTANTS } from "./found.ts";

/** Few, to keep the tests quick; `deno task constants` makes more. */
const TRIALS = 60;

for (const { name, used, meaning, find, slow = false } of CONSTANTS) {
  // Other tests cover what slow constants promise.
  if (slow) continue;
  Deno.test(`${name} is ${meaning}`, () => {
    const { least, most } = find(TRIALS);
    assert(used >= least && used <= most, `${used} is not within ${least} to ${most}`);
  });
}
