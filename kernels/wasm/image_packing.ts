/**
 * Packing for convolutions: panels of the matrix that an image unfolds into, straight from the
 * image.
 *
 * That matrix has a column for every place of the kernel in the image, and a row for every channel
 * and place within the kernel. Two tables say where its numbers lie: that of a row and a column is
 * as many bytes into the image as the entries of both together.
 */
import type { FunctionBuilder, I32, Local, V128 } from "./emitter.ts";
import { float32Lanes, Lanes, VECTOR } from "./lanes.ts";
import { copied } from "./rows.ts";
import { TILE_BYTES } from "./tile.ts";

/** Bytes of a table's entry. */
export const ENTRY = 4;

/** Parameters: addresses of the image, of parts of the tables and of the panel, and sizes. */
export const imagePackingParameters = [
  "image",
  "columnTable",
  "rowTable",
  "columns",
  "rows",
  "to",
] as const;

type Variables = Readonly<Record<typeof imagePackingParameters[number], Local<I32>>>;

const { count: COUNT, size: SIZE } = float32Lanes;

/** Writes code that packs a panel of 32-bit floats. Columns that are missing become any number. */
export function writeImagePacking(f: FunctionBuilder, variables: Variables): void {
  const { image, columnTable, columns } = variables;
  const v = new Lanes(f, float32Lanes, false);
  const gathered = f.v128Local();
  const panelColumns = TILE_BYTES / SIZE;
  const starts = Array.from({ length: panelColumns }, () => f.i32Local());
  starts.forEach((start, column) => {
    // A missing column reads what the first one reads.
    const entry = () =>
      f.select(f.i32(column * ENTRY), f.i32(0), f.less(f.i32(column), columns.get()));
    start.set(f.add(image.get(), f.i32Load(f.add(columnTable.get(), entry()))));
  });
  const areNeighbours = (some: readonly Local<I32>[]) =>
    f.equal(f.sub(some.at(-1)!.get(), some[0]!.get()), f.i32((some.length - 1) * SIZE));
  f.if(areNeighbours(starts), () => {
    eachRow(f, variables, (row, to) => {
      for (let at = 0; at < TILE_BYTES; at += VECTOR) {
        v.store(to.get(), v.load(f.add(starts[0]!.get(), row.get()), at), at);
      }
    });
  }, () => {
    for (let half = 0; half < panelColumns; half += COUNT) {
      const part = starts.slice(half, half + COUNT);
      const [first, ...others] = part as [Local<I32>, ...Local<I32>[]];
      const write = (vector: (row: Local<I32>) => V128) =>
        eachRow(f, variables, (row, to) => {
          gathered.set(vector(row));
          v.store(to.get(), gathered.get(), half * SIZE);
        });
      f.if(
        areNeighbours(part),
        () => write((row) => v.load(f.add(first.get(), row.get()))),
        () =>
          write((row) => {
            gathered.set(v.loadFirst(f.add(first.get(), row.get())));
            others.forEach((start, lane) =>
              gathered.set(
                v.loadLane(f.add(start.get(), row.get()), gathered.get(), lane + 1),
              )
            );
            return gathered.get();
          }),
      );
    }
  });
}

/** Runs `write` for each row of the panel, with the row's entry in the table and its address. */
function eachRow(
  f: FunctionBuilder,
  { rowTable, rows, to }: Variables,
  write: (row: Local<I32>, to: Local<I32>) => void,
): void {
  const row = f.i32Local(), entry = copied(f, rowTable);
  const left = copied(f, rows), target = copied(f, to);
  f.while(() => f.greater(left.get(), f.i32(0)), () => {
    row.set(f.i32Load(entry.get()));
    write(row, target);
    f.increase(entry, ENTRY);
    f.increase(target, TILE_BYTES);
    f.increase(left, -1);
  });
}
