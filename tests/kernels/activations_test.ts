import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { exp, reference, relu, sigmoid, tanh } from "../../kernels/mod.ts";
import { assertNear, exact, manyLengths, specialValues, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

/** Two spacings of the smallest denormals. */
const TINY = 2 ** -148;
const activations = [
  { name: "relu", kernel: relu, relative: 0 },
  { name: "sigmoid", kernel: sigmoid, relative: 4e-7 },
  { name: "tanh", kernel: tanh, relative: 5e-7 },
  { name: "exp", kernel: exp, relative: 3e-7 },
] as const;

for (const { name, kernel, relative } of activations) {
  const bound = (wanted: number) => Math.abs(wanted) * relative + (relative && TINY);

  testEverywhere(`${name}() stays within its error bound`, (place) => {
    for (const length of manyLengths) {
      for (const size of [1, 10, 110]) {
        const x = place.float32(randomValues(length, length, size));
        const out = place.float32(new Float32Array(length).fill(NaN));
        const wanted = reference[name](x, exact(length));
        assertStrictEquals(kernel(x, out), out);
        assertNear(out, wanted, bound, `length ${length}, |x| < ${size}`);
      }
    }
  });

  testEverywhere(`${name}() treats special values as the reference does`, (place) => {
    const wanted = reference[name](Float32Array.from(specialValues), exact(specialValues.length));
    const x = place.float32(specialValues);
    kernel(x, x);
    assertNear(x, wanted, bound, "in place");
    // Zeros must have the right sign, too.
    specialValues.forEach((value, i) => {
      if (value === 0) assertStrictEquals(x[i], wanted[i], `of ${value}`);
    });
  });

  Deno.test(`${name}() refuses unsuitable arguments`, () => {
    const three = new Float32Array(3), all = new Float32Array(4);
    const message = "out has 4 elements, but the length of x = 3 are wanted";
    assertThrows(() => kernel(three, all), RangeError, `Cannot apply ${name}: ${message}`);
    const head = all.subarray(0, 3), tail = all.subarray(1);
    assertThrows(() => kernel(head, tail), RangeError, "out must not share memory with x");
    const wide = new Float64Array(3) as unknown as Float32Array;
    assertThrows(() => kernel(wide, three), TypeError, "x must be a Float32Array");
    assertThrows(() => kernel(three, wide), TypeError, "out must be a Float32Array");
  });
}

testEverywhere("tanh() and sigmoid() stay within their limits", (place) => {
  // Before tanh rounds to 1, the quotient that computes it could round to more than 1.
  const x = place.float32(Float32Array.from({ length: 20_000 }, (_, i) => 6 + i / 5000));
  const out = place.float32(new Float32Array(x.length));
  assertEquals(tanh(x, out).findIndex((value) => value > 1), -1);
  assertEquals(tanh(x.map((value) => -value), out).findIndex((value) => value < -1), -1);
  assertEquals(sigmoid(x, out).findIndex((value) => value > 1), -1);
});

testEverywhere("an element's result does not depend on its place", (place) => {
  for (const { kernel } of activations) {
    const x = place.float32(new Float32Array(37).fill(0.3));
    kernel(x, x);
    assertEquals(new Set(x).size, 1);
  }
});
