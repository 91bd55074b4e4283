/**
 * Adds up multiples of a matrix's rows, for a matrix whose columns lie side by side.
 *
 * A line is one of the few: a row of `x`, and the row of the result that comes of it.
 */
import type { FunctionBuilder, I32, Local, ModuleBuilder, V128 } from "./emitter.ts";
import { type LaneKind, Lanes, VECTOR } from "./lanes.ts";
import { increaseTimes, pointersTo } from "./rows.ts";

/** Bytes of a row that are done at a time: so much of the result stays in the first-level cache. */
const BLOCK_BYTES = 4096;
/** Lines that are done together, the most first. */
const GROUPS = [4, 2, 1] as const;
/** Rows of the matrix that are added before the next group of lines. */
const STEPS = 16;

/** Bytes of memory for factors, between two uses. */
export const FACTORS_BYTES: number = GROUPS[0] * STEPS * 8;

/** A way to add multiples of rows to lines. */
interface CombineWay {
  readonly lines: number;
  /** Rows of the matrix at a time. */
  readonly steps: number;
  /** Vectors of a row that a turn of the loop does. */
  readonly width: number;
  /**
   * Address of the factors; `undefined` keeps them in variables, for which there are not always
   * enough registers. The address is known when the code is written, so the engine does not check it.
   */
  readonly factorsAt: number | undefined;
}

function combineWays(factorsAt: number): readonly CombineWay[] {
  const inRegisters = { width: 2, factorsAt: undefined };
  return [
    { lines: 4, steps: STEPS, width: 3, factorsAt },
    { lines: 4, steps: 2, ...inRegisters },
    { lines: 4, steps: 1, ...inRegisters },
    { lines: 2, steps: 4, ...inRegisters },
    { lines: 2, steps: 1, ...inRegisters },
    { lines: 1, steps: 8, ...inRegisters },
    { lines: 1, steps: 1, ...inRegisters },
  ];
}

const combineParameters = [
  "x",
  "xRow",
  "xStep",
  "matrix",
  "matrixRow",
  "out",
  "outRow",
  "lines",
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
  lines: number,
  k: number,
  columns: number,
  accumulate: number,
];

type Variables<Names extends readonly string[]> = Readonly<Record<Names[number], Local<I32>>>;

/** Writes the function `combineRows`. `factorsAt` is the address of {@linkcode FACTORS_BYTES}. */
export function writeCombineRows(
  module: ModuleBuilder,
  kind: LaneKind,
  fused: boolean,
  factorsAt: number,
): void {
  const groups = GROUPS.map((lines) => ({
    lines,
    parts: combineWays(factorsAt).filter((way) => way.lines === lines).map((way) => ({
      steps: way.steps,
      index: module.function(
        undefined,
        [...combineStep],
        (f, variables) => writeCombineStep(f, kind, fused, way, variables),
      ),
    })),
  }));
  module.function("combineRows", [...combineParameters], (f, variables) => {
    const { x, xRow, xStep, matrix, matrixRow, out, outRow, lines, k, columns, accumulate } =
      variables;
    const bytes = f.i32Local(), left = f.i32Local(), fresh = f.i32Local();
    const steps = f.i32Local(), rest = f.i32Local();
    const row = f.i32Local(), from = f.i32Local(), to = f.i32Local(), line = f.i32Local();
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
        line.set(lines.get());
        for (const group of groups) {
          f.while(() => f.notLess(line.get(), f.i32(group.lines)), () => {
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
            increaseTimes(f, from, xRow, group.lines);
            increaseTimes(f, to, outRow, group.lines);
            f.increase(line, -group.lines);
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
  { lines, steps, width, factorsAt }: CombineWay,
  { x, xRow, xStep, matrix, matrixRow, out, outRow, bytes, fresh }: Variables<typeof combineStep>,
): void {
  const v = new Lanes(f, kind, fused);
  const address = f.i32Local(), factor = f.v128Local();
  const factorAt = (line: number, step: number) => factorsAt! + (step * lines + line) * kind.size;
  const factors = Array.from({ length: lines }, (_, line) => {
    address.set(x.get());
    f.increaseBy(x, xRow);
    return Array.from({ length: steps }, (_, step) => {
      const local = factorsAt === undefined ? f.v128Local() : factor;
      local.set(v.loadSpread(address.get()));
      if (local === factor) v.storeFirst(f.i32(factorAt(line, step)), factor.get());
      f.increaseBy(address, xStep);
      return local;
    });
  });
  const outs = pointersTo(f, out, outRow, lines);
  const sums = outs.map(() => Array.from({ length: width }, () => f.v128Local()));
  const ys = Array.from({ length: width }, () => f.v128Local());
  const writeLoop = (width: number, load: (from: Local<I32>, i: number) => V128, size: number) =>
    f.while(() => f.notLess(bytes.get(), f.i32(width * size)), () => {
      const eachSum = (write: (sum: Local<V128>, line: number, i: number) => void) =>
        sums.forEach((row, line) => row.slice(0, width).forEach((sum, i) => write(sum, line, i)));
      f.if(
        fresh.get(),
        () => eachSum((sum) => sum.set(v.constant(0))),
        () => eachSum((sum, line, i) => sum.set(load(outs[line]!, i))),
      );
      address.set(matrix.get());
      for (let step = 0; step < steps; step++) {
        for (let i = 0; i < width; i++) ys[i]!.set(load(address, i));
        f.increaseBy(address, matrixRow);
        sums.forEach((row, line) => {
          const local = factors[line]![step]!;
          if (local === factor) factor.set(v.loadSpread(f.i32(factorAt(line, step))));
          row.slice(0, width).forEach((sum, i) =>
            sum.set(v.multiplyAdd(local.get(), ys[i]!.get(), () => sum.get()))
          );
        });
      }
      eachSum((sum, line, i) => {
        const to = outs[line]!.get();
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
