import { assertAlmostEquals, assertEquals } from "@std/assert";
import { wilsonInterval } from "../../benchmarks/evidence/wilson.ts";

Deno.test("wilsonInterval() returns published values", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3.
  const rows = [
    { hits: 81, tries: 263, lower: 0.2553, upper: 0.3662 },
    { hits: 15, tries: 148, lower: 0.0624, upper: 0.1605 },
    { hits: 0, tries: 20, lower: 0, upper: 0.1611 },
    { hits: 1, tries: 29, lower: 0.0061, upper: 0.1718 },
  ];
  for (const { hits, tries, lower, upper } of rows) {
    const interval = wilsonInterval(hits, tries);
    assertAlmostEquals(interval.lower, lower, 5e-5, `${hits} of ${tries}`);
    assertAlmostEquals(interval.upper, upper, 5e-5, `${hits} of ${tries}`);
    const misses = wilsonInterval(tries - hits, tries);
    assertAlmostEquals(misses.lower, 1 - interval.upper, 1e-12, `${hits} misses of ${tries}`);
    assertAlmostEquals(misses.upper, 1 - interval.lower, 1e-12, `${hits} misses of ${tries}`);
  }
});

Deno.test("wilsonInterval() ends exactly at 0 and 1 for no hits and for no misses", () => {
  for (const tries of [1, 7, 1000]) {
    assertEquals(wilsonInterval(0, tries).lower, 0);
    assertEquals(wilsonInterval(tries, tries).upper, 1);
  }
});
