/**
 * Packing: copies a few rows of a matrix into the order in which the micro-kernel reads them,
 * all rows' first numbers, then all rows' second numbers, and so on.
 *
 * "Rows" and "steps" are those of the left matrix; for the right one, read columns for rows.
 */
import type { FunctionBuilder, I32, Local } from "./emitter.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";

/** Parameters of a packing function: addresses and strides in bytes, the rest in numbers. */
export const packingParameters = [
  "from",
  "rowStride",
  "stepStride",
  "rows",
  "steps",
  "to",
] as const;

/** Its variables; `from`, `to` and `steps` are moved along. */
export type PackingVariables = Readonly<
  Record<typeof packingParameters[number], Local<I32>>
>;

/**
 * Writes code that packs `panelRows` rows. Those that are missing become zeros.
 *
 * There is a faster way for whole panels in either order of memory.
 */
export function writePacking(
  f: FunctionBuilder,
  kind: LaneKind,
  panelRows: number,
  variables: PackingVariables,
): void {
  const { rowStride, stepStride, rows } = variables;
  f.if(f.equal(rows.get(), f.i32(panelRows)), () => {
    f.if(f.equal(stepStride.get(), f.i32(kind.size)), () => {
      writeInterleaving(f, kind, panelRows, variables);
    });
    f.if(f.equal(rowStride.get(), f.i32(kind.size)), () => {
      writeStraightCopy(f, kind, panelRows, variables);
    });
  });
  // What is left: the last few steps, or a panel with missing rows.
  writeOneByOne(f, kind, panelRows, variables);
}

/** Rows that lie apart, each one contiguous: reads a vector of each and interleaves pairs. */
function writeInterleaving(
  f: FunctionBuilder,
  kind: LaneKind,
  panelRows: number,
  { from, rowStride, steps, to }: PackingVariables,
): void {
  const v = new Lanes(f, kind, false);
  const { size, count } = kind;
  const width = panelRows * size;
  const address = f.i32Local(), first = f.v128Local(), second = f.v128Local();
  f.while(() => f.notLess(steps.get(), f.i32(count)), () => {
    address.set(from.get());
    for (let row = 0; row < panelRows; row += 2) {
      first.set(v.load(address.get()));
      f.increaseBy(address, rowStride);
      second.set(v.load(address.get()));
      f.increaseBy(address, rowStride);
      const interleave = (start: number) =>
        v.shuffle(first.get(), second.get(), interleavedBytes(size, start));
      // Two steps of a pair fill a vector of 32-bit floats, one step fills one of 64-bit floats.
      for (let step = 0; step < count; step++) {
        const place = step * width + row * size;
        if (size === 8) v.store(to.get(), interleave(step * size), place);
        else v.storeHalf(to.get(), interleave(step < 2 ? 0 : 8), step & 1, place);
      }
    }
    f.increase(from, VECTOR);
    f.increase(to, count * width);
    f.increase(steps, -count);
  });
}

/** Bytes of a₀ b₀ a₁ b₁ …, with a₀ and b₀ beginning at byte `start` of their vectors. */
function interleavedBytes(size: number, start: number): number[] {
  return Array.from({ length: VECTOR }, (_, byte) => {
    const element = Math.floor(byte / size);
    return (element & 1) * VECTOR + start + (element >> 1) * size + byte % size;
  });
}

/** Rows that lie side by side: each step is contiguous already. */
function writeStraightCopy(
  f: FunctionBuilder,
  kind: LaneKind,
  panelRows: number,
  { from, stepStride, steps, to }: PackingVariables,
): void {
  const v = new Lanes(f, kind, false);
  const width = panelRows * kind.size;
  f.while(() => f.greater(steps.get(), f.i32(0)), () => {
    let offset = 0;
    for (; offset + VECTOR <= width; offset += VECTOR) {
      v.store(to.get(), v.load(from.get(), offset), offset);
    }
    if (offset < width) v.storeHalf(to.get(), v.loadHalf(from.get(), offset), 0, offset);
    f.increaseBy(from, stepStride);
    f.increase(to, width);
    f.increase(steps, -1);
  });
}

function writeOneByOne(
  f: FunctionBuilder,
  kind: LaneKind,
  panelRows: number,
  { from, rowStride, stepStride, rows, steps, to }: PackingVariables,
): void {
  const v = new Lanes(f, kind, false);
  const row = f.i32Local(), address = f.i32Local();
  f.while(() => f.greater(steps.get(), f.i32(0)), () => {
    address.set(from.get());
    f.range(row, () => f.i32(panelRows), 1, () => {
      f.if(f.less(row.get(), rows.get()), () => {
        v.storeFirst(to.get(), v.loadSpread(address.get()));
        f.increaseBy(address, rowStride);
      }, () => v.storeFirst(to.get(), v.constant(0)));
      f.increase(to, kind.size);
    });
    f.increaseBy(from, stepStride);
    f.increase(steps, -1);
  });
}
