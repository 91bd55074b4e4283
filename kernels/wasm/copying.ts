/** Copies within kernel memory: blocks of matrices, and rows by their numbers. */
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes, VECTOR } from "./lanes.ts";

/** Addresses and strides in bytes, the rest in numbers. */
export interface CopyingExports {
  /** Copies rows × columns numbers of 32 bits; in the target, columns are side by side. */
  block(
    from: number,
    fromRow: number,
    fromColumn: number,
    to: number,
    toRow: number,
    rows: number,
    columns: number,
  ): void;
  /** Copies the rows of a table that `count` numbers at `indices` name, one after the other. */
  gather(table: number, indices: number, out: number, count: number, rowBytes: number): void;
  /** Sets bytes to 0. */
  clear(to: number, bytes: number): void;
  /** Fills `rows` rows of `rowBytes` bytes, each with one of the 32-bit numbers at `from`. */
  spread(from: number, to: number, rows: number, rowBytes: number): void;
}

/** Bytes per turn of a long copy. */
const TURN = 8 * VECTOR;

/** Bytes from which on the engine's own copy pays for calling it. */
const LONG_ROW = 512;

/** The copies as a module. */
export const copyingFamily: () => Family<CopyingExports> | undefined = declareFamily(
  0,
  ({ memory }) => {
    const module = new ModuleBuilder(memory);
    const copyRow = module.function(
      undefined,
      ["to", "from", "bytes"],
      (f, { to, from, bytes }) => {
        const v = new Lanes(f, float32Lanes, false);
        const writeLoop = (turn: number) =>
          f.while(() => f.notLess(bytes.get(), f.i32(turn)), () => {
            if (turn < VECTOR) v.storeFirst(to.get(), v.loadSpread(from.get()));
            for (let offset = 0; offset + VECTOR <= turn; offset += VECTOR) {
              v.store(to.get(), v.load(from.get(), offset), offset);
            }
            f.increase(to, turn);
            f.increase(from, turn);
            f.increase(bytes, -turn);
          });
        writeLoop(TURN);
        writeLoop(VECTOR);
        writeLoop(float32Lanes.size);
      },
    );
    module.function(
      "block",
      ["from", "fromRow", "fromColumn", "to", "toRow", "rows", "columns"],
      (f, { from, fromRow, fromColumn, to, toRow, rows, columns }) => {
        const v = new Lanes(f, float32Lanes, false);
        const at = f.i32Local(), target = f.i32Local(), left = f.i32Local();
        const size = float32Lanes.size;
        f.while(() => f.greater(rows.get(), f.i32(0)), () => {
          f.if(f.equal(fromColumn.get(), f.i32(size)), () => {
            f.call(copyRow, to.get(), from.get(), f.mul(columns.get(), f.i32(size)));
          }, () => {
            at.set(from.get());
            target.set(to.get());
            left.set(columns.get());
            f.while(() => f.greater(left.get(), f.i32(0)), () => {
              v.storeFirst(target.get(), v.loadSpread(at.get()));
              f.increaseBy(at, fromColumn);
              f.increase(target, size);
              f.increase(left, -1);
            });
          });
          f.increaseBy(from, fromRow);
          f.increaseBy(to, toRow);
          f.increase(rows, -1);
        });
      },
    );
    module.function(
      "gather",
      ["table", "indices", "out", "count", "rowBytes"],
      (f, { table, indices, out, count, rowBytes }) => {
        const row = () =>
          [
            out.get(),
            f.add(table.get(), f.mul(f.i32Load(indices.get()), rowBytes.get())),
            rowBytes.get(),
          ] as const;
        f.while(() => f.greater(count.get(), f.i32(0)), () => {
          f.if(
            f.less(rowBytes.get(), f.i32(LONG_ROW)),
            () => f.call(copyRow, ...row()),
            () => f.copyBytes(...row()),
          );
          f.increaseBy(out, rowBytes);
          f.increase(indices, 4);
          f.increase(count, -1);
        });
      },
    );
    module.function(
      "clear",
      ["to", "bytes"],
      (f, { to, bytes }) => f.fillBytes(to.get(), f.i32(0), bytes.get()),
    );
    module.function(
      "spread",
      ["from", "to", "rows", "rowBytes"],
      (f, { from, to, rows, rowBytes }) => {
        const v = new Lanes(f, float32Lanes, false);
        const value = f.v128Local(), left = f.i32Local();
        const writeLoop = (turn: number) =>
          f.while(() => f.notLess(left.get(), f.i32(turn)), () => {
            if (turn < VECTOR) v.storeFirst(to.get(), value.get());
            for (let offset = 0; offset + VECTOR <= turn; offset += VECTOR) {
              v.store(to.get(), value.get(), offset);
            }
            f.increase(to, turn);
            f.increase(left, -turn);
          });
        f.while(() => f.greater(rows.get(), f.i32(0)), () => {
          value.set(v.loadSpread(from.get()));
          left.set(rowBytes.get());
          writeLoop(TURN);
          writeLoop(VECTOR);
          writeLoop(float32Lanes.size);
          f.increase(from, float32Lanes.size);
          f.increase(rows, -1);
        });
      },
    );
    return module.finish();
  },
);
