/** Softmax and normalisations of 32-bit floats. */
import { constantLocal, spreadLocal, writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";
import { layerNormParameters, writeLayerNorm } from "./layer_norm.ts";
import { sumOf, writeDistances, writeReduction } from "./reduction.ts";
import { copied, eachRow } from "./rows.ts";
import { rowExponentials } from "./softmax.ts";

/** Addresses, then sizes in numbers. */
export interface NormExports {
  softmax(x: number, out: number, rows: number, columns: number): void;
  /** See {@linkcode writeLayerNorm} for what scratch memory holds. */
  layerNorm(
    x: number,
    weight: number,
    bias: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
  /** `out = (x − mean) · scale + bias`, planes of `size` numbers with their channel's constants. */
  batchNorm(
    x: number,
    mean: number,
    scale: number,
    bias: number,
    out: number,
    channels: number,
    size: number,
  ): void;
  /** The same for planes of one number: a row has one of each channel. */
  batchNormRow(
    x: number,
    mean: number,
    scale: number,
    bias: number,
    out: number,
    channels: number,
  ): void;
  /** Writes the sum of `length` numbers to the first number of scratch memory. */
  sum(x: number, length: number): void;
  /**
   * Writes the sum of their distances from the third number of scratch memory to the first one,
   * and that of the squares to the second.
   */
  distances(x: number, length: number): void;
}

/** The functions as a module. */
export const normFamily: () => Family<NormExports> | undefined = declareFamily(
  16,
  ({ memory, fused, scratch }) => {
    const module = new ModuleBuilder(memory);
    const kind = float32Lanes;
    module.function("softmax", ["x", "out", "rows", "columns"], (f, { x, out, rows, columns }) => {
      const v = new Lanes(f, kind, fused), one = constantLocal(f, v, 1);
      const exponentials = rowExponentials(f, fused, columns), { sum } = exponentials;
      const rowBytes = f.i32Local();
      rowBytes.set(f.mul(columns.get(), f.i32(kind.size)));
      eachRow(f, rows, rowBytes, { x, out }, (copyOf) => {
        exponentials.write(() => copyOf("x"), () => copyOf("out"));
        sum.set(v.div(one.get(), sum.get()));
        const y = copyOf("out");
        writeElementwise(
          f,
          kind,
          { inputs: { y }, outputs: { y }, length: copied(f, columns) },
          (vectors) => vectors.y.set(v.mul(vectors.y.get(), sum.get())),
        );
      });
    });
    module.function("layerNorm", layerNormParameters, (f, variables) => {
      writeLayerNorm(f, new Lanes(f, kind, fused), scratch, variables);
    });
    module.function(
      "batchNorm",
      ["x", "mean", "scale", "bias", "out", "channels", "size"],
      (f, { x, mean, scale, bias, out, channels, size }) => {
        const v = new Lanes(f, kind, fused);
        const m = f.v128Local(), s = f.v128Local(), b = f.v128Local();
        const four = f.i32Local();
        four.set(f.i32(kind.size));
        eachRow(f, channels, four, { mean, scale, bias }, () => {
          m.set(v.loadSpread(mean.get()));
          s.set(v.loadSpread(scale.get()));
          b.set(v.loadSpread(bias.get()));
          // Planes follow one another, so x and out go on where the last plane ended.
          writeElementwise(
            f,
            kind,
            { inputs: { x }, outputs: { out }, length: copied(f, size) },
            (vectors) =>
              vectors.out.set(
                v.multiplyAdd(v.sub(vectors.x.get(), m.get()), s.get(), () => b.get()),
              ),
          );
        });
      },
    );
    module.function(
      "batchNormRow",
      ["x", "mean", "scale", "bias", "out", "channels"],
      (f, { x, mean, scale, bias, out, channels }) => {
        const v = new Lanes(f, kind, fused);
        writeElementwise(
          f,
          kind,
          { inputs: { x, mean, scale, bias }, outputs: { out }, length: channels },
          (vectors) =>
            vectors.out.set(
              v.multiplyAdd(
                v.sub(vectors.x.get(), vectors.mean.get()),
                vectors.scale.get(),
                () => vectors.bias.get(),
              ),
            ),
        );
      },
    );
    module.function("sum", ["pointer", "length"], (f, reduced) => {
      const v = new Lanes(f, kind, fused), result = f.v128Local();
      writeReduction(f, v, reduced, sumOf(f, v, (x) => x.get()), result);
      v.storeFirst(f.i32(scratch), result.get());
    });
    module.function("distances", ["pointer", "length"], (f, reduced) => {
      const v = new Lanes(f, kind, fused), sum = f.v128Local(), squares = f.v128Local();
      const center = spreadLocal(f, v, scratch + 8);
      writeDistances(f, v, reduced, center, { sum, squares });
      v.storeFirst(f.i32(scratch), sum.get());
      v.storeFirst(f.i32(scratch + 4), squares.get());
    });
    return module.finish();
  },
);
