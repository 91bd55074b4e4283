/** Slices of the two sides of a benchmark, taken in pairs. @module */
import type { BenchmarkPlace } from "../verdict/benchmark.ts";
import type { SideName } from "../result/duet.ts";
import { greatest, least, median } from "../result/spread.ts";
import { type Duet, otherSide, SIDES, type Slice } from "./duet.ts";

/** The places of one benchmark on both sides. */
export type BenchmarkPair = Readonly<Record<SideName, BenchmarkPlace>>;

/** The share of its time that a slice may seem idle although it ran all the time. */
const MOST_IDLE = 0.02;
/** The largest ratio of the times that the sides lost. */
const MOST_APART = 3;
/** The least share of the time by the clock that counts if no part is left out. */
const WHOLE = 0.95;
/** A coarse clock may not advance during a short part. */
const LEAST_MS = 1e-6;

/** The number of calls in a slice of each side. */
export type Calls = Readonly<Record<SideName, number>>;

/** Returns the same number of calls for both sides. */
export function alike(calls: number): Calls {
  return { baseline: calls, current: calls };
}

/** Pairs of slices; the order changes from pair to pair. */
export class Pairs {
  readonly slices: Readonly<Record<SideName, Slice[]>> = { baseline: [], current: [] };
  readonly #calls: Calls[] = [];
  readonly #duet: Duet;
  readonly #benchmark: BenchmarkPair;
  readonly #order: readonly SideName[];

  constructor(duet: Duet, benchmark: BenchmarkPair, first: SideName) {
    this.#duet = duet;
    this.#benchmark = benchmark;
    this.#order = [first, otherSide(first)];
  }

  /** Takes one more pair. */
  async take(calls: Calls, marks: boolean): Promise<Record<SideName, Slice>> {
    const order = this.count % 2 === 0 ? this.#order : this.#order.toReversed();
    for (const side of order) {
      const slice = await this.#duet.slice(side, this.#benchmark[side], calls[side], marks);
      this.slices[side].push(slice);
    }
    this.#calls.push(calls);
    return { baseline: this.slices.baseline.at(-1)!, current: this.slices.current.at(-1)! };
  }

  get count(): number {
    return this.#calls.length;
  }

  /** Calls of one side. */
  callsOf(side: SideName): number {
    return this.#calls.reduce((sum, calls) => sum + calls[side], 0);
  }

  /** Calls of both sides. */
  totalCalls(): number {
    return this.callsOf("baseline") + this.callsOf("current");
  }

  /** The most calls that a slice of one side has made. */
  largestSlice(side: SideName): number {
    return greatest(this.#calls.map((calls) => calls[side]));
  }

  /** Time that both sides took by the clock. */
  get wallMs(): number {
    return this.spentMs("baseline") + this.spentMs("current");
  }

  /** Time of both sides that counts. */
  get elapsedMs(): number {
    const { baseline, current } = this.slices;
    return [...baseline, ...current].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  }

  /** Processor time that one side took. */
  ranMs(side: SideName): number {
    return this.slices[side].reduce((sum, { processorMs }) => sum + processorMs, 0);
  }

  /** Time that one side took by the clock. */
  spentMs(side: SideName): number {
    return this.slices[side].reduce((sum, { wallMs }) => sum + wallMs, 0);
  }

  /** Returns the time of a call in the latest slices of a side. */
  latestCall(side: SideName, slices: number): Pick<Slice, "elapsedMs" | "wallMs"> {
    const from = Math.max(0, this.count - slices);
    const calls = this.#calls.slice(from).map((calls) => calls[side]);
    const perCall = (ms: readonly number[]) => median(ms.map((one, at) => one / calls[at]!));
    return {
      elapsedMs: perCall(this.timesOf(side).slice(from)),
      wallMs: perCall(this.slices[side].slice(from).map(({ wallMs }) => wallMs)),
    };
  }

  /** Median milliseconds a call. */
  perCall(side: SideName): number {
    return median(this.#callTimesOf(side));
  }

  /** ln(current / baseline) of the time of a call, of each pair. */
  logRatios(): number[] {
    const baseline = this.#callTimesOf("baseline");
    return this.#callTimesOf("current").map((time, index) => Math.log(time / baseline[index]!));
  }

  /**
   * Returns the milliseconds of each slice that count. Time in which a slice did not run does not
   * count if another process had the core.
   */
  timesOf(side: SideName): number[] {
    const isShared = this.#isCoreShared();
    return this.slices[side].map((slice) =>
      Math.max(LEAST_MS, slice.elapsedMs - (isShared ? idleMs(slice) : 0))
    );
  }

  /**
   * Whether idle sides were kept from their core, rather than waiting by themselves. In that case,
   * the core was taken from every slice that did not run all the time, some slices of each side ran
   * all the time, and both sides lost about as much. If a part of the calls is left out, nobody
   * could say how much of the lost time fell into it.
   */
  #isCoreShared(): boolean {
    const all = SIDES.flatMap((side) => this.slices[side]);
    const isKept = all.every((slice) => (slice.taken ?? 0) > 0 || runsOn(slice));
    if (!isKept || !SIDES.every((side) => this.slices[side].some(runsOn))) return false;
    const lost = SIDES.map((side) =>
      this.slices[side].reduce((sum, slice) => sum + idleMs(slice), 0)
    );
    const isWhole = this.elapsedMs >= WHOLE * this.wallMs;
    return isWhole && greatest(lost) <= MOST_APART * least(lost);
  }

  /** Milliseconds a call in each slice. */
  #callTimesOf(side: SideName): number[] {
    return this.timesOf(side).map((ms, index) => ms / this.#calls[index]![side]);
  }
}

function idleMs({ wallMs, processorMs }: Slice): number {
  return Math.max(0, wallMs - processorMs);
}

/** Whether a slice runs all the time. */
function runsOn(slice: Slice): boolean {
  return idleMs(slice) <= MOST_IDLE * slice.wallMs;
}

/**
 * `deno bench` times calls one by one if they take longer than this on average, including the parts
 * left out. It times shorter calls together, and ignores their b.start() and b.end().
 */
const BATCHED_UP_TO_MS = 0.01;

/**
 * Whether b.start() and b.end() count, judged by both sides together. The same parts have to be
 * left out on both sides, even if one of them is just below the limit.
 */
export function countsMarks(pairs: Pairs): boolean {
  return pairs.wallMs / pairs.totalCalls() > BATCHED_UP_TO_MS;
}
