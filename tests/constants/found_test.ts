import { assert } from "@std/assert";
import { CONSTANTS } from "./found.ts";

/** Few, so that the tests stay quick; `deno task constants` takes more. */
const TRIALS = 60;

for (const { name, used, meaning, find } of CONSTANTS) {
  Deno.test(`${name} is ${meaning}`, () => {
    const { least, most } = find(TRIALS);
    assert(used >= least && used <= most, `${used} is not within ${least} to ${most}`);
  });
}
