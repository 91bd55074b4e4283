/** Runs a test with every backend, and with arrays in different places. */
import { assertStrictEquals, fail } from "@std/assert";
import {
  allocateFloat32,
  allocateFloat64,
  chooseKernelBackend,
  type FloatArray,
  free,
  type KernelBackend,
  supportedKernelBackends,
} from "../../kernels/mod.ts";

/** Lengths at and around those where kernels change their algorithm. */
export const lengths = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100, 257, 1000] as const;

/** The same, and lengths beyond two of the pieces in which foreign arrays are copied. */
export const manyLengths = [...lengths, 40_000] as const;

/** Values at the edges of the number format and of the functions. */
export const specialValues = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  2 ** -149,
  -(2 ** -149),
  2 ** -130,
  -(2 ** -130),
  2 ** -126,
  -(2 ** -126),
  1e-20,
  -1e-20,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  ...[9, 9.02, 17, 87.3, 88, 88.72, 88.73, 89, 100, 103, 103.9, 104, 150]
    .flatMap((value) => [value, -value]),
];

/** Stores numbers somewhere and returns the array. */
export interface Placer {
  float32(values: ArrayLike<number>): Float32Array;
  float64(values: ArrayLike<number>): Float64Array;
}

/** Places of arrays: `inside` says whether the n-th array is in kernel memory. */
const layouts = [
  { where: "in kernel memory", offset: 0, inside: () => true },
  { where: "in kernel memory, unaligned", offset: 1, inside: () => true },
  { where: "in foreign memory", offset: 1, inside: () => false },
  { where: "in both", offset: 3, inside: (n: number) => n % 2 === 1 },
];

/** The number before and after each array, which must not change. */
const GUARD = 12345;

/** Registers one test per backend; its body runs for each layout. */
export function testEverywhere(
  name: string,
  body: (place: Placer, backend: KernelBackend) => void,
): void {
  for (const backend of supportedKernelBackends()) {
    Deno.test(`${name}: ${backend}`, () => {
      const before = chooseKernelBackend(backend);
      try {
        for (const layout of layouts) runWithLayout(layout, (place) => body(place, backend));
      } finally {
        chooseKernelBackend(before);
      }
    });
  }
}

function runWithLayout(
  { where, offset, inside }: typeof layouts[number],
  body: (place: Placer) => void,
): void {
  const wholes: FloatArray[] = [];
  const owned: FloatArray[] = [];
  const put = <T extends FloatArray>(
    values: ArrayLike<number>,
    allocate: (length: number) => T,
    Kind: new (length: number) => T,
  ): T => {
    const own = inside(wholes.length);
    const length = values.length + 2 * offset;
    const whole = own ? allocate(length) : new Kind(length);
    if (own) owned.push(whole);
    wholes.push(whole);
    whole.fill(GUARD);
    const array = whole.subarray(offset, offset + values.length) as T;
    array.set(values);
    return array;
  };
  try {
    body({
      float32: (values) => put(values, allocateFloat32, Float32Array),
      float64: (values) => put(values, allocateFloat64, Float64Array),
    });
    for (const whole of wholes) {
      for (let i = 0; i < offset; i++) {
        assertStrictEquals(whole[i], GUARD, "nothing is written before the array");
        assertStrictEquals(whole.at(-1 - i), GUARD, "nothing is written after the array");
      }
    }
  } catch (error) {
    if (error instanceof Error) error.message += ` (arrays ${where})`;
    throw error;
  } finally {
    for (const array of owned) free(array);
  }
}

/** Makes an array for 64-bit results of the reference, which stores them into any array. */
export function exact(values: number | ArrayLike<number>): Float32Array {
  const array = typeof values === "number" ? new Float64Array(values) : Float64Array.from(values);
  return array as unknown as Float32Array;
}

const LARGEST = 3.4028234663852886e38;

/**
 * Fails unless each 32-bit number is within `bound` of the exact one, and is NaN or infinite if
 * that is, once rounded.
 */
export function assertNear(
  actual: ArrayLike<number>,
  wanted: ArrayLike<number>,
  bound: (wanted: number, index: number) => number,
  what: string,
): void {
  assertStrictEquals(actual.length, wanted.length, `${what}: length`);
  for (let i = 0; i < wanted.length; i++) {
    const a = actual[i]!, w = wanted[i]!;
    if (isNear(a, w, bound(w, i))) continue;
    fail(`${what}: element ${i} is ${a}, wanted ${w} within ${bound(w, i)}`);
  }
}

function isNear(actual: number, wanted: number, bound: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(actual);
  const infinite = actual === Math.sign(wanted) * Infinity;
  if (Math.abs(wanted) > LARGEST * (1 + 2 ** -20)) return infinite;
  // Next to the largest number, an error may overflow.
  return Math.abs(actual - wanted) <= bound ||
    (infinite && Math.abs(wanted) > LARGEST * (1 - 2 ** -20));
}
