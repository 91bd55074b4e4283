/** Explains a change from profiles of both versions. @module */
import type { SideName } from "../../result/duet.ts";
import { mergeCallTrees } from "./call_tree.ts";
import { findCauses } from "./causes.ts";
import { compareCosts, type Costs, type ProfiledSide } from "./costs.ts";
import {
  accessesOf,
  callsOf,
  type ExplainedSide,
  megamorphicOf,
  ranAsOf,
  seenFunctions,
} from "./details.ts";
import { type Explanation, FEWEST_SAMPLES, isExplained } from "./explanation.ts";

/** A smaller part of the samples is not worth a remark. */
const NOTABLE_PART = 0.1;

/**
 * Says what accounts for the change of a benchmark.
 *
 * @param changedFiles Paths of the project's files that differ between both versions.
 */
export function explain(
  sides: Readonly<Record<SideName, ExplainedSide>>,
  changedFiles: ReadonlySet<string> = new Set(),
): Explanation {
  const costs = compareCosts({
    baseline: samplesIn(sides.baseline),
    current: samplesIn(sides.current),
  });
  const count = ({ samples }: Costs) => samples.reduce((sum, one) => sum + one, 0);
  const samples = { baseline: count(costs.baseline), current: count(costs.current) };
  if (!isExplained({ samples })) {
    const remark =
      `the profiler took ${samples.baseline} and ${samples.current} samples of its calls, but ${FEWEST_SAMPLES} are needed`;
    return { ...unexplained(remark), samples };
  }
  const seen = { baseline: seenFunctions(costs.baseline), current: seenFunctions(costs.current) };
  const accesses = accessesOf(sides, seen);
  const gained = (side: SideName, other: SideName) =>
    new Set([...accesses?.[side].keys() ?? []].filter((key) => !accesses![other].has(key)));
  const { causes, opposite, moved, explained } = findCauses(costs, {
    changedFiles,
    megamorphic: {
      baseline: gained("baseline", "current"),
      current: gained("current", "baseline"),
    },
  });
  const runs = [...sides.baseline.runs, ...sides.current.runs];
  const remarks = [
    runs.some((run) => run.timedInPart)
      ? "the profile cannot separate the part between b.start() and b.end(), so function times cover the whole call"
      : null,
    Math.max(seen.baseline.webAssembly, seen.current.webAssembly) > NOTABLE_PART
      ? "the profile shows functions of WebAssembly without source lines"
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
    remark: remarks.length === 0 ? null : remarks.join("; "),
    frames: mergeCallTrees(costs),
  };
}

function samplesIn({ runs, roots, renamed, durationMs }: ExplainedSide): ProfiledSide {
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
    remark,
    frames: [],
  };
}
