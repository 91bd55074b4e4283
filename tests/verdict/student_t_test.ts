import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { studentTCdf, studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";

/** Upper quantiles from printed tables of Student's t, with three decimals. */
const TABLE: readonly (readonly [probability: number, degrees: number, t: number])[] = [
  [0.975, 1, 12.706],
  [0.975, 2, 4.303],
  [0.975, 5, 2.571],
  [0.975, 10, 2.228],
  [0.975, 30, 2.042],
  [0.975, 120, 1.980],
  [0.975, 1e6, 1.960],
  [0.95, 1, 6.314],
  [0.95, 10, 1.812],
  [0.9, 5, 1.476],
  [0.99, 4, 3.747],
  [0.99, 8, 2.896],
  [0.995, 1, 63.657],
  [0.995, 8, 3.355],
  [0.9995, 10, 4.587],
  [0.75, 1, 1.000],
];

Deno.test("studentTQuantile() and studentTCdf() agree with the printed tables", async (t) => {
  for (const [probability, degrees, value] of TABLE) {
    await t.step(`t ${probability} with ${degrees} degrees of freedom`, () => {
      assertAlmostEquals(studentTQuantile(probability, degrees), value, 0.0006);
      assertAlmostEquals(studentTQuantile(1 - probability, degrees), -value, 0.0006);
      assertAlmostEquals(studentTCdf(value, degrees), probability, 0.0001);
    });
  }
});

Deno.test("studentTCdf() agrees with the closed forms for 1, 2 and 4 degrees of freedom", () => {
  for (const t of [-1e6, -30, -3, -1, -0.5, -1e-9, 0, 1e-9, 0.5, 1, 3, 30, 1e6]) {
    const root = Math.sqrt(2 + t * t);
    assertAlmostEquals(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-10, `1, ${t}`);
    assertAlmostEquals(studentTCdf(t, 2), 0.5 + t / (2 * root), 1e-10, `2, ${t}`);
    const x = t / Math.sqrt(1 + t * t / 4);
    assertAlmostEquals(studentTCdf(t, 4), 0.5 + 3 / 8 * (x - x ** 3 / 12), 1e-10, `4, ${t}`);
  }
});

Deno.test("studentTCdf() is symmetric, increases, and reaches its limits", () => {
  for (const degrees of [0.5, 1, 1.7, 8, 100, 1e6]) {
    assertEquals(studentTCdf(0, degrees), 0.5);
    assertEquals([-Infinity, Infinity].map((t) => studentTCdf(t, degrees)), [0, 1]);
    let last = 0;
    for (let t = -8; t <= 8; t += 0.25) {
      const probability = studentTCdf(t, degrees);
      assert(probability > last, `${t}, ${degrees}`);
      assertAlmostEquals(probability + studentTCdf(-t, degrees), 1, 1e-12);
      last = probability;
    }
  }
});

Deno.test("studentTQuantile() inverts studentTCdf(), even far out", () => {
  for (const degrees of [0.5, 1, 2.5, 8, 1000]) {
    for (const probability of [0.5, 0.500001, 0.75, 0.99, 0.99995, 0.9999995]) {
      const t = studentTQuantile(probability, degrees);
      assertAlmostEquals(studentTCdf(t, degrees), probability, 1e-9);
      assertAlmostEquals(studentTCdf(-t, degrees), 1 - probability, 1e-9);
    }
  }
});

Deno.test("studentTCdf() and studentTQuantile() refuse arguments without an answer", () => {
  for (const degrees of [0, -1, NaN]) {
    assertThrows(() => studentTCdf(1, degrees), RangeError, `current value is ${degrees}`);
  }
  for (const probability of [0, 1, -0.1, 1.1, NaN]) {
    assertThrows(() => studentTQuantile(probability, 5), RangeError, `value is ${probability}`);
  }
});
