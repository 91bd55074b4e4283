/**
 * The micro-kernel: a tile of the product stays in registers while the loop runs along k.
 *
 * Sizes are explained in kernels/README.md.
 */
import type { FunctionBuilder, I32, Label, Local } from "./emitter.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";

/** Rows of a tile. With two vectors a row it takes 12 sums + 2 + 1 of the 16 registers. */
export const TILE_ROWS = 6;
const TILE_VECTORS = 2;
/** Bytes of a tile's row, and of a step in a right panel. */
export const TILE_BYTES: number = TILE_VECTORS * VECTOR;
/** Steps of a panel: so many are written out, one after the other. */
export const DEPTH = 64;
/** Steps between two places where a shorter depth can enter. */
export const ENTRY_STEPS = 4;
/** Bytes of a right panel. */
export const PANEL_BYTES: number = DEPTH * TILE_BYTES;

/** Variables of the micro-kernel. */
export interface TileVariables {
  /** Address of the first right panel; the others follow. */
  readonly right: Local<I32>;
  /** Address of the first tile; the others follow to its right. */
  readonly out: Local<I32>;
  /** Bytes from a row of `out` to the next. */
  readonly outRow: Local<I32>;
  /** Number of tiles. */
  readonly count: Local<I32>;
  /** Groups of ENTRY_STEPS steps to leave out at the start. */
  readonly entry: Local<I32>;
  /** Whether to add to what `out` holds. */
  readonly accumulate: Local<I32>;
}

/**
 * Writes code that computes a row of tiles.
 *
 * @param left Address of the packed left panel. As it is known when the code is written, the
 * engine need not check whether a load from it is in bounds, unlike every other load.
 */
export function writeTiles(
  f: FunctionBuilder,
  kind: LaneKind,
  fused: boolean,
  left: number,
  { right, out, outRow, count, entry, accumulate }: TileVariables,
): void {
  const v = new Lanes(f, kind, fused);
  const sums = Array.from(
    { length: TILE_ROWS },
    () => Array.from({ length: TILE_VECTORS }, () => f.v128Local()),
  );
  const address = f.i32Local(), x = f.v128Local();
  const ys = Array.from({ length: TILE_VECTORS }, () => f.v128Local());

  const eachRow = (write: (row: typeof ys) => void) => {
    address.set(out.get());
    for (const row of sums) {
      if (row !== sums[0]) address.set(f.add(address.get(), outRow.get()));
      write(row);
    }
  };
  const writeStep = f.repeatable(() => {
    ys.forEach((y, i) => y.set(v.load(right.get(), { first: i * VECTOR, by: TILE_BYTES })));
    sums.forEach((row, index) => {
      const first = left + index * kind.size, by = TILE_ROWS * kind.size;
      x.set(v.loadSpread(f.i32({ first, by })));
      row.forEach((sum, i) => sum.set(v.multiplyAdd(x.get(), ys[i]!.get(), () => sum.get())));
    });
  });
  const entries: Label[] = [];
  /** Blocks within blocks: jumping to the end of the n-th goes on with group n. */
  const writeGroups = (group: number) => {
    f.block((end) => {
      entries[group] = end;
      if (group === 0) f.jumpTable(entry.get(), entries);
      else writeGroups(group - 1);
    });
    for (let i = 0; i < ENTRY_STEPS; i++) writeStep(group * ENTRY_STEPS + i);
  };

  f.while(() => f.greater(count.get(), f.i32(0)), () => {
    f.if(
      accumulate.get(),
      () => eachRow((row) => row.forEach((sum, i) => sum.set(v.load(address.get(), i * VECTOR)))),
      () => sums.flat().forEach((sum) => sum.set(v.constant(0))),
    );
    writeGroups(DEPTH / ENTRY_STEPS - 1);
    eachRow((row) => row.forEach((sum, i) => v.store(address.get(), sum.get(), i * VECTOR)));
    f.increase(right, PANEL_BYTES);
    f.increase(out, TILE_BYTES);
    f.increase(count, -1);
  });
}
