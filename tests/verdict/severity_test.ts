import { assertEquals } from "@std/assert";
import { classifySeverity, DEFAULT_THRESHOLDS } from "../../mod.ts";

Deno.test("classifySeverity() has strict limits, whatever the rounding of the quotient", () => {
  const rows: [before: number, after: number, severity: string | null][] = [
    [10, 10, null],
    [10, 11, null],
    [0.1, 0.11, null],
    [3, 3.3, null],
    [7e-5, 7.7e-5, null],
    [10, 11.0001, "minor"],
    [10, 12, "minor"],
    [10, 12.0001, "moderate"],
    [10, 15, "moderate"],
    [10, 15.0001, "severe"],
    [10, 1000, "severe"],
    [10, 5, null],
  ];
  for (const [before, after, severity] of rows) {
    const found = classifySeverity(after / before - 1, DEFAULT_THRESHOLDS);
    assertEquals(found, severity, `${before} to ${after}`);
  }
});
