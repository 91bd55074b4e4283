/** Sides whose times are made up. @module */
import type { Duet } from "../../scripts/duet/duet.ts";
import type { SideName } from "../../scripts/result/duet.ts";

/** What a side was asked for. */
export interface PretendedRequest {
  side: SideName;
  calls: number;
}

/** A duet whose slices take `perCall` milliseconds a call; keeps what it was asked. */
export function pretend(
  perCall: (side: SideName, made: number) => number,
  requests: PretendedRequest[] = [],
  processors = 1,
): Duet & { requests: PretendedRequest[] } {
  const made = { baseline: 0, current: 0 };
  return {
    requests,
    slice(side, _benchmark, calls) {
      requests.push({ side, calls });
      const elapsedMs = calls * perCall(side, made[side]);
      made[side] += calls;
      return Promise.resolve({ elapsedMs, processorMs: elapsedMs * processors });
    },
    heap: (side) => Promise.resolve(side === "baseline" ? 100 : null),
    close: () => Promise.resolve(),
  };
}
