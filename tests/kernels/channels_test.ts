import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { gatherNormalized, normalizeChannels, reference } from "../../kernels/mod.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

testEverywhere("normalizeChannels() stays within its error bound", (place) => {
  for (const channels of [1, 3, 10]) {
    for (const size of [0, 1, 5, 64, 300]) {
      for (const scale of [1, 1e-40, 1e39]) {
        const shape = {
          samples: 3,
          channels,
          size,
          mean: Array.from({ length: channels }, (_, i) => [0.485, -3, 0][i % 3]!),
          deviation: Array.from({ length: channels }, (_, i) => [0.229, -2, 7][i % 3]! * scale),
        };
        const length = 3 * channels * size;
        const x = place.float32(randomValues(length, 1));
        const out = place.float32(new Float32Array(length).fill(NaN));
        const wanted = reference.normalizeChannels(x, exact(length), shape);
        assertStrictEquals(normalizeChannels(x, out, shape), out);
        const bound = (_: number, i: number) => {
          const channel = Math.floor(i / size) % channels;
          const sum = Math.abs(x[i]!) + Math.abs(shape.mean[channel]!);
          return 2 ** -22 * sum / Math.abs(shape.deviation[channel]!) + 2 ** -148;
        };
        assertNear(out, wanted, bound, JSON.stringify(shape));
        assertEquals(normalizeChannels(x, x, shape), out, "in place");
      }
    }
  }
});

testEverywhere("normalizeChannels() accepts means that are not 32-bit floats", (place) => {
  const x = place.float32([3e38, 0, 2 ** -148, 0]);
  const shape = { samples: 1, channels: 2, size: 2, mean: [1e39, 2 ** -150], deviation: [1e37, 1] };
  assertEquals([...normalizeChannels(x, x, shape)], [-70, -100, 2 ** -148, -0]);
});

testEverywhere("normalizeChannels() accepts deviations whose reciprocal is infinite", (place) => {
  const shape = { samples: 1, channels: 2, size: 3, mean: [2, 0], deviation: [1e-310, -1e-310] };
  const x = place.float32([2, 1, 3, 0, 1, -1]), out = place.float32(new Float32Array(6));
  const wanted = reference.normalizeChannels(x, exact(6), shape);
  assertEquals([...normalizeChannels(x, out, shape)], [...wanted]);
  assertEquals([...out], [0, -Infinity, Infinity, -0, -Infinity, Infinity]);
});

testEverywhere("normalizeChannels() may write where its means and deviations are", (place) => {
  const [mean, deviation] = [place.float32([1, 10]), place.float32([2, 5])];
  const x = place.float32([3, 20]), shape = { samples: 1, channels: 2, size: 1 };
  assertEquals([...normalizeChannels(x, mean, { ...shape, mean, deviation })], [1, 2]);
  mean.set([1, 10]);
  assertEquals([...normalizeChannels(x, deviation, { ...shape, mean, deviation })], [1, 2]);
});

testEverywhere("normalizeChannels() may overwrite a mean that two samples use", (place) => {
  const mean = place.float32([1, 2]);
  const shape = { samples: 2, channels: 1, size: 1, mean: mean.subarray(0, 1), deviation: [1] };
  assertEquals([...normalizeChannels(place.float32([1, 3]), mean, shape)], [0, 2]);
});

function randomBytes(length: number): Uint8Array {
  const random = seededRandom(length);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

testEverywhere("gatherNormalized() has the reference's bits", (place) => {
  for (const channels of [1, 3]) {
    for (const size of [0, 1, 7, 100]) {
      for (const divisor of [undefined, 1, 128]) {
        const shape = {
          channels,
          size,
          mean: [0.485, 0.456, 0.406].slice(0, channels),
          deviation: [0.229, 0.224, 0.225].slice(0, channels),
          ...(divisor !== undefined && { divisor }),
        };
        const table = randomBytes(7 * channels * size), indices = new Uint32Array([6, 0, 3, 3]);
        const out = place.float32(new Float32Array(4 * channels * size).fill(NaN));
        const wanted = reference.gatherNormalized(table, indices, out.slice(), shape);
        assertStrictEquals(gatherNormalized(table, indices, out, shape), out);
        assertEquals(out, wanted, JSON.stringify(shape));
      }
    }
  }
});

Deno.test("normalisations by channel refuse unsuitable arguments, and write nothing then", () => {
  const x = new Float32Array(8), out = new Float32Array(8).fill(7);
  const shape = { samples: 2, channels: 2, size: 2, mean: [0, 0], deviation: [1, 1] };
  const table = new Uint8Array(8), indices = new Uint32Array([0, 1]), none = new Uint32Array(0);
  const normalize = (options: object, to = out) => () =>
    normalizeChannels(x, to, { ...shape, ...options });
  const gather = (options: object, rows = indices, to = out) => () =>
    gatherNormalized(table, rows, to, { ...shape, ...options });
  const cases = [
    [normalize({ size: 3 }), "x has 8 elements, but samples × channels × size = 2 × 2 × 3 = 12"],
    [normalize({}, new Float32Array(1)), "out has 1 elements"],
    [normalize({ mean: [1] }), "mean has 1 elements, but channels = 2 are wanted"],
    [normalize({ deviation: [1, 0] }), "deviation[1] must not be 0"],
    [normalize({ deviation: [1, -0] }), "deviation[1] must not be 0"],
    [normalize({ mean: [0, "1"] }), "mean[1] must be a finite number, current value is 1"],
    [normalize({ mean: [NaN, 0] }), "mean[0] must be a finite number, current value is NaN"],
    [
      () => normalizeChannels(x.subarray(1, 5), x.subarray(0, 4), { ...shape, samples: 1 }),
      "share",
    ],
    [gather({ size: 3 }), "table must have whole rows of 2 × 3 elements"],
    [gather({}, none), "out has 8 elements, but indices × channels × size = 0 × 2 × 2 = 0"],
    [gather({}, new Uint32Array([0, 2])), "indices must be below the 2 rows of the table"],
    [gather({ divisor: 0 }), "divisor must not be 0"],
    [gather({ divisor: Infinity }), "divisor must be a finite number"],
    [gather({ deviation: [Infinity, 1] }), "deviation[0] must be a finite number"],
    [gather({ deviation: [1, NaN] }), "deviation[1] must be a finite number, current value is NaN"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
  assertEquals(out, new Float32Array(8).fill(7));
  const wrong = new Uint8ClampedArray(8) as unknown as Uint8Array;
  assertThrows(() => gatherNormalized(wrong, indices, out, shape), TypeError, "a Uint8Array");
});
