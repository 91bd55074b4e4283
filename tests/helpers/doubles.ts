/** Doubles of every kind, to test code that must handle any. @module */
import { seeded } from "./draws.ts";

const BOUNDS = [
  0,
  -0,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1e308,
  -Number.MAX_VALUE,
  Number.MAX_VALUE,
  -1,
  9,
  9 - Number.EPSILON * 8,
  1e21,
];

/** Yields doubles at the bounds, around each power of ten, and so many random ones of any size. */
export function* finiteDoubles(draws: number): Generator<number> {
  const random = seeded(41);
  const bits = new DataView(new ArrayBuffer(8));
  yield* BOUNDS;
  for (let exponent = -323; exponent <= 308; exponent++) {
    for (const digits of ["1", "9.9994", "9.9995", "9.99949999", "9.99950001", "9.99999999999"]) {
      const value = Number(`${digits}e${exponent}`);
      if (Number.isFinite(value)) yield value;
    }
  }
  for (let draw = 0; draw < draws; draw++) {
    bits.setUint32(0, random.uniform() * 2 ** 32);
    bits.setUint32(4, random.uniform() * 2 ** 32);
    const value = bits.getFloat64(0);
    if (Number.isFinite(value)) yield value;
    yield Math.exp(40 * random.normal()) * (random.chance(0.5) ? 1 : -1);
  }
}

/** Returns a function that picks one of them at each call, determined by the seed. */
export function doublePicker(seed: number): () => number {
  const random = seeded(seed);
  const values = [...finiteDoubles(500)];
  // Bounds are rare among so many, but most likely to cause an error.
  return () => {
    const from = random.chance(0.3) ? BOUNDS : values;
    return from[Math.floor(random.uniform() * from.length)]!;
  };
}
