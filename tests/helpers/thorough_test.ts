// Checks of fewer trials are less strict, but each of them can still fail.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { isOneIn, isTried, lowerBound, THOROUGH, trialsOf, upperBound } from "./thorough.ts";

Deno.test("trialsOf() makes a tenth of the trials, or as many as a check needs", () => {
  assertEquals(trialsOf(400), THOROUGH ? 400 : 40);
  assertEquals(trialsOf(401), THOROUGH ? 401 : 41);
  assertEquals(trialsOf({ all: 400, least: 30 }), THOROUGH ? 400 : 40);
  assertEquals(trialsOf({ all: 400, least: 80 }), THOROUGH ? 400 : 80);
});

Deno.test("lowerBound() and upperBound() allow for fewer trials, and for none left out", () => {
  const [lower, upper] = [lowerBound(0.9, 400), upperBound(0.9, 400)];
  assertEquals([lower < 0.9, upper > 0.9], [!THOROUGH, !THOROUGH]);
  assert(Math.abs(lower + upper - 1.8) < 1e-12);
  assertEquals(lowerBound(0.9, { all: 400, least: 400 }), 0.9);
});

Deno.test({
  name: "lowerBound() and upperBound() refuse a bound that every share keeps",
  // All trials are enough for any share.
  ignore: THOROUGH,
  fn() {
    assertThrows(
      () => lowerBound(0.04, 400),
      RangeError,
      "Cannot check a share of at least 0.04: 40 trials of 400 are too few",
    );
    assert(lowerBound(0.04, { all: 400, least: 80 }) > 0);
    assertThrows(
      () => upperBound(0.96, 400),
      RangeError,
      "Cannot check a share of at most 0.96: 40 trials of 400 are too few",
    );
    assert(upperBound(0.96, { all: 400, least: 80 }) < 1);
  },
});

Deno.test("isTried() tries one combination in five, with each of what is combined", () => {
  const indexes = Array.from({ length: 10 }, (_, index) => index);
  const tried = indexes.flatMap((one) => indexes.map((other) => isTried(one, other)));
  assertEquals(tried.filter(Boolean).length, THOROUGH ? 100 : 20);
  for (const one of indexes) assert(indexes.some((other) => isTried(one, other)));
  assertEquals(indexes.filter((index) => isOneIn(10, index)), THOROUGH ? indexes : [0]);
});
