/** Softmax cross-entropy and its gradient, 32-bit floats. */
import { constantLocal, writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";
import { copied, eachRow } from "./rows.ts";
import { rowExponentials } from "./softmax.ts";

/** Addresses, then sizes in numbers. */
export interface CrossEntropyExports {
  /** Writes each row's largest number, and the sum of e^(x − that) times SUM_FACTOR. */
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
        const exponentials = rowExponentials(f, fused, columns), { peak, sum } = exponentials;
        const rowBytes = f.i32Local();
        rowBytes.set(f.mul(columns.get(), f.i32(size)));
        eachRow(f, rows, rowBytes, { x }, (copyOf) => {
          exponentials.writeSum(() => copyOf("x"));
          v.storeFirst(peaks.get(), peak.get());
          v.storeFirst(sums.get(), sum.get());
          f.increase(peaks, size);
          f.increase(sums, size);
        });
      },
    );
    module.function(
      "gradient",
      ["x", "labels", "scales", "out", "rows", "columns"],
      (f, { x, labels, scales, out, rows, columns }) => {
        const v = new Lanes(f, kind, fused), one = constantLocal(f, v, 1);
        const exponentials = rowExponentials(f, fused, columns), { sum } = exponentials;
        const scale = f.v128Local(), at = f.i32Local(), rowBytes = f.i32Local();
        rowBytes.set(f.mul(columns.get(), f.i32(size)));
        eachRow(f, rows, rowBytes, { x, out }, (copyOf) => {
          exponentials.write(() => copyOf("x"), () => copyOf("out"));
          at.set(f.add(out.get(), f.mul(f.i32Load(labels.get()), f.i32(size))));
          v.storeFirst(at.get(), v.sub(v.loadSpread(at.get()), sum.get()));
          sum.set(v.div(one.get(), sum.get()));
          scale.set(v.loadSpread(scales.get()));
          const y = copyOf("out");
          writeElementwise(
            f,
            kind,
            { inputs: { y }, outputs: { y }, length: copied(f, columns) },
            (vectors) => vectors.y.set(v.mul(v.mul(vectors.y.get(), sum.get()), scale.get())),
          );
          f.increase(labels, size);
          f.increase(scales, size);
        });
      },
    );
    return module.finish();
  },
);
