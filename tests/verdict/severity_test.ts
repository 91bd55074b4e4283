import { assertEquals } from "@std/assert";
import {
  classifySeverity,
  DEFAULT_THRESHOLDS,
  isAbove,
  type Severity,
  type Thresholds,
} from "../../scripts/verdict/severity.ts";

/** What the figures of a report give, rounding included: current / baseline − 1. */
const worsening = (baseline: number, current: number) => current / baseline - 1;

Deno.test("classifySeverity() takes a limit itself as not yet above it", async (t) => {
  const rows: [shows: string, worsening: number, wanted: Severity | null][] = [
    ["no change", 0, null],
    ["better", -0.9, null],
    ["exactly 10 %", 0.1, null],
    ["10 %, a rounding error above as 11/10 gives it", worsening(10, 11), null],
    ["10 %, from 0.3 to 0.33", worsening(0.3, 0.33), null],
    ["10 %, a rounding error of many digits", worsening(0.7, 0.77), null],
    ["10.0001 %", 0.100001, "minor"],
    ["exactly 20 %", 0.2, "minor"],
    ["20 % from 10 to 12", worsening(10, 12), "minor"],
    ["20 % from 0.05 to 0.06", worsening(0.05, 0.06), "minor"],
    ["20.0001 %", 0.200001, "moderate"],
    ["exactly 50 %", 0.5, "moderate"],
    ["50 % from 0.1 to 0.15", worsening(0.1, 0.15), "moderate"],
    ["50.0001 %", 0.500001, "severe"],
    ["a thousand times", 999, "severe"],
    ["without end", Infinity, "severe"],
    ["no number", NaN, null],
  ];
  for (const [shows, value, wanted] of rows) {
    await t.step(shows, () => assertEquals(classifySeverity(value, DEFAULT_THRESHOLDS), wanted));
  }
});

Deno.test("classifySeverity() goes by the thresholds given", async (t) => {
  const limits = (threshold: number, moderate: number, severe: number): Thresholds => ({
    tolerance: 0,
    threshold,
    moderate,
    severe,
  });
  const rows: [shows: string, Thresholds, worsening: number, wanted: Severity | null][] = [
    ["below a raised threshold", limits(0.15, 0.3, 0.6), 0.15, null],
    ["above it", limits(0.15, 0.3, 0.6), 0.151, "minor"],
    ["at a raised limit of moderate", limits(0.15, 0.3, 0.6), 0.3, "minor"],
    ["above it", limits(0.15, 0.3, 0.6), 0.301, "moderate"],
    ["at a raised limit of severe", limits(0.15, 0.3, 0.6), 0.6, "moderate"],
    ["above it", limits(0.15, 0.3, 0.6), 0.601, "severe"],
    ["a threshold of zero, no change", limits(0, 0.1, 0.2), 0, null],
    ["a threshold of zero, the least change", limits(0, 0.1, 0.2), 1e-6, "minor"],
    ["equal limits leave the severest", limits(0.1, 0.1, 0.1), 0.11, "severe"],
    ["limits without end", limits(0.1, Infinity, Infinity), 1e9, "minor"],
  ];
  for (const [shows, thresholds, value, wanted] of rows) {
    await t.step(shows, () => assertEquals(classifySeverity(value, thresholds), wanted));
  }
});

Deno.test("isAbove() forgives rounding and nothing else", async (t) => {
  const rows: [shows: string, change: number, limit: number, wanted: boolean][] = [
    ["11/10 − 1 is more than 0.1 in floating point", 11 / 10 - 1, 0.1, false],
    ["the limit itself", 0.1, 0.1, false],
    ["a ten-billionth more", 0.1 + 1e-10, 0.1, false],
    ["a hundred-millionth more", 0.1 + 1e-8, 0.1, true],
    ["less", 0.09, 0.1, false],
    ["zero, not above zero", 0, 0, false],
  ];
  for (const [shows, change, limit, wanted] of rows) {
    await t.step(shows, () => assertEquals(isAbove(change, limit), wanted));
  }
});
