/** Adds details about a function that is a cause. @module */
import type { SideName } from "../../result/duet.ts";
import type { CallSample } from "../../result/profile/calls.ts";
import type { ObservedCalls } from "../../result/profile/observed_calls.ts";
import { type Optimization, TIERS } from "../../result/profile/optimization.ts";
import { placeFunction, type RenamedFile, WEBASSEMBLY } from "../../result/profile/place.ts";
import { median } from "../../result/spread.ts";
import type { Cause } from "./causes.ts";
import { type Costs, nameKeyOf } from "./costs.ts";
import type { ExplainedCause, RanAs } from "./explanation.ts";

/** The observations on one version. */
export interface ExplainedSide {
  readonly runs: readonly {
    readonly samples: readonly CallSample[];
    /** Whether only a part of each call is timed. */
    readonly timedInPart: boolean;
    readonly optimizations: ReadonlyMap<string, Optimization>;
  }[];
  /** See {@linkcode placeFunction}. */
  readonly roots: readonly string[];
  /** The file that has another name in this version; null for none. */
  readonly renamed: RenamedFile | null;
  /** Milliseconds a call, as judged. */
  readonly durationMs: number;
  /** Other observations on the calls; null if there are none. */
  readonly observed: ObservedCalls | null;
}

const NEVER_OPTIMISED: RanAs = {
  tier: TIERS[0],
  deoptimized: 0,
  again_and_again: false,
  reason: null,
};
/** A function that is deoptimised this often in a process is not about to be optimised. */
const OFTEN = 5;
/** Smaller differences come from work that only some calls do. */
const COUNTS_DIFFER = 0.01;

/** How often a call calls it, if that differs. */
export function callsOf(
  { function: place }: Cause,
  sides: Readonly<Record<SideName, ExplainedSide>>,
): ExplainedCause["calls"] {
  if (place === null) return null;
  const key = nameKeyOf(place);
  const countIn = ({ observed, roots, renamed }: ExplainedSide) =>
    observed?.counts.find((one) => keyIn(one, roots, renamed) === key)?.calls;
  const [baseline, current] = [countIn(sides.baseline), countIn(sides.current)];
  if (baseline === undefined || current === undefined) return null;
  return Math.abs(current - baseline) > COUNTS_DIFFER * Math.max(baseline, current)
    ? { baseline, current }
    : null;
}

function keyIn(
  { name, url }: { readonly name: string; readonly url: string },
  roots: ExplainedSide["roots"],
  renamed: ExplainedSide["renamed"],
): string {
  return nameKeyOf(placeFunction({ name, url, line: null }, roots, renamed));
}

/** How many functions with a name were seen. */
export interface SeenFunctions {
  ofName(name: string): number;
  /** By {@linkcode nameKeyOf}. */
  ofNameInFile(key: string): number;
  /** The part of the samples that is WebAssembly. */
  readonly webAssembly: number;
}

/** Counts the functions of a version. */
export function seenFunctions({ functions, samples }: Costs): SeenFunctions {
  const all = [...functions.values()];
  const places = all.map(({ place }) => place);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const inWebAssembly = all.filter(({ place }) => place.file === WEBASSEMBLY)
    .reduce((total, { self }) => total + sum(self), 0);
  const names = Map.groupBy(places, ({ name }) => name);
  const keys = Map.groupBy(places, nameKeyOf);
  return {
    ofName: (name) => names.get(name)?.length ?? 0,
    ofNameInFile: (key) => keys.get(key)?.length ?? 0,
    webAssembly: inWebAssembly / sum(samples),
  };
}

/** Properties that functions access in objects of many shapes, by {@linkcode nameKeyOf}. */
export type Accesses = Readonly<Record<SideName, ReadonlyMap<string, readonly string[]>>>;

/**
 * Properties that functions of both versions access in objects of many shapes, without functions
 * that share their name with others in their file, such as anonymous ones.
 *
 * @returns Null if a version was not observed: its accesses would seem to have changed.
 */
export function accessesOf(
  { baseline, current }: Readonly<Record<SideName, ExplainedSide>>,
  seen: Readonly<Record<SideName, SeenFunctions>>,
): Accesses | null {
  if (baseline.observed === null || current.observed === null) return null;
  const of = ({ observed, roots, renamed }: ExplainedSide, { ofNameInFile }: SeenFunctions) =>
    new Map(
      [...Map.groupBy(observed!.megamorphic, (one) => keyIn(one, roots, renamed))]
        .filter(([key]) => ofNameInFile(key) === 1)
        .map(([key, accesses]) => [key, accesses.map(({ property }) => property)] as const),
    );
  return { baseline: of(baseline, seen.baseline), current: of(current, seen.current) };
}

/** Properties that it accesses in objects of many shapes, if they differ. */
export function megamorphicOf(
  { function: place }: Cause,
  accesses: Accesses | null,
): ExplainedCause["megamorphic"] {
  if (place === null || accesses === null) return null;
  const of = (side: SideName) => [...accesses[side].get(nameKeyOf(place)) ?? []];
  const [baseline, current] = [of("baseline"), of("current")];
  const differs = baseline.length !== current.length ||
    baseline.some((property) => !current.includes(property));
  return differs ? { baseline, current } : null;
}

/**
 * Null if both versions ran it alike, or if V8's words may be about another function with that
 * name.
 */
export function ranAsOf(
  { function: place }: Cause,
  sides: Readonly<Record<SideName, ExplainedSide>>,
  seen: Readonly<Record<SideName, SeenFunctions>>,
): ExplainedCause["ran_as"] {
  if (place === null || place.name === "") return null;
  const of = (side: SideName): RanAs | null => {
    if (seen[side].ofName(place.name) > 1) return null;
    const { runs } = sides[side];
    const known = runs.flatMap(({ optimizations }) => optimizations.get(place.name) ?? []);
    if (known.length === 0) {
      // A function that is always inlined is never compiled alone, so V8 does not mention it
      // either.
      const isOff = runs.every(({ optimizations }) => optimizations.size === 0);
      return isOff && seen[side].ofName(place.name) === 1 ? NEVER_OPTIMISED : null;
    }
    const tiers = known.map(({ tier }) => TIERS.indexOf(tier));
    const deoptimized = known.reduce((sum, one) => sum + one.deoptimized, 0);
    return {
      tier: TIERS[Math.round(median(tiers))]!,
      deoptimized,
      again_and_again: deoptimized >= OFTEN * runs.length,
      reason: known.findLast(({ reason }) => reason !== null)?.reason ?? null,
    };
  };
  const [baseline, current] = [of("baseline"), of("current")];
  if (baseline === null || current === null) return null;
  const [fewer, more] = [baseline.deoptimized, current.deoptimized].sort((a, b) => a - b);
  const isOften = baseline.again_and_again !== current.again_and_again && more! > 2 * fewer!;
  return baseline.tier !== current.tier || isOften ? { baseline, current } : null;
}
