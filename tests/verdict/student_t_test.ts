import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { studentTCdf, studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";

// Percentage points as every table prints them, such as Abramowitz and Stegun, table 26.10.
const points: [probability: number, degreesOfFreedom: number, t: number][] = [
  [0.9, 1, 3.078],
  [0.9, 10, 1.372],
  [0.95, 5, 2.015],
  [0.975, 1, 12.706],
  [0.975, 2, 4.303],
  [0.975, 5, 2.571],
  [0.975, 10, 2.228],
  [0.975, 30, 2.042],
  [0.975, 120, 1.98],
  [0.99, 8, 2.896],
  [0.995, 1, 63.657],
  [0.995, 4, 4.604],
  [0.9995, 1, 636.619],
  [0.9995, 10, 4.587],
  [0.9995, 120, 3.373],
];

Deno.test("studentTQuantile() gives the published points", async (t) => {
  for (const [probability, df, wanted] of points) {
    await t.step(`${probability} with ${df} degrees of freedom`, () => {
      assertAlmostEquals(studentTQuantile(probability, df), wanted, 5.1e-4);
      assertAlmostEquals(studentTQuantile(1 - probability, df), -wanted, 5.1e-4);
    });
  }
});

Deno.test("studentTCdf() gives the published probabilities", async (t) => {
  for (const [probability, df, value] of points) {
    await t.step(`${value} with ${df} degrees of freedom`, () => {
      assertAlmostEquals(studentTCdf(value, df), probability, 1e-4);
    });
  }
});

Deno.test("studentTCdf() equals the closed forms of one and two degrees of freedom", () => {
  for (const t of [-1000, -3, -1, -1e-6, 0, 1e-6, 0.5, 1, 2, 10, 1e6]) {
    assertAlmostEquals(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-10, `t = ${t}, df 1`);
    const two = 0.5 + t / (2 * Math.sqrt(2 + t * t));
    assertAlmostEquals(studentTCdf(t, 2), two, 1e-10, `t = ${t}, df 2`);
  }
});

Deno.test("studentTCdf() is symmetric, rises, and stays between 0 and 1", async (t) => {
  for (const df of [0.5, 1, 2.5, 4, 9.99, 30, 1000, 1e6]) {
    await t.step(`${df} degrees of freedom`, () => {
      assertEquals(studentTCdf(0, df), 0.5);
      let last = 0.5;
      for (const value of [0.01, 0.1, 0.7, 1, 1.5, 3, 5]) {
        const probability = studentTCdf(value, df);
        assertAlmostEquals(probability + studentTCdf(-value, df), 1, 1e-12, `t = ${value}`);
        assertGreater(probability, last, `t = ${value}`);
        last = probability;
      }
      assertEquals(last <= 1, true);
    });
  }
});

Deno.test("studentTCdf() has tails that end at 0 and 1", async (t) => {
  const rows: [shows: string, t: number, df: number, wanted: number, within: number][] = [
    ["minus infinity", -Infinity, 3, 0, 0],
    ["infinity", Infinity, 3, 1, 0],
    ["a t beyond any", 1e200, 3, 1, 0],
    ["a t below any", -1e200, 3, 0, 0],
    ["a far tail keeps its size: 1 / (π t) for one degree of freedom", -1e8, 1, 3.1831e-9, 1e-13],
    ["many degrees of freedom are the normal distribution", 1.959964, 1e6, 0.975, 1e-6],
  ];
  for (const [shows, value, df, wanted, within] of rows) {
    await t.step(shows, () => {
      assertEquals(Math.abs(studentTCdf(value, df) - wanted) <= within, true);
    });
  }
});

Deno.test("studentTQuantile() undoes studentTCdf()", () => {
  for (const df of [0.7, 1, 3, 7.3, 40, 500]) {
    for (const probability of [0.001, 0.1, 0.5, 0.6, 0.9, 0.99, 0.999, 0.99999]) {
      const there = studentTCdf(studentTQuantile(probability, df), df);
      assertAlmostEquals(there, probability, 1e-9, `${probability}, df ${df}`);
    }
  }
  assertAlmostEquals(studentTQuantile(0.5, 3), 0, 1e-12);
});

Deno.test("Student's t refuses what it is not defined for, naming it", async (t) => {
  for (const df of [0, -1, NaN]) {
    await t.step(`${df} degrees of freedom`, () => {
      const message = `degrees of freedom must be above 0, current value is ${df}`;
      assertThrows(() => studentTCdf(1, df), RangeError, message);
      assertThrows(() => studentTQuantile(0.9, df), RangeError, message);
    });
  }
  for (const probability of [0, 1, -0.1, 1.1, NaN]) {
    await t.step(`probability ${probability}`, () => {
      const message = `the probability must be between 0 and 1, current value is ${probability}`;
      assertThrows(() => studentTQuantile(probability, 5), RangeError, message);
    });
  }
});
