/**
 * Multiplies with the rows of a matrix, one after the other: its transpose is a factor of the product.
 * Both the matrix's rows and those of `x` are contiguous.
 *
 * A line is one of the few: a row of `x`, and the row of the result that comes of it.
 */
import type { FunctionBuilder, I32, Local, ModuleBuilder, V128 } from "./emitter.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";
import { exchangedBytes } from "./reduction.ts";
import { increaseTimes, pointersTo } from "./rows.ts";

/** Lines that are done together, the most first. */
const GROUPS = [4, 2, 1] as const;
/** Rows of the matrix that are multiplied with at a time. */
const ROWS = 4;
/** Sums of products under way at a time: as many as additions take cycles, twice. */
const SUMS = 8;

const rowParameters = [
  "x",
  "xRow",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "outColumn",
  "lines",
  "k",
  "rows",
  "accumulate",
] as const;

/** Arguments of `multiplyRows`: `k` is the length of the matrix's rows. */
export type RowArguments = readonly [
  x: number,
  xRow: number,
  matrix: number,
  matrixRow: number,
  out: number,
  outRow: number,
  outColumn: number,
  lines: number,
  k: number,
  rows: number,
  accumulate: number,
];

type Variables<Names extends readonly string[]> = Readonly<Record<Names[number], Local<I32>>>;

/** Writes the function `multiplyRows`. */
export function writeMultiplyRows(module: ModuleBuilder, kind: LaneKind, fused: boolean): void {
  const groups = GROUPS.map((lines) => ({
    lines,
    parts: [lines === 4 ? ROWS / 2 : ROWS, 1].map((rows) => ({
      rows,
      index: module.function(
        undefined,
        [...multiplyStep],
        (f, variables) => writeMultiplyStep(f, kind, fused, lines, rows, variables),
      ),
    })),
  }));
  module.function("multiplyRows", [...rowParameters], (f, variables) => {
    const { x, xRow, matrix, matrixRow, out, outRow, outColumn, lines, k, rows, accumulate } =
      variables;
    const from = f.i32Local(), to = f.i32Local(), line = f.i32Local();
    const rest = f.i32Local(), row = f.i32Local(), at = f.i32Local();
    f.while(() => f.greater(rows.get(), f.i32(0)), () => {
      from.set(x.get());
      to.set(out.get());
      line.set(lines.get());
      for (const group of groups) {
        f.while(() => f.notLess(line.get(), f.i32(group.lines)), () => {
          f.setMinimum(rest, () => rows.get(), () => f.i32(ROWS));
          row.set(matrix.get());
          at.set(to.get());
          for (const part of group.parts) {
            f.while(() => f.notLess(rest.get(), f.i32(part.rows)), () => {
              f.call(
                part.index,
                from.get(),
                xRow.get(),
                row.get(),
                matrixRow.get(),
                at.get(),
                outRow.get(),
                outColumn.get(),
                k.get(),
                accumulate.get(),
              );
              increaseTimes(f, row, matrixRow, part.rows);
              increaseTimes(f, at, outColumn, part.rows);
              f.increase(rest, -part.rows);
            });
          }
          increaseTimes(f, from, xRow, group.lines);
          increaseTimes(f, to, outRow, group.lines);
          f.increase(line, -group.lines);
        });
      }
      increaseTimes(f, matrix, matrixRow, ROWS);
      increaseTimes(f, out, outColumn, ROWS);
      f.increase(rows, -ROWS);
    });
  });
}

const multiplyStep = [
  "x",
  "xRow",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "outColumn",
  "k",
  "accumulate",
] as const;

function writeMultiplyStep(
  f: FunctionBuilder,
  kind: LaneKind,
  fused: boolean,
  lines: number,
  rows: number,
  { x, xRow, matrix, matrixRow, out, outRow, outColumn, k, accumulate }: Variables<
    typeof multiplyStep
  >,
): void {
  const v = new Lanes(f, kind, fused);
  const unrolled = Math.max(1, Math.min(4, SUMS / (lines * rows)));
  const xs = pointersTo(f, x, xRow, lines), matrices = pointersTo(f, matrix, matrixRow, rows);
  const sums = xs.map(() =>
    matrices.map(() => Array.from({ length: unrolled }, () => f.v128Local()))
  );
  const factors = xs.map(() => f.v128Local()), y = f.v128Local();
  const turn = (count: number, load: (from: Local<I32>, i: number) => V128) => {
    for (let i = 0; i < count; i++) {
      xs.forEach((from, line) => factors[line]!.set(load(from, i)));
      matrices.forEach((from, row) => {
        y.set(load(from, i));
        factors.forEach((factor, line) => {
          const sum = sums[line]![row]![i]!;
          sum.set(v.multiplyAdd(factor.get(), y.get(), () => sum.get()));
        });
      });
    }
  };
  const writeLoop = (count: number) =>
    f.while(() => f.notLess(k.get(), f.i32(count * kind.count)), () => {
      turn(count, (from, i) => v.load(from.get(), i * VECTOR));
      for (const pointer of [...xs, ...matrices]) f.increase(pointer, count * VECTOR);
      f.increase(k, -count * kind.count);
    });
  writeLoop(unrolled);
  if (unrolled > 1) writeLoop(1);
  f.while(() => f.greater(k.get(), f.i32(0)), () => {
    turn(1, (from) => v.loadFirst(from.get()));
    for (const pointer of [...xs, ...matrices]) f.increase(pointer, kind.size);
    f.increase(k, -1);
  });
  const column = f.i32Local();
  sums.forEach((parts) => {
    column.set(out.get());
    parts.forEach((part) => {
      const [sum] = part as [Local<V128>];
      for (let width = part.length >> 1; width > 0; width >>= 1) {
        for (let i = 0; i < width; i++) {
          part[i]!.set(v.add(part[i]!.get(), part[i + width]!.get()));
        }
      }
      for (let distance = VECTOR / 2; distance >= kind.size; distance /= 2) {
        sum.set(v.add(sum.get(), v.shuffle(sum.get(), sum.get(), exchangedBytes(distance))));
      }
      f.if(accumulate.get(), () => sum.set(v.add(sum.get(), v.loadSpread(column.get()))));
      v.storeFirst(column.get(), sum.get());
      f.increaseBy(column, outColumn);
    });
    f.increaseBy(out, outRow);
  });
}
