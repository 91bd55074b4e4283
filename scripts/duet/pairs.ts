/** Slices of the two sides of a benchmark, taken in pairs. @module */
import type { BenchmarkPlace } from "../verdict/benchmark.ts";
import type { SideName } from "../result/duet.ts";
import { greatest, median } from "../result/spread.ts";
import { type Duet, otherSide, type Slice } from "./duet.ts";

/** Where the two sides have one benchmark. */
export type BenchmarkPair = Readonly<Record<SideName, BenchmarkPlace>>;

/** A coarse clock may stand still all through a part that is short. */
const LEAST_MS = 1e-6;

/** Pairs of slices of as many calls on either side; the order changes from pair to pair. */
export class Pairs {
  readonly slices: Readonly<Record<SideName, Slice[]>> = { baseline: [], current: [] };
  readonly #calls: number[] = [];
  readonly #duet: Duet;
  readonly #benchmark: BenchmarkPair;
  readonly #order: readonly SideName[];

  constructor(duet: Duet, benchmark: BenchmarkPair, first: SideName) {
    this.#duet = duet;
    this.#benchmark = benchmark;
    this.#order = [first, otherSide(first)];
  }

  /** Takes one more pair. */
  async take(calls: number, marks: boolean): Promise<Record<SideName, Slice>> {
    const order = this.count % 2 === 0 ? this.#order : this.#order.toReversed();
    for (const side of order) {
      const slice = await this.#duet.slice(side, this.#benchmark[side], calls, marks);
      this.slices[side].push(slice);
    }
    this.#calls.push(calls);
    return { baseline: this.slices.baseline.at(-1)!, current: this.slices.current.at(-1)! };
  }

  get count(): number {
    return this.#calls.length;
  }

  /** Calls of either side. */
  totalCalls(): number {
    return this.#calls.reduce((sum, calls) => sum + calls, 0);
  }

  largestSlice(): number {
    return greatest(this.#calls);
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

  /** Time that one side took by the clock. */
  spentMs(side: SideName): number {
    return this.slices[side].reduce((sum, { wallMs }) => sum + wallMs, 0);
  }

  /** Median milliseconds a call. */
  perCall(side: SideName): number {
    return median(
      this.slices[side].map((slice, index) => timeOf(slice) / this.#calls[index]!),
    );
  }

  /** ln(current / baseline) of each pair. */
  logRatios(): number[] {
    return this.slices.current.map((current, index) =>
      Math.log(timeOf(current) / timeOf(this.slices.baseline[index]!))
    );
  }
}

function timeOf({ elapsedMs }: Slice): number {
  return Math.max(elapsedMs, LEAST_MS);
}

/**
 * Calls that take longer than this on average, what they leave out included, are timed one by one
 * by `deno bench`; of shorter ones many together, whose b.start() and b.end() are ignored.
 */
const BATCHED_UP_TO_MS = 0.01;

/**
 * Whether b.start() and b.end() count, seen from both sides together: what is left out has to be
 * the same on both, also where one of them is just below the limit.
 */
export function countsMarks(pairs: Pairs): boolean {
  return pairs.wallMs / (2 * pairs.totalCalls()) > BATCHED_UP_TO_MS;
}
