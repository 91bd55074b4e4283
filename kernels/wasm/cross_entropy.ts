/** Softmax cross-entropy and its gradient, 32-bit floats. */
import { constantLocal, writeElementwise } from "./elementwise.ts";
import { type I32, type Local, ModuleBuilder } from "./emitter.ts";
import { DETOUR, LOWEST_EXPONENT, splitExponential } from "./exponential.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";
import { largest, sumOf, writeReduction } from "./reduction.ts";

/** Addresses, then sizes in numbers. */
export interface CrossEntropyExports {
  /** Writes each row's largest number, and the sum of e^(x − that) times {@linkcode SUM_FACTOR}. */
  sums(x: number, peaks: number, sums: number, rows: number, columns: number): void;
  /** `out = (softmax − 1 at the label) · scale`, labels as 32-bit whole numbers. */
  gradient(
    x: number,
    labels: number,
    scales: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
}

/** What sums of exponentials are too large by. */
export const SUM_FACTOR: number = 2 ** DETOUR;

/** The functions as a module. */
export const crossEntropyFamily: () => Family<CrossEntropyExports> | undefined = declareFamily(
  0,
  ({ memory, fused }) => {
    const module = new ModuleBuilder(memory);
    const kind = float32Lanes, { size } = kind;
    module.function(
      "sums",
      ["x", "peaks", "sums", "rows", "columns"],
      (f, { x, peaks, sums, rows, columns }) => {
        const v = new Lanes(f, kind, fused);
        const peak = f.v128Local(), sum = f.v128Local();
        const pointer = f.i32Local(), length = f.i32Local(), rowBytes = f.i32Local();
        const exponential = splitExponential(f, fused, { lowest: LOWEST_EXPONENT, shift: DETOUR });
        const total = sumOf(f, v, (value) => {
          value.set(v.sub(value.get(), peak.get()));
          exponential.write(value);
          return v.mul(exponential.rest.get(), exponential.power.get());
        });
        rowBytes.set(f.mul(columns.get(), f.i32(size)));
        f.while(() => f.greater(rows.get(), f.i32(0)), () => {
          pointer.set(x.get());
          length.set(columns.get());
          writeReduction(f, v, { pointer, length }, largest(v), peak);
          v.storeFirst(peaks.get(), peak.get());
          pointer.set(x.get());
          length.set(columns.get());
          writeReduction(f, v, { pointer, length }, total, sum);
          v.storeFirst(sums.get(), sum.get());
          f.increaseBy(x, rowBytes);
          f.increase(peaks, size);
          f.increase(sums, size);
          f.increase(rows, -1);
        });
      },
    );
    module.function(
      "gradient",
      ["x", "labels", "scales", "out", "rows", "columns"],
      (f, { x, labels, scales, out, rows, columns }) => {
        const v = new Lanes(f, kind, fused);
        const peak = f.v128Local(), sum = f.v128Local(), scale = f.v128Local();
        const one = constantLocal(f, v, 1);
        const from = f.i32Local(), to = f.i32Local(), length = f.i32Local();
        const rowBytes = f.i32Local();
        const exponential = splitExponential(f, fused, { lowest: LOWEST_EXPONENT, shift: DETOUR });
        const total = sumOf(f, v, (value) => value.get());
        const restart = (pointer: Local<I32>, array: Local<I32>) => {
          pointer.set(array.get());
          length.set(columns.get());
        };
        rowBytes.set(f.mul(columns.get(), f.i32(size)));
        f.while(() => f.greater(rows.get(), f.i32(0)), () => {
          restart(from, x);
          writeReduction(f, v, { pointer: from, length }, largest(v), peak);
          restart(from, x);
          restart(to, out);
          writeElementwise(
            f,
            kind,
            { inputs: { x: from }, outputs: { out: to }, length },
            (vectors) => {
              vectors.out.set(v.sub(vectors.x.get(), peak.get()));
              exponential.write(vectors.out);
              vectors.out.set(v.mul(exponential.rest.get(), exponential.power.get()));
            },
          );
          restart(to, out);
          writeReduction(f, v, { pointer: to, length }, total, sum);
          to.set(f.add(out.get(), f.mul(f.i32Load(labels.get()), f.i32(size))));
          v.storeFirst(to.get(), v.sub(v.loadSpread(to.get()), sum.get()));
          sum.set(v.div(one.get(), sum.get()));
          scale.set(v.loadSpread(scales.get()));
          restart(to, out);
          writeElementwise(
            f,
            kind,
            { inputs: { y: to }, outputs: { y: to }, length },
            ({ y }) => y.set(v.mul(v.mul(y.get(), sum.get()), scale.get())),
          );
          f.increaseBy(x, rowBytes);
          f.increaseBy(out, rowBytes);
          f.increase(labels, size);
          f.increase(scales, size);
          f.increase(rows, -1);
        });
      },
    );
    return module.finish();
  },
);
