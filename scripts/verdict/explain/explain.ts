/** From what two versions have shown under the profiler to an explanation. @module */
import type { DuetRound, SideName } from "../../result/duet.ts";
import { median } from "../../result/spread.ts";
import type { Benchmark } from "../benchmark.ts";
import { mergeCallTrees } from "./call_tree.ts";
import { findCauses } from "./causes.ts";
import {
  accessesOf,
  callsOf,
  type ExplainedSide,
  megamorphicOf,
  ranAsOf,
  seenFunctions,
} from "./details.ts";
import { type Explanation, FEWEST_SAMPLES, isExplained } from "./explanation.ts";

/** Less of the samples is not worth a remark. */
const NOTABLE_PART = 0.1;
/** A heap that changed by less, in parts of the larger one, is no news. */
const HEAP_DIFFERS = 0.01;

/**
 * Says what accounts for the change of a benchmark.
 *
 * @param changedFiles Paths of the project's files that differ between both versions.
 */
export function explain(
  { rounds, confirmation }: Pick<Benchmark, "rounds" | "confirmation">,
  sides: Readonly<Record<SideName, ExplainedSide>>,
  changedFiles: ReadonlySet<string> = new Set(),
): Explanation {
  const all = [...rounds, ...confirmation];
  const samplesOf = (side: SideName) =>
    sides[side].runs.reduce((sum, { samples }) => sum + samples.length, 0);
  const samples = { baseline: samplesOf("baseline"), current: samplesOf("current") };
  const heap_changed = changedHeap(all);
  if (!isExplained({ samples })) {
    return {
      ...unexplained(
        `the profiler took ${samples.baseline} and ${samples.current} samples of its calls, and ${FEWEST_SAMPLES} are needed`,
      ),
      samples,
      heap_changed,
    };
  }
  const seen = {
    baseline: seenFunctions(samplesIn(sides.baseline)),
    current: seenFunctions(samplesIn(sides.current)),
  };
  const accesses = {
    baseline: accessesOf(sides.baseline, seen.baseline),
    current: accessesOf(sides.current, seen.current),
  };
  const profiled = (side: SideName) => ({
    ...samplesIn(sides[side]),
    megamorphic: new Set(accesses[side].keys()),
  });
  const [baseline, current] = [profiled("baseline"), profiled("current")];
  const { causes, opposite, moved, explained } = findCauses(baseline, current, changedFiles);
  const runs = [...sides.baseline.runs, ...sides.current.runs];
  const remarks = [
    runs.some((run) => run.timedInPart)
      ? "the profile cannot tell what lies between b.start() and b.end(), so times of functions are of the whole call"
      : null,
    seen.baseline.webAssembly + seen.current.webAssembly > NOTABLE_PART
      ? "the profile shows WebAssembly by its functions, without lines of its source"
      : null,
  ].filter((remark) => remark !== null);
  return {
    samples,
    causes: causes.map((cause) => ({
      ...cause,
      calls: callsOf(cause, sides),
      megamorphic: megamorphicOf(cause, accesses),
      ran_as: ranAsOf(cause, sides, seen),
    })),
    opposite,
    moved,
    explained,
    heap_changed,
    remark: remarks.length === 0 ? null : remarks.join("; "),
    frames: mergeCallTrees(baseline, current),
  };
}

function samplesIn({ runs, roots, renamed, durationMs }: ExplainedSide) {
  return { runs: runs.map(({ samples }) => samples), roots, renamed, durationMs };
}

/** An explanation that only says why there is none. */
export function unexplained(remark: string): Explanation {
  return {
    samples: { baseline: 0, current: 0 },
    causes: [],
    opposite: [],
    moved: [],
    explained: 0,
    heap_changed: false,
    remark,
    frames: [],
  };
}

/** Whether the heap of a call changed by more than its rounds vary. */
function changedHeap(rounds: readonly DuetRound[]): boolean {
  const differences = rounds.flatMap(({ heapBytes: { baseline, current } }) =>
    baseline === null || current === null
      ? []
      : [{ by: current - baseline, of: Math.max(baseline, current) }]
  );
  if (differences.length < 2) return false;
  const typical = median(differences.map(({ by }) => by));
  const apart = median(differences.map(({ by }) => Math.abs(by - typical)));
  const size = median(differences.map(({ of }) => of));
  return Math.abs(typical) > 3 * 1.4826 * apart && Math.abs(typical) > HEAP_DIFFERS * size;
}
