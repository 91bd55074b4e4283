/** Loops that make one number of many. */
import type { FunctionBuilder, I32, Local, V128 } from "./emitter.ts";
import { type Lanes, VECTOR } from "./lanes.ts";

/** 32-bit floats in a vector, and their bytes. */
const COUNT = 4, SIZE = 4;
/** Partial results kept apart, so that one addition need not wait for the last. */
const PARTS = 4;

/** What a reduction goes over: `pointer` is moved along and `length` counted down to 0. */
export interface Reduced {
  readonly pointer: Local<I32>;
  readonly length: Local<I32>;
}

/** How numbers are brought together. */
export interface Reduction {
  /** Result of no numbers. */
  readonly start: () => V128;
  /** Puts two results together. */
  readonly combine: (a: () => V128, b: () => V128) => V128;
  /** Computes a vector from one of the array. */
  readonly term: (x: Local<V128>) => V128;
  /** Makes lanes after the first count for nothing. */
  readonly firstOnly: (x: V128) => V128;
}

/** Writes code that reduces an array; `to` has the result in all lanes. */
export function writeReduction(
  f: FunctionBuilder,
  v: Lanes,
  { pointer, length }: Reduced,
  { start, combine, term, firstOnly }: Reduction,
  to: Local<V128>,
): void {
  const parts = Array.from({ length: PARTS }, () => f.v128Local());
  const x = f.v128Local();
  const gather = (part: Local<V128>, value: () => V128) =>
    part.set(combine(() => part.get(), value));
  const writeLoop = (vectors: number) =>
    f.while(() => f.notLess(length.get(), f.i32(vectors * COUNT)), () => {
      for (let i = 0; i < vectors; i++) {
        x.set(v.load(pointer.get(), i * VECTOR));
        gather(parts[i]!, () => term(x));
      }
      f.increase(pointer, vectors * VECTOR);
      f.increase(length, -vectors * COUNT);
    });
  for (const part of parts) part.set(start());
  writeLoop(PARTS);
  writeLoop(1);
  f.while(() => f.greater(length.get(), f.i32(0)), () => {
    x.set(v.loadSpread(pointer.get()));
    gather(parts[1]!, () => firstOnly(term(x)));
    f.increase(pointer, SIZE);
    f.increase(length, -1);
  });
  gather(parts[0]!, () => parts[1]!.get());
  gather(parts[2]!, () => parts[3]!.get());
  to.set(combine(() => parts[0]!.get(), () => parts[2]!.get()));
  // Exchanging halves, then neighbours, leaves the result of all four lanes in each of them.
  for (const distance of [8, 4]) {
    gather(to, () => v.shuffle(to.get(), to.get(), turned(distance)));
  }
}

/** Byte numbers that exchange runs of `distance` bytes with their neighbours. */
function turned(distance: number): number[] {
  return Array.from({ length: VECTOR }, (_, byte) => byte ^ distance);
}

/** Sums terms. */
export function sumOf(
  f: FunctionBuilder,
  v: Lanes,
  term: (x: Local<V128>) => V128,
): Reduction {
  const first = f.v128Local();
  first.set(v.firstLane());
  return {
    start: () => v.constant(0),
    combine: (a, b) => v.add(a(), b()),
    term,
    firstOnly: (_x) => v.and(_x, first.get()),
  };
}

/** The largest number; if any is NaN, the result may be any of them. */
export function largest(v: Lanes): Reduction {
  return {
    start: () => v.constant(-Infinity),
    combine: (a, b) => v.higher(a(), b()),
    term: (x) => x.get(),
    // All lanes hold the same number, which counts only once.
    firstOnly: (x) => x,
  };
}
