/** Sums of what convolutions copied, 32-bit floats. */
import { writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** Addresses and strides in bytes, the rest in numbers. */
export interface FoldingExports {
  /** Adds rows × columns numbers; in the source, columns are side by side. */
  addBlock(
    from: number,
    fromRow: number,
    to: number,
    toRow: number,
    toColumn: number,
    rows: number,
    columns: number,
  ): void;
}

/** The function as a module. */
export const foldingFamily: () => Family<FoldingExports> | undefined = declareFamily(
  0,
  ({ memory, fused }) => {
    const module = new ModuleBuilder(memory);
    module.function(
      "addBlock",
      ["from", "fromRow", "to", "toRow", "toColumn", "rows", "columns"],
      (f, { from, fromRow, to, toRow, toColumn, rows, columns }) => {
        const v = new Lanes(f, float32Lanes, fused);
        const term = f.i32Local(), sum = f.i32Local(), left = f.i32Local();
        f.while(() => f.greater(rows.get(), f.i32(0)), () => {
          term.set(from.get());
          sum.set(to.get());
          left.set(columns.get());
          f.if(f.equal(toColumn.get(), f.i32(float32Lanes.size)), () => {
            writeElementwise(
              f,
              float32Lanes,
              { inputs: { term, sum }, outputs: { sum }, length: left },
              (vectors) => vectors.sum.set(v.add(vectors.sum.get(), vectors.term.get())),
            );
          }, () => {
            f.while(() => f.greater(left.get(), f.i32(0)), () => {
              v.storeFirst(
                sum.get(),
                v.add(v.loadSpread(sum.get()), v.loadSpread(term.get())),
              );
              f.increaseBy(sum, toColumn);
              f.increase(term, float32Lanes.size);
              f.increase(left, -1);
            });
          });
          f.increaseBy(from, fromRow);
          f.increaseBy(to, toRow);
          f.increase(rows, -1);
        });
      },
    );
    return module.finish();
  },
);
