/** The project's targets, each with its measurement. */
import type { ColdCall } from "./cold.ts";
import type { Ratio, Row } from "./compare.ts";
import type { Contender, Kind } from "./contender.ts";

/** A target and how it came out. */
export interface Outcome {
  readonly target: string;
  readonly unit: "times" | "milliseconds";
  readonly wanted: number;
  /** Missing if nothing could be measured; `note` then says why. */
  readonly measured?: number;
  /** Quartiles of the ratio over the rounds. */
  readonly range?: readonly [number, number];
  /** "unclear" if the row is noisy and its noise could turn met into missed, or the reverse. */
  readonly status: "met" | "missed" | "unclear" | "not measured";
  /** Whether the kernel differed too much from itself in this row. */
  readonly noisy: boolean;
  /** The contender with which it was compared. */
  readonly note: string;
}

/** The measurements behind the targets. */
export interface Measurements {
  readonly rows: readonly Row[];
  readonly contenders: readonly Contender[];
  readonly cold: readonly ColdCall[];
}

/** Milliseconds that a first call may take. */
const COLD_LIMIT = 15;

/** Least time of the fastest peer over that of a kernel which is not meant to be faster still. */
const NEVER_SLOWER = 1;

/** Every target whose work is among the rows. */
export function outcomes(measurements: Measurements): Outcome[] {
  const { rows, cold } = measurements;
  const out: Outcome[] = [];
  for (const row of rows) {
    const { work, results } = row;
    const against = (name: string) => {
      const ratio = results.find(({ contender }) => contender === name)?.ratio;
      return ratio && { name, ratio };
    };
    const fastest = (kinds: readonly Kind[]) => fastestOf(measurements, work, kinds);
    const judge = (
      target: string,
      wanted: number,
      found: Found,
      otherwise: string,
    ) => out.push(ratioOutcome(`${work}: ${target}`, wanted, found, otherwise, row));
    if (["matmul f32 512", "matmul f32 1000"].includes(work)) {
      judge("of the FMA limit", 0.85, against("FMA limit"), "no relaxed SIMD");
    }
    const wanted = /^matmul f(32|64) 1000?$/.test(work) ? 1.4 : NEVER_SLOWER;
    judge("fastest peer", wanted, fastest(["WebAssembly", "JavaScript"]), "no peer");
    if (work === "matmul f32 1000") {
      const gain = inverse(against("2 threads"), against("FMA limit"), against("FMA x2"));
      judge("two threads", 1.7, gain, "threads did not start");
    }
    if (work === "linear forward") judge("tfjs-wasm", 1.3, against("tfjs-wasm"), "no tfjs-wasm");
    if (work === "linear backward") judge("tfjs-wasm", 8, against("tfjs-wasm"), "no tfjs-wasm");
    if (["add f32 1M", "relu f32 1M", "SGD 1M", "momentum 1M"].includes(work)) {
      judge("of C", 0.85, against("C"), "no C loops");
    }
    if (["sigmoid f32 1M", "tanh f32 1M", "exp f32 1M"].includes(work)) {
      judge("fastest wasm peer", 1.8, fastest(["WebAssembly"]), "no WebAssembly peer");
    }
    if (work === "Adam 1M") judge("plain TypeScript", 5, against("plain TS"), "no plain TS");
    if (work === "gather 128 of 784") {
      judge("subarray + set", 1.25, against("plain TS"), "no plain TS");
    }
  }
  const slowest = cold.toSorted((a, b) => b.median - a.median)[0];
  if (slowest) out.push(coldOutcome(slowest));
  return out;
}

/** The one-thread contender of these kinds with the least time. */
function fastestOf({ rows, contenders }: Measurements, work: string, kinds: readonly Kind[]) {
  const results = rows.find((row) => row.work === work)?.results ?? [];
  return contenders
    .filter(({ kind, threads }) => kinds.includes(kind) && threads === 1)
    .flatMap(({ name }) => {
      const ratio = results.find(({ contender }) => contender === name)?.ratio;
      return ratio ? [{ name, ratio }] : [];
    })
    .toSorted((a, b) => a.ratio.median - b.ratio.median)[0];
}

type Found = { readonly name: string; readonly ratio: Ratio } | undefined;

/** The gain from two threads, and that of bare multiply-adds from a second thread. */
function inverse(threads: Found, limit: Found, limitOfTwo: Found): Found {
  if (!threads) return undefined;
  const { median, quartiles: [low, high], rounds } = threads.ratio;
  const ratio: Ratio = { median: 1 / median, quartiles: [1 / high, 1 / low], rounds };
  const room = limit && limitOfTwo && limit.ratio.median / limitOfTwo.ratio.median;
  const name = "one thread" + (room ? ` (multiply-adds alone: ${room.toFixed(2)}x)` : "");
  return { name, ratio };
}

function ratioOutcome(
  target: string,
  wanted: number,
  found: Found,
  otherwise: string,
  { noisy, again = 1 }: Row,
): Outcome {
  const unit = "times";
  if (!found) return { target, unit, wanted, status: "not measured", noisy, note: otherwise };
  const { median, quartiles } = found.ratio;
  // What the kernel differs from itself by, any other ratio may be off by in either direction.
  const isUnclear = Math.abs(Math.log(median / wanted)) < Math.abs(Math.log(again));
  return {
    target,
    unit,
    wanted,
    measured: median,
    range: quartiles,
    status: isUnclear ? "unclear" : median >= wanted ? "met" : "missed",
    noisy,
    note: `against ${found.name}`,
  };
}

function coldOutcome({ kernel, milliseconds, median }: ColdCall): Outcome {
  return {
    target: "first call, cold: slowest family",
    unit: "milliseconds",
    wanted: COLD_LIMIT,
    measured: median,
    range: [Math.min(...milliseconds), Math.max(...milliseconds)],
    status: median <= COLD_LIMIT ? "met" : "missed",
    noisy: false,
    note: kernel,
  };
}
