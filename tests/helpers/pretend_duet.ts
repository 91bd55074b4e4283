/** Sides of a duet that only pretend: the times of their slices are given. @module */
import type { Duet } from "../../scripts/duet/duet.ts";
import type { RoundOptions } from "../../scripts/duet/rounds.ts";
import type { ListedBenchmark } from "../../scripts/measure/list_benchmarks.ts";
import type { SideName } from "../../scripts/result/duet.ts";
import { PLAIN } from "./registration.ts";

/** Returns a benchmark of a listing. */
export function listed(
  name: string,
  ordinal = 0,
  more: Partial<ListedBenchmark> = {},
): ListedBenchmark {
  return {
    origin: "file:///p/a_bench.ts",
    ordinal,
    name,
    group: null,
    ...PLAIN,
    line: null,
    file: "a_bench.ts",
    failure: null,
    ...more,
  };
}

/** What a duet was asked to do. */
export interface Request {
  readonly side: SideName;
  readonly calls: number;
  readonly marks: boolean;
}

/** What a duet pretends besides the time of a call. */
export interface Pretence {
  /** The number of busy cores. */
  readonly processors?: number;
  /** Milliseconds of each call that are not timed while marks count. */
  readonly leftOutMs?: number;
  /** Milliseconds of an empty call. */
  readonly floorMs?: number;
}

/** Makes a duet whose slices take `perCall` milliseconds per call, and records the requests. */
export function pretend(
  perCall: (side: SideName, made: number) => number,
  requests: Request[] = [],
  { processors = 1, leftOutMs = 0, floorMs = 2e-6 }: Pretence = {},
): Duet & { readonly requests: Request[]; readonly made: Record<SideName, number> } {
  const made = { baseline: 0, current: 0 };
  return {
    requests,
    made,
    slice(side, _benchmark, calls, marks) {
      requests.push({ side, calls, marks });
      const timed = calls * perCall(side, made[side]);
      const wallMs = timed + calls * leftOutMs;
      made[side] += calls;
      const elapsedMs = marks ? timed : wallMs;
      return Promise.resolve({ elapsedMs, processorMs: wallMs * processors, wallMs, taken: 0 });
    },
    floor(_side, _benchmark, calls) {
      const elapsedMs = calls * floorMs;
      return Promise.resolve({ elapsedMs, processorMs: elapsedMs, wallMs: elapsedMs, taken: 0 });
    },
    heap(side, _benchmark, calls) {
      made[side] += calls;
      return Promise.resolve(side === "baseline" ? 100 : null);
    },
    close: () => Promise.resolve(),
  };
}

const SIDE = { root: "/p", flags: [], givenFlags: [], command: ["deno"] };

/** Options to measure rounds on sides that only pretend; `openDuet` must be added. */
export const PRETENDED: Omit<RoundOptions, "openDuet"> = {
  sides: { baseline: SIDE, current: SIDE },
  shared: false,
  tryAlone: () => Promise.resolve(null),
  cores: null,
  benchTimeoutMs: 1000,
  signal: new AbortController().signal,
};
