/**
 * Products of a few vectors with a matrix, in WebAssembly.
 *
 * The matrix is read once and where it is: packing it, as wasm/matmul.ts does, would take longer
 * than the product. The vectors are the rows of `x`; those of the result, of `out`.
 */
import { type FunctionBuilder, type I32, type Local, ModuleBuilder, type V128 } from "./emitter.ts";
import type { Target } from "./family.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";
import { turned } from "./reduction.ts";

/** The module's exports. Addresses and strides are in bytes, sizes in numbers. */
export interface ThinExports {
  /**
   * Adds up multiples of the matrix's rows: for a matrix whose columns lie side by side. Each
   * element is added up in the same order as by wasm/matmul.ts.
   */
  combineRows(...args: CombineArguments): void;
  /**
   * Multiplies with each row of the matrix: for one whose transpose is multiplied with. Both the
   * vectors and the matrix's rows are contiguous.
   */
  multiplyRows(...args: RowArguments): void;
}

const combineParameters = [
  "x",
  "xRow",
  "xStep",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "vectors",
  "k",
  "columns",
  "accumulate",
] as const;

/** Arguments of `combineRows`: `columns` is the length of the matrix's rows, of which there are k. */
export type CombineArguments = readonly [
  x: number,
  xRow: number,
  xStep: number,
  matrix: number,
  matrixRow: number,
  out: number,
  outRow: number,
  vectors: number,
  k: number,
  columns: number,
  accumulate: number,
];

const rowParameters = [
  "x",
  "xRow",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "outColumn",
  "vectors",
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
  vectors: number,
  k: number,
  rows: number,
  accumulate: number,
];

type Variables<Names extends readonly string[]> = Readonly<Record<Names[number], Local<I32>>>;

/** Bytes of a row that are done at a time: so much of the result stays in the first-level cache. */
const BLOCK_BYTES = 4096;
/** Vectors that are done together, the most first. */
const GROUPS = [4, 2, 1] as const;
/** Rows of the matrix that are added before the next group of vectors. */
const STEPS = 16;
/** Rows of the matrix that are multiplied with at a time. */
const ROWS = 4;
/** Sums of products under way at a time: as many as additions take cycles, twice. */
const SUMS = 8;

/** Bytes of the module's own memory: factors, between two uses. */
export const THIN_SCRATCH = 4 * STEPS * 8;

/** A way to add multiples of rows to vectors. */
interface CombineWay {
  readonly vectors: number;
  /** Rows of the matrix at a time. */
  readonly steps: number;
  /** Vectors of the row (in the sense of lanes) that a turn of the loop does. */
  readonly width: number;
  /**
   * Where the factors are kept; without it in variables, for which there are not always enough
   * registers. As the address is known when the code is written, it need not be checked.
   */
  readonly factorsAt: number | undefined;
}

function combineWays(scratch: number): readonly CombineWay[] {
  const inRegisters = { width: 2, factorsAt: undefined };
  return [
    { vectors: 4, steps: STEPS, width: 3, factorsAt: scratch },
    { vectors: 4, steps: 2, ...inRegisters },
    { vectors: 4, steps: 1, ...inRegisters },
    { vectors: 2, steps: 4, ...inRegisters },
    { vectors: 2, steps: 1, ...inRegisters },
    { vectors: 1, steps: 8, ...inRegisters },
    { vectors: 1, steps: 1, ...inRegisters },
  ];
}

/** Writes the module for one kind of number. */
export function writeThin(
  kind: LaneKind,
  { memory, fused, scratch }: Target,
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(memory);
  const combine = GROUPS.map((vectors) => ({
    vectors,
    parts: combineWays(scratch).filter((way) => way.vectors === vectors).map((way) => ({
      steps: way.steps,
      index: module.function(
        undefined,
        [...combineStep],
        (f, variables) => writeCombineStep(f, kind, fused, way, variables),
      ),
    })),
  }));
  const multiply = GROUPS.map((vectors) => ({
    vectors,
    parts: [vectors === 4 ? ROWS / 2 : ROWS, 1].map((rows) => ({
      rows,
      index: module.function(
        undefined,
        [...multiplyStep],
        (f, variables) => writeMultiplyStep(f, kind, fused, vectors, rows, variables),
      ),
    })),
  }));
  module.function("combineRows", [...combineParameters], (f, variables) => {
    const { x, xRow, xStep, matrix, matrixRow, out, outRow, vectors, k, columns, accumulate } =
      variables;
    const bytes = f.i32Local(), left = f.i32Local(), fresh = f.i32Local();
    const steps = f.i32Local(), rest = f.i32Local();
    const row = f.i32Local(), from = f.i32Local(), to = f.i32Local(), vector = f.i32Local();
    const at = f.i32Local(), xAt = f.i32Local(), matrixAt = f.i32Local(), isFresh = f.i32Local();
    left.set(f.mul(columns.get(), f.i32(kind.size)));
    f.while(() => f.greater(left.get(), f.i32(0)), () => {
      f.setMinimum(bytes, () => left.get(), () => f.i32(BLOCK_BYTES));
      fresh.set(f.equal(accumulate.get(), f.i32(0)));
      row.set(matrix.get());
      at.set(x.get());
      steps.set(k.get());
      f.while(() => f.greater(steps.get(), f.i32(0)), () => {
        from.set(at.get());
        to.set(out.get());
        vector.set(vectors.get());
        for (const group of combine) {
          f.while(() => f.notLess(vector.get(), f.i32(group.vectors)), () => {
            f.setMinimum(rest, () => steps.get(), () => f.i32(STEPS));
            xAt.set(from.get());
            matrixAt.set(row.get());
            isFresh.set(fresh.get());
            for (const part of group.parts) {
              f.while(() => f.notLess(rest.get(), f.i32(part.steps)), () => {
                f.call(
                  part.index,
                  xAt.get(),
                  xRow.get(),
                  xStep.get(),
                  matrixAt.get(),
                  matrixRow.get(),
                  to.get(),
                  outRow.get(),
                  bytes.get(),
                  isFresh.get(),
                );
                isFresh.set(f.i32(0));
                increaseTimes(f, xAt, xStep, part.steps);
                increaseTimes(f, matrixAt, matrixRow, part.steps);
                f.increase(rest, -part.steps);
              });
            }
            increaseTimes(f, from, xRow, group.vectors);
            increaseTimes(f, to, outRow, group.vectors);
            f.increase(vector, -group.vectors);
          });
        }
        fresh.set(f.i32(0));
        increaseTimes(f, at, xStep, STEPS);
        increaseTimes(f, row, matrixRow, STEPS);
        f.increase(steps, -STEPS);
      });
      f.increase(matrix, BLOCK_BYTES);
      f.increase(out, BLOCK_BYTES);
      f.increase(left, -BLOCK_BYTES);
    });
  });
  module.function("multiplyRows", [...rowParameters], (f, variables) => {
    const { x, xRow, matrix, matrixRow, out, outRow, outColumn, vectors, k, rows, accumulate } =
      variables;
    const from = f.i32Local(), to = f.i32Local(), vector = f.i32Local();
    const rest = f.i32Local(), row = f.i32Local(), at = f.i32Local();
    f.while(() => f.greater(rows.get(), f.i32(0)), () => {
      from.set(x.get());
      to.set(out.get());
      vector.set(vectors.get());
      for (const group of multiply) {
        f.while(() => f.notLess(vector.get(), f.i32(group.vectors)), () => {
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
          increaseTimes(f, from, xRow, group.vectors);
          increaseTimes(f, to, outRow, group.vectors);
          f.increase(vector, -group.vectors);
        });
      }
      increaseTimes(f, matrix, matrixRow, ROWS);
      increaseTimes(f, out, outColumn, ROWS);
      f.increase(rows, -ROWS);
    });
  });
  return module.finish();
}

const combineStep = [
  "x",
  "xRow",
  "xStep",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "bytes",
  "fresh",
] as const;

function writeCombineStep(
  f: FunctionBuilder,
  kind: LaneKind,
  fused: boolean,
  { vectors, steps, width, factorsAt }: CombineWay,
  { x, xRow, xStep, matrix, matrixRow, out, outRow, bytes, fresh }: Variables<typeof combineStep>,
): void {
  const v = new Lanes(f, kind, fused);
  const address = f.i32Local(), factor = f.v128Local();
  const factorAt = (vector: number, step: number) =>
    factorsAt! + (step * vectors + vector) * kind.size;
  const factors = Array.from({ length: vectors }, (_, vector) => {
    address.set(x.get());
    f.increaseBy(x, xRow);
    return Array.from({ length: steps }, (_, step) => {
      const local = factorsAt === undefined ? f.v128Local() : factor;
      local.set(v.loadSpread(address.get()));
      if (local === factor) v.storeFirst(f.i32(factorAt(vector, step)), factor.get());
      f.increaseBy(address, xStep);
      return local;
    });
  });
  const outs = pointersTo(f, out, outRow, vectors);
  const sums = outs.map(() => Array.from({ length: width }, () => f.v128Local()));
  const ys = Array.from({ length: width }, () => f.v128Local());
  const writeLoop = (width: number, load: (from: Local<I32>, i: number) => V128, size: number) =>
    f.while(() => f.notLess(bytes.get(), f.i32(width * size)), () => {
      const eachSum = (write: (sum: Local<V128>, vector: number, i: number) => void) =>
        sums.forEach((row, vector) =>
          row.slice(0, width).forEach((sum, i) => write(sum, vector, i))
        );
      f.if(
        fresh.get(),
        () => eachSum((sum) => sum.set(v.constant(0))),
        () => eachSum((sum, vector, i) => sum.set(load(outs[vector]!, i))),
      );
      address.set(matrix.get());
      for (let step = 0; step < steps; step++) {
        for (let i = 0; i < width; i++) ys[i]!.set(load(address, i));
        f.increaseBy(address, matrixRow);
        sums.forEach((row, vector) => {
          const local = factors[vector]![step]!;
          if (local === factor) factor.set(v.loadSpread(f.i32(factorAt(vector, step))));
          row.slice(0, width).forEach((sum, i) =>
            sum.set(v.multiplyAdd(local.get(), ys[i]!.get(), () => sum.get()))
          );
        });
      }
      eachSum((sum, vector, i) => {
        const to = outs[vector]!.get();
        if (size < VECTOR) v.storeFirst(to, sum.get());
        else v.store(to, sum.get(), i * VECTOR);
      });
      for (const pointer of [matrix, ...outs]) f.increase(pointer, width * size);
      f.increase(bytes, -width * size);
    });
  writeLoop(width, (from, i) => v.load(from.get(), i * VECTOR), VECTOR);
  writeLoop(1, (from) => v.load(from.get()), VECTOR);
  writeLoop(1, (from) => v.loadSpread(from.get()), kind.size);
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
  vectors: number,
  rows: number,
  { x, xRow, matrix, matrixRow, out, outRow, outColumn, k, accumulate }: Variables<
    typeof multiplyStep
  >,
): void {
  const v = new Lanes(f, kind, fused);
  const unrolled = Math.max(1, Math.min(4, SUMS / (vectors * rows)));
  const xs = pointersTo(f, x, xRow, vectors), matrices = pointersTo(f, matrix, matrixRow, rows);
  const sums = xs.map(() =>
    matrices.map(() => Array.from({ length: unrolled }, () => f.v128Local()))
  );
  const factors = xs.map(() => f.v128Local()), y = f.v128Local();
  const turn = (count: number, load: (from: Local<I32>, i: number) => V128) => {
    for (let i = 0; i < count; i++) {
      xs.forEach((from, vector) => factors[vector]!.set(load(from, i)));
      matrices.forEach((from, row) => {
        y.set(load(from, i));
        factors.forEach((factor, vector) => {
          const sum = sums[vector]![row]![i]!;
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
        sum.set(v.add(sum.get(), v.shuffle(sum.get(), sum.get(), turned(distance))));
      }
      f.if(accumulate.get(), () => sum.set(v.add(sum.get(), v.loadSpread(column.get()))));
      v.storeFirst(column.get(), sum.get());
      f.increaseBy(column, outColumn);
    });
    f.increaseBy(out, outRow);
  });
}

/** Addresses of rows: the first one's, and of those after it. */
function pointersTo(
  f: FunctionBuilder,
  first: Local<I32>,
  stride: Local<I32>,
  count: number,
): Local<I32>[] {
  const pointers = [first];
  for (let i = 1; i < count; i++) {
    const pointer = f.i32Local();
    pointer.set(f.add(pointers[i - 1]!.get(), stride.get()));
    pointers.push(pointer);
  }
  return pointers;
}

function increaseTimes(
  f: FunctionBuilder,
  variable: Local<I32>,
  by: Local<I32>,
  times: number,
): void {
  if (times === 1) f.increaseBy(variable, by);
  else variable.set(f.add(variable.get(), f.mul(by.get(), f.i32(times))));
}
