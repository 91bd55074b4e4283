// Checks that fewer trials are checked less strictly, but each check can still fail.
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  isChosen,
  isOneIn,
  isTried,
  lowerBound,
  THOROUGH,
  trialsOf,
  upperBound,
} from "./thorough.ts";

for (const thorough of [false, true]) {
  const mode = thorough ? "with --thorough" : "without --thorough";

  Deno.test(`trialsOf() makes a tenth of the trials, or as many as a check needs, ${mode}`, () => {
    assertEquals(trialsOf(400, thorough), thorough ? 400 : 40);
    assertEquals(trialsOf(401, thorough), thorough ? 401 : 41);
    assertEquals(trialsOf({ all: 400, least: 30 }, thorough), thorough ? 400 : 40);
    assertEquals(trialsOf({ all: 400, least: 80 }, thorough), thorough ? 400 : 80);
  });

  Deno.test(`lowerBound() and upperBound() allow for fewer trials, but not if none is left out, ${mode}`, () => {
    const [lower, upper] = [lowerBound(0.9, 400, thorough), upperBound(0.9, 400, thorough)];
    assertEquals([lower < 0.9, upper > 0.9], [!thorough, !thorough]);
    assert(Math.abs(lower + upper - 1.8) < 1e-12);
    assertEquals(lowerBound(0.9, { all: 400, least: 400 }, thorough), 0.9);
  });

  Deno.test(`lowerBound() and upperBound() refuse a bound that every share meets, ${mode}`, () => {
    assertThrows(
      () => lowerBound(0.04, 400, thorough),
      RangeError,
      "Cannot check a share of at least 0.04: 40 trials of 400 are too few",
    );
    assert(lowerBound(0.04, { all: 400, least: 80 }, thorough) > 0);
    assertThrows(
      () => upperBound(0.96, 400, thorough),
      RangeError,
      "Cannot check a share of at most 0.96: 40 trials of 400 are too few",
    );
    assert(upperBound(0.96, { all: 400, least: 80 }, thorough) < 1);
  });

  Deno.test(`isChosen() tries one combination in five, with each combined thing, ${mode}`, () => {
    const indexes = Array.from({ length: 10 }, (_, index) => index);
    const isIn = (one: number, other: number) => isChosen(5, [one, other], thorough);
    const tried = indexes.flatMap((one) => indexes.map((other) => isIn(one, other)));
    assertEquals(tried.filter(Boolean).length, thorough ? 100 : 20);
    for (const one of indexes) assert(indexes.some((other) => isIn(one, other)));
    const isTenth = (index: number) => isChosen(10, [index], thorough);
    assertEquals(indexes.filter(isTenth), thorough ? indexes : [0]);
  });
}

Deno.test("isTried() tries one combination in five, and isOneIn() one in so many", () => {
  for (let index = 0; index < 10; index++) {
    assertEquals(isTried(index, 3), isChosen(5, [index, 3], THOROUGH));
    assertEquals(isOneIn(7, index), isChosen(7, [index], THOROUGH));
  }
});
