/** Doubts about how benchmarks were measured. @module */
import { type Doubt, makeDoubt } from "../doubt.ts";

/** No process can be pinned to a core. */
export function unpinnedMachine(): Doubt {
  return makeDoubt(
    "unpinned-machine",
    "taskset is not available, so the versions could not be pinned to one core",
  );
}

/**
 * More processes want to run than there are cores.
 *
 * @param load How many ran or waited for a core before the measurement, on average.
 */
export function busyMachine(load: number, cores: number): Doubt {
  return makeDoubt(
    "busy-machine",
    `the machine was busy before the measurement: load ${load.toFixed(1)} on ${
      cores === 1 ? "1 core" : `${cores} cores`
    }`,
    "Inconclusive benchmarks may be settled if nothing else runs.",
  );
}

/** Both versions in one process might load each other's modules. */
export function notIsolated(cause: string): Doubt {
  return makeDoubt(
    "not-isolated",
    `one process may not keep the versions apart, so two are used: ${cause}`,
  );
}

/** Not everything can be measured within the limit. */
export function tooLong(benchmarks: number, neededMinutes: number, limitMinutes: number): Doubt {
  const count = benchmarks === 1 ? "1 benchmark needs" : `${benchmarks} benchmarks need`;
  return makeDoubt(
    "too-long",
    `${count} about ${roundUp(neededMinutes)} min, but the limit is ${limitMinutes} min`,
    "Raise --timeout, split the suite with --shard, choose with --filter, or lower --budget.",
  );
}

function roundUp(minutes: number): number {
  return minutes < 10 ? Math.ceil(minutes * 10) / 10 : Math.ceil(minutes);
}

/** Measuring was stopped. */
export function endedEarly(cause: string): Doubt {
  return makeDoubt("ended-early", `measuring ended early: ${cause}`);
}

/** An interruption split its rounds. */
export function resumed(): Doubt {
  return makeDoubt("resumed", "some rounds were measured before an interruption");
}
