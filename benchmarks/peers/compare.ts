/** Runs one work on all contenders: checks them first, then times them in turns. */
import { largestError } from "./check.ts";
import {
  type Contender,
  type OperationName,
  type Operations,
  type Prepared,
  reasonOf,
} from "./contender.ts";
import { measureRatios, type Options, quantile, RATIOS_A_ROUND } from "./measure.ts";
import { OPTIMIZER_STEPS, reference } from "./reference.ts";
import type { Work } from "./works.ts";

/** A contender's time over benchline's, in the rounds in which it took part. */
export interface Ratio {
  readonly median: number;
  readonly quartiles: readonly [number, number];
  readonly rounds: number;
}

/** The result of one contender at one work. */
export interface Result {
  readonly contender: string;
  /** Only right contenders are timed, and only if benchline itself is right. */
  readonly status: "right" | "wrong" | "failed" | "not offered";
  /** Largest error against the reference, on the scale of the work's tolerance. */
  readonly error?: number;
  readonly ratio?: Ratio;
  readonly reason?: string;
}

/** One row of the table. */
export interface Row {
  readonly work: string;
  readonly tolerance: number;
  readonly results: readonly Result[];
  /** Time of the kernel measured once more over its own; missing if either was not timed. */
  readonly again?: number;
  /** Whether `again` is off by more than {@linkcode NOISE_LIMIT}: then other ratios are, too. */
  readonly noisy: boolean;
}

/** Name of the contender that is the first one once more. */
export const AGAIN = "again";
/** Share by which the kernel may differ from itself before its row is marked. */
export const NOISE_LIMIT = 0.05;

type Prepare = (inputs: Operations[OperationName]) => Prepared | Promise<Prepared | undefined>;
type Compute = (inputs: Operations[OperationName]) => Float64Array[];

/** Compares the contenders at one work. The others are divided by the first one. */
export async function compare(
  work: Work,
  contenders: readonly Contender[],
  options: Options,
): Promise<Row> {
  const inputs = work.inputs(), wanted = (reference[work.operation] as Compute)(inputs);
  const results = new Map<string, Result>(), right: { name: string; prepared: Prepared }[] = [];
  for (const { name, operations } of contenders) {
    const prepare = operations[work.operation] as Prepare | undefined;
    let prepared: Prepared | undefined;
    try {
      prepared = await prepare?.(inputs);
      if (prepared === undefined) {
        results.set(name, { contender: name, status: "not offered" });
        continue;
      }
      const error = await check(work, prepared, inputs, wanted);
      const isRight = error === undefined || error <= work.tolerance;
      if (isRight) right.push({ name, prepared });
      else prepared.dispose?.();
      const status = isRight ? "right" : "wrong";
      results.set(name, { contender: name, status, ...error !== undefined && { error } });
    } catch (error) {
      prepared?.dispose?.();
      results.set(name, { contender: name, status: "failed", reason: reasonOf(error) });
    }
  }
  const [base, ...others] = right;
  // Times are divided only by benchline: another base would look the same in the table.
  if (base?.name === contenders[0]!.name) {
    const all = await measureRatios(base.prepared, others.map(({ prepared }) => prepared), options);
    others.forEach(({ name }, i) => {
      results.set(name, { ...results.get(name)!, ratio: summary(all[i]!) });
    });
  }
  for (const { prepared } of right) prepared.dispose?.();
  return rowOf(work, [...results.values()]);
}

/** A row of these results, and whether they can be trusted. */
export function rowOf(
  { name, tolerance }: Pick<Work, "name" | "tolerance">,
  results: readonly Result[],
): Row {
  const again = results.find(({ contender }) => contender === AGAIN)?.ratio?.median;
  if (again === undefined) return { work: name, tolerance, results, noisy: false };
  const noisy = Math.max(again, 1 / again) > 1 + NOISE_LIMIT;
  return { work: name, tolerance, results, again, noisy };
}

/** The largest error of the first results; `undefined` if there is nothing to check. */
async function check(
  work: Work,
  prepared: Prepared,
  inputs: Operations[OperationName],
  wanted: readonly Float64Array[],
): Promise<number | undefined> {
  if (!prepared.results) return undefined;
  const steps = "learningRate" in inputs ? OPTIMIZER_STEPS : 1;
  await prepared.enter?.();
  try {
    for (let step = 0; step < steps; step++) await prepared.call();
    return largestError(await prepared.results(), wanted, work.scale);
  } finally {
    await prepared.leave?.();
  }
}

function summary(values: readonly number[]): Ratio {
  const quartiles = [quantile(values, 0.25), quantile(values, 0.75)] as const;
  return { median: quantile(values, 0.5), quartiles, rounds: values.length / RATIOS_A_ROUND };
}
