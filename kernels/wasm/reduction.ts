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
  /** Puts a result and a vector's term together, where there is a shorter way. */
  readonly accumulate?: (x: Local<V128>, result: Local<V128>) => V128;
  /** Makes lanes after the first count for nothing. */
  readonly firstOnly: (x: V128) => V128;
}

/** Writes code that reduces an array; `to` has the result in all lanes. */
export function writeReduction(
  f: FunctionBuilder,
  v: Lanes,
  reduced: Reduced,
  reduction: Reduction,
  to: Local<V128>,
): void {
  writeReductions(f, v, reduced, [{ reduction, to }]);
}

/** The same in several ways at once. Terms are written in the order of the list. */
function writeReductions(
  f: FunctionBuilder,
  v: Lanes,
  { pointer, length }: Reduced,
  results: readonly { readonly reduction: Reduction; readonly to: Local<V128> }[],
): void {
  const x = f.v128Local();
  const gather = ({ combine }: Reduction, part: Local<V128>, value: () => V128) =>
    part.set(combine(() => part.get(), value));
  const sums = results.map(({ reduction, to }) => ({
    reduction,
    to,
    parts: Array.from({ length: PARTS }, () => f.v128Local()),
  }));
  const writeLoop = (vectors: number) =>
    f.while(() => f.notLess(length.get(), f.i32(vectors * COUNT)), () => {
      for (let i = 0; i < vectors; i++) {
        x.set(v.load(pointer.get(), i * VECTOR));
        for (const { reduction, parts } of sums) {
          if (reduction.accumulate) parts[i]!.set(reduction.accumulate(x, parts[i]!));
          else gather(reduction, parts[i]!, () => reduction.term(x));
        }
      }
      f.increase(pointer, vectors * VECTOR);
      f.increase(length, -vectors * COUNT);
    });
  for (const { reduction, parts } of sums) {
    for (const part of parts) part.set(reduction.start());
  }
  writeLoop(PARTS);
  writeLoop(1);
  f.while(() => f.greater(length.get(), f.i32(0)), () => {
    x.set(v.loadSpread(pointer.get()));
    for (const { reduction, parts } of sums) {
      gather(reduction, parts[1]!, () => reduction.firstOnly(reduction.term(x)));
    }
    f.increase(pointer, SIZE);
    f.increase(length, -1);
  });
  for (const { reduction, parts, to } of sums) {
    gather(reduction, parts[0]!, () => parts[1]!.get());
    gather(reduction, parts[2]!, () => parts[3]!.get());
    to.set(reduction.combine(() => parts[0]!.get(), () => parts[2]!.get()));
    // Exchanging halves, then neighbours, leaves the result of all four lanes in each of them.
    for (const distance of [8, 4]) {
      gather(reduction, to, () => v.shuffle(to.get(), to.get(), exchangedBytes(distance)));
    }
  }
}

/** Byte numbers that exchange runs of `distance` bytes with their neighbours. */
export function exchangedBytes(distance: number): number[] {
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

/** Writes code that sums an array's distances from `center`, and their squares. */
export function writeDistances(
  f: FunctionBuilder,
  v: Lanes,
  reduced: Reduced,
  center: Local<V128>,
  { sum, squares }: Readonly<Record<"sum" | "squares", Local<V128>>>,
): void {
  const distance = f.v128Local();
  const distances = sumOf(f, v, (x) => {
    distance.set(v.sub(x.get(), center.get()));
    return distance.get();
  });
  const theirSquares = {
    ...sumOf(f, v, () => v.mul(distance.get(), distance.get())),
    accumulate: (_: Local<V128>, result: Local<V128>) =>
      v.multiplyAdd(distance.get(), distance.get(), () => result.get()),
  };
  writeReductions(f, v, reduced, [
    { reduction: distances, to: sum },
    { reduction: theirSquares, to: squares },
  ]);
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
