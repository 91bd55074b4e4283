import { assertEquals, assertThrows } from "@std/assert";
import { classifySeverity, isAbove } from "../../scripts/verdict/severity.ts";
import { SCENARIOS, thresholdsOf, UNITS, unitsOf } from "../../benchmarks/evidence/scenarios.ts";

for (const scenario of SCENARIOS) {
  const { name, planted, severity, tolerance } = scenario;
  Deno.test(`scenario ${name} plants whole units, and expects the severity of the planted change`, () => {
    const units = unitsOf(planted);
    assertEquals(Number.isInteger(units), true);
    assertEquals(Math.abs(units / UNITS - 1 - planted / 100) < 1e-12, true);
    assertEquals(classifySeverity(units / UNITS - 1, thresholdsOf(scenario)), severity);
    // A change between tolerance and threshold may be found or missed.
    assertEquals(isAbove(units / UNITS - 1, tolerance / 100), severity !== null);
  });
}

Deno.test("unitsOf() refuses to plant part of a unit", () => {
  assertThrows(() => unitsOf(2.5), RangeError, "Cannot plant 2.5 %: 102.5 units of 100");
});

Deno.test("thresholdsOf() returns what compare derives from the same options", () => {
  assertEquals(thresholdsOf(SCENARIOS.find(({ name }) => name === "5%")!), {
    tolerance: 0.01,
    threshold: 0.03,
    moderate: 0.2,
    severe: 0.5,
  });
});
