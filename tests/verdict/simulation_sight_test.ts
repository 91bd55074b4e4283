// A change as large as the smallest that is said to be seen is told in nine cases of ten, and most
// changes of a quarter of that size are not.
import { assertGreater, assertLess } from "@std/assert";
import { NOISES, shareTold } from "../constants/sight.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

const ALL = 200;
const SERIES = trialsOf(ALL);

for (const [name, draw] of NOISES) {
  Deno.test(`the smallest change that is seen is told, ${name}`, () => {
    assertGreater(shareTold(draw, 1, SERIES), lowerBound(0.9, ALL));
    assertLess(shareTold(draw, 0.25, SERIES), upperBound(0.6, ALL));
  });
}
