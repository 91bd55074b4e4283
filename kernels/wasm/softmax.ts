/** What softmax, cross-entropy and its gradient have in common, 32-bit floats. */
import { writeElementwise } from "./elementwise.ts";
import type { FunctionBuilder, I32, Local, V128 } from "./emitter.ts";
import { DETOUR, LOWEST_EXPONENT, splitExponential } from "./exponential.ts";
import { float32Lanes, Lanes } from "./lanes.ts";
import { largest, sumOf, writeReduction } from "./reduction.ts";
import { copied } from "./rows.ts";

/** Exponentials are too large by this factor, and so is their sum: quotients of them are not. */
export const SUM_FACTOR: number = 2 ** DETOUR;

/** Gives a variable that holds the address of a row and may be moved. */
type RowStart = () => Local<I32>;

/** The exponentials e^(x − peak) of a row, times {@linkcode SUM_FACTOR}. */
export interface RowExponentials {
  /** The row's largest number, in all lanes. */
  readonly peak: Local<V128>;
  /** The sum of the exponentials, in all lanes. */
  readonly sum: Local<V128>;
  /** Writes code that computes `peak` and `sum`. */
  readonly writeSum: (x: RowStart) => void;
  /** Writes code that computes them too, and stores the exponentials in `out`. */
  readonly write: (x: RowStart, out: RowStart) => void;
}

/** Prepares the constants for rows of `columns` numbers. */
export function rowExponentials(
  f: FunctionBuilder,
  fused: boolean,
  columns: Local<I32>,
): RowExponentials {
  const v = new Lanes(f, float32Lanes, fused);
  const peak = f.v128Local(), sum = f.v128Local();
  const exponential = splitExponential(f, fused, { lowest: LOWEST_EXPONENT, shift: DETOUR });
  const compute = (x: Local<V128>, to: Local<V128>): V128 => {
    to.set(v.sub(x.get(), peak.get()));
    exponential.write(to);
    return v.mul(exponential.rest.get(), exponential.power.get());
  };
  const ofNumbers = sumOf(f, v, (x) => compute(x, x)), ofStored = sumOf(f, v, (x) => x.get());
  const length = () => copied(f, columns);
  const writePeak = (x: RowStart) =>
    writeReduction(f, v, { pointer: x(), length: length() }, largest(v), peak);
  return {
    peak,
    sum,
    writeSum(x) {
      writePeak(x);
      writeReduction(f, v, { pointer: x(), length: length() }, ofNumbers, sum);
    },
    write(x, out) {
      writePeak(x);
      writeElementwise(
        f,
        float32Lanes,
        { inputs: { x: x() }, outputs: { out: out() }, length: length() },
        (vectors) => vectors.out.set(compute(vectors.x, vectors.out)),
      );
      writeReduction(f, v, { pointer: out(), length: length() }, ofStored, sum);
    },
  };
}
