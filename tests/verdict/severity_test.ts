import { assertEquals } from "@std/assert";
import {
  classifySeverity,
  DEFAULT_THRESHOLDS,
  isAbove,
  isBeyond,
  type Severity,
} from "../../scripts/verdict/severity.ts";

Deno.test("classifySeverity() changes just above 10, 20 and 50 %", async (t) => {
  const rows: [worsening: number, severity: Severity | null][] = [
    [-0.9, null],
    [0, null],
    [0.05, null],
    [0.0999, null],
    [0.1, null],
    [0.1001, "minor"],
    [0.2, "minor"],
    [0.2001, "moderate"],
    [0.5, "moderate"],
    [0.5001, "severe"],
    [30, "severe"],
    [Infinity, "severe"],
    [NaN, null],
  ];
  for (const [worsening, severity] of rows) {
    await t.step(`${worsening}: ${severity}`, () => {
      assertEquals(classifySeverity(worsening, DEFAULT_THRESHOLDS), severity);
    });
  }
});

Deno.test("classifySeverity() uses the thresholds it is given", () => {
  const thresholds = { tolerance: 0, threshold: 0, moderate: 0.01, severe: 0.01 };
  assertEquals(
    [0, 0.001, 0.01, 0.011].map((worsening) => classifySeverity(worsening, thresholds)),
    [null, "minor", "minor", "severe"],
  );
});

Deno.test("isAbove() allows for rounding: exactly 10 % is not above 10 %", async (t) => {
  // Quotients of decimal figures often come out slightly above the limit.
  for (const limit of [0.1, 0.2, 0.5]) {
    await t.step(`${limit}`, () => {
      for (let base = 1; base <= 2000; base++) {
        const after = base * (10 + limit * 10) / 10;
        assertEquals(isAbove(after / base - 1, limit), false, `${after} / ${base}`);
        assertEquals(isAbove(after * 1.000001 / base - 1, limit), true, `above ${after} / ${base}`);
      }
    });
  }
  assertEquals(11 / 10 - 1 > 0.1, true, "rounding makes this quotient too large");
});

Deno.test("isBeyond() is true of intervals wholly above the threshold or below its mirror image", () => {
  const beyond = (lower: number, upper: number) => isBeyond({ lower, upper }, { threshold: 0.1 });
  assertEquals([beyond(0.11, 0.5), beyond(-0.5, -0.1)], [true, true]);
  assertEquals([beyond(0.1, 0.5), beyond(-0.5, -0.09), beyond(-1, Infinity)], [
    false,
    false,
    false,
  ]);
  assertEquals(isBeyond(null, { threshold: 0.1 }), false);
});
