/**
 * Matrix product in WebAssembly. See kernels/README.md for the idea and the sizes.
 *
 * The exported `multiply` computes one block: any number of rows, up to MAXIMUM_DEPTH steps and
 * MAXIMUM_COLUMN_BYTES wide. Larger products are split by products.ts.
 */
import { type FunctionBuilder, type I32, type Local, ModuleBuilder } from "./emitter.ts";
import type { Target } from "./family.ts";
import { ENTRY, imagePackingParameters, writeImagePacking } from "./image_packing.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";
import { packingParameters, writePacking } from "./packing.ts";
import {
  DEPTH,
  ENTRY_STEPS,
  PANEL_BYTES,
  TILE_BYTES,
  TILE_ROWS,
  type TileVariables,
  writeTiles,
} from "./tile.ts";

/** Steps along k that a block has at most. */
export const MAXIMUM_DEPTH = 1024;
/** Bytes of a block's row at most. */
export const MAXIMUM_COLUMN_BYTES = 4096;
/** Rows done before the next depth, so that their part of the product stays in the cache. */
const BLOCK_ROWS = 96;

/** Places in scratch memory: an odd tile, the left panel, and the right panels. */
const TILE_AT = 0, LEFT_AT = 256, RIGHT_AT = 4096;
/** Bytes of memory that a thread's products need for themselves. */
export const MATMUL_SCRATCH: number = RIGHT_AT +
  (MAXIMUM_DEPTH / DEPTH) * (MAXIMUM_COLUMN_BYTES / TILE_BYTES) * PANEL_BYTES;

const parameters = [
  "a",
  "aRow",
  "aStep",
  "b",
  "bStep",
  "bColumn",
  "out",
  "outRow",
  "m",
  "k",
  "n",
  "accumulate",
] as const;

/**
 * Arguments of `multiply`: addresses of the matrices, each followed by its strides in bytes
 * (`outRow`: from a row of the product to the next), then the sizes m, k and n, and whether to
 * add to what the output holds.
 */
export type MultiplyArguments = readonly [
  a: number,
  aRow: number,
  aStep: number,
  b: number,
  bStep: number,
  bColumn: number,
  out: number,
  outRow: number,
  m: number,
  k: number,
  n: number,
  accumulate: number,
];

/** The module's exports. */
export interface MatmulExports {
  multiply(...args: MultiplyArguments): void;
  /**
   * Multiplies with the matrix that an image unfolds into, see image_packing.ts: `b` is the image,
   * `bStep` the address in the table of rows, `bColumn` that in the table of columns. It exists
   * for 32-bit floats.
   */
  convolve?(...args: MultiplyArguments): void;
}

/** Writes the module for one kind of number. `scratch` must be the thread's own. */
export function writeMatmul(
  kind: LaneKind,
  { memory, fused, scratch }: Target,
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(memory);
  const packLeft = module.function(
    undefined,
    packingParameters,
    (f, variables) => writePacking(f, kind, TILE_ROWS, variables),
  );
  const packRight = module.function(
    undefined,
    packingParameters,
    (f, variables) => writePacking(f, kind, TILE_BYTES / kind.size, variables),
  );
  const tiles = module.function(
    undefined,
    ["right", "out", "outRow", "count", "entry", "accumulate"],
    (f, variables) => writeTiles(f, kind, fused, scratch + LEFT_AT, variables),
  );
  const copyRows = module.function(
    undefined,
    ["to", "toRow", "from", "fromRow", "rows", "bytes"],
    (f, variables) => writeCopyRows(f, kind, variables),
  );
  const tileAside = module.function(
    undefined,
    ["right", "out", "outRow", "entry", "accumulate", "rows", "bytes"],
    (f, variables) => writeTileAside(f, { tiles, copyRows }, scratch + TILE_AT, variables),
  );
  const others = { packLeft, tiles, tileAside };
  module.function("multiply", parameters, (f, variables) => {
    const { b, bStep, bColumn } = variables;
    writeMultiply(f, kind, others, scratch, variables, (panel) => {
      f.call(
        packRight,
        elementOf(f, b, panel.step, bStep, panel.column, bColumn),
        bColumn.get(),
        bStep.get(),
        panel.columns.get(),
        panel.depth.get(),
        panel.to(),
      );
    });
  });
  if (kind.size === 4) {
    const packImage = module.function(undefined, imagePackingParameters, writeImagePacking);
    module.function("convolve", parameters, (f, variables) => {
      const { b, bStep, bColumn } = variables;
      const placeIn = (table: Local<I32>, index: Local<I32>) =>
        f.add(table.get(), f.mul(index.get(), f.i32(ENTRY)));
      writeMultiply(f, kind, others, scratch, variables, (panel) => {
        f.call(
          packImage,
          b.get(),
          placeIn(bColumn, panel.column),
          placeIn(bStep, panel.step),
          panel.columns.get(),
          panel.depth.get(),
          panel.to(),
        );
      });
    });
  }
  return module.finish();
}

/** A panel of the right matrix that is to be packed. */
interface RightPanel {
  readonly step: Local<I32>;
  readonly column: Local<I32>;
  readonly columns: Local<I32>;
  readonly depth: Local<I32>;
  /** Where its first step goes. */
  to(): I32;
}

function elementOf(
  f: FunctionBuilder,
  matrix: Local<I32>,
  i: Local<I32>,
  iStride: Local<I32>,
  j: Local<I32>,
  jStride: Local<I32>,
): I32 {
  return f.add(
    f.add(matrix.get(), f.mul(i.get(), iStride.get())),
    f.mul(j.get(), jStride.get()),
  );
}

/** Writes code that copies a part of a tile. Few bytes: calling the engine would take longer. */
function writeCopyRows(
  f: FunctionBuilder,
  kind: LaneKind,
  { to, toRow, from, fromRow, rows, bytes }: Readonly<
    Record<"to" | "toRow" | "from" | "fromRow" | "rows" | "bytes", Local<I32>>
  >,
): void {
  const v = new Lanes(f, kind, false);
  const offset = f.i32Local();
  const target = () => f.add(to.get(), offset.get()),
    source = () => f.add(from.get(), offset.get());
  f.while(() => f.greater(rows.get(), f.i32(0)), () => {
    offset.set(f.i32(0));
    f.while(() => f.notLess(f.sub(bytes.get(), offset.get()), f.i32(VECTOR)), () => {
      v.store(target(), v.load(source()));
      f.increase(offset, VECTOR);
    });
    f.while(() => f.less(offset.get(), bytes.get()), () => {
      v.storeFirst(target(), v.loadSpread(source()));
      f.increase(offset, kind.size);
    });
    f.increaseBy(to, toRow);
    f.increaseBy(from, fromRow);
    f.increase(rows, -1);
  });
}

/** Writes code for a tile that sticks out of the product: it is computed elsewhere and copied. */
function writeTileAside(
  f: FunctionBuilder,
  { tiles, copyRows }: Readonly<Record<"tiles" | "copyRows", number>>,
  tileAt: number,
  { right, out, outRow, entry, accumulate, rows, bytes }:
    & Omit<TileVariables, "count">
    & Readonly<Record<"rows" | "bytes", Local<I32>>>,
): void {
  const size = () => [rows.get(), bytes.get()];
  const tile = () => [f.i32(tileAt), f.i32(TILE_BYTES)];
  f.if(
    accumulate.get(),
    () => f.call(copyRows, ...tile(), out.get(), outRow.get(), ...size()),
  );
  f.call(tiles, right.get(), ...tile(), f.i32(1), entry.get(), accumulate.get());
  f.call(copyRows, out.get(), outRow.get(), ...tile(), ...size());
}

function writeMultiply(
  f: FunctionBuilder,
  kind: LaneKind,
  { packLeft, tiles, tileAside }: Readonly<Record<"packLeft" | "tiles" | "tileAside", number>>,
  scratch: number,
  { a, aRow, aStep, out, outRow, m, k, n, accumulate }: Readonly<
    Record<typeof parameters[number], Local<I32>>
  >,
  writePackRight: (panel: RightPanel) => void,
): void {
  const v = new Lanes(f, kind, false);
  const zero = f.v128Local();
  const panelColumns = TILE_BYTES / kind.size, leftBytes = TILE_ROWS * kind.size;
  const leftAt = scratch + LEFT_AT, rightAt = scratch + RIGHT_AT;
  const block = f.i32Local(), row = f.i32Local(), column = f.i32Local(), step = f.i32Local();
  const blockEnd = f.i32Local(), rows = f.i32Local(), depth = f.i32Local();
  const entry = f.i32Local(), panel = f.i32Local(), panels = f.i32Local();
  const whole = f.i32Local(), to = f.i32Local(), bytes = f.i32Local(), add = f.i32Local();

  /** Panels hold their steps at the end; what rounds the depth up to whole groups is zeros. */
  const eachDepth = (write: () => void) =>
    f.range(step, () => k.get(), DEPTH, () => {
      f.setMinimum(depth, () => f.sub(k.get(), step.get()), () => f.i32(DEPTH));
      entry.set(
        f.shiftRight(f.sub(f.i32(DEPTH), depth.get()), f.i32(Math.log2(ENTRY_STEPS))),
      );
      write();
    });
  const clearRounding = (address: () => I32, stepBytes: number) => {
    const start = f.i32Local();
    start.set(f.add(address(), f.mul(entry.get(), f.i32(ENTRY_STEPS * stepBytes))));
    for (let offset = 0; offset < ENTRY_STEPS * stepBytes; offset += VECTOR) {
      v.store(start.get(), zero.get(), offset);
    }
  };
  const firstStep = (address: () => I32, stepBytes: number) =>
    f.add(address(), f.mul(f.sub(f.i32(DEPTH), depth.get()), f.i32(stepBytes)));

  panel.set(f.i32(rightAt));
  eachDepth(() =>
    f.range(column, () => n.get(), panelColumns, () => {
      f.setMinimum(rows, () => f.sub(n.get(), column.get()), () => f.i32(panelColumns));
      clearRounding(() => panel.get(), TILE_BYTES);
      const to = () => firstStep(() => panel.get(), TILE_BYTES);
      writePackRight({ step, column, columns: rows, depth, to });
      f.increase(panel, PANEL_BYTES);
    })
  );

  whole.set(f.shiftRight(n.get(), f.i32(Math.log2(panelColumns))));
  f.range(block, () => m.get(), BLOCK_ROWS, () => {
    f.setMinimum(blockEnd, () => f.add(block.get(), f.i32(BLOCK_ROWS)), () => m.get());
    panels.set(f.i32(rightAt));
    add.set(accumulate.get());
    eachDepth(() => {
      row.set(block.get());
      f.while(() => f.less(row.get(), blockEnd.get()), () => {
        f.setMinimum(rows, () => f.sub(blockEnd.get(), row.get()), () => f.i32(TILE_ROWS));
        clearRounding(() => f.i32(leftAt), leftBytes);
        f.call(
          packLeft,
          elementOf(f, a, row, aRow, step, aStep),
          aRow.get(),
          aStep.get(),
          rows.get(),
          depth.get(),
          firstStep(() => f.i32(leftAt), leftBytes),
        );
        panel.set(panels.get());
        to.set(f.add(out.get(), f.mul(row.get(), outRow.get())));
        bytes.set(f.mul(n.get(), f.i32(kind.size)));
        f.if(f.equal(rows.get(), f.i32(TILE_ROWS)), () => {
          f.call(
            tiles,
            panel.get(),
            to.get(),
            outRow.get(),
            whole.get(),
            entry.get(),
            add.get(),
          );
          panel.set(f.add(panel.get(), f.mul(whole.get(), f.i32(PANEL_BYTES))));
          to.set(f.add(to.get(), f.mul(whole.get(), f.i32(TILE_BYTES))));
          bytes.set(f.sub(bytes.get(), f.mul(whole.get(), f.i32(TILE_BYTES))));
        });
        f.while(() => f.greater(bytes.get(), f.i32(0)), () => {
          f.call(
            tileAside,
            panel.get(),
            to.get(),
            outRow.get(),
            entry.get(),
            add.get(),
            rows.get(),
            f.select(
              bytes.get(),
              f.i32(TILE_BYTES),
              f.less(bytes.get(), f.i32(TILE_BYTES)),
            ),
          );
          f.increase(panel, PANEL_BYTES);
          f.increase(to, TILE_BYTES);
          f.increase(bytes, -TILE_BYTES);
        });
        f.increase(row, TILE_ROWS);
      });
      panels.set(panel.get());
      add.set(f.i32(1));
    });
  });
}
