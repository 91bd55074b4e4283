/** What a search for lasting changes keeps between two results, as JSON. @module */
import * as v from "../deps/valibot.ts";
import type { FoundBreak } from "./judge_breaks.ts";
import type { SeriesPoint } from "./series.ts";
import { REACH } from "./statistics/breaks.ts";

/** A level is taken from so many results next to the change, so that it stays what it was later on. */
export const RESULTS_BEFORE = 60;
export const RESULTS_AFTER = 24;
/** Values that the levels around the last break need when the next one moves its end. */
export const RECENT_VALUES = RESULTS_BEFORE + RESULTS_AFTER + REACH + 1;
/** A drift begins no more results before the one with which it is told. */
export const RECENT_POINTS = 2 * REACH + 2;

/** Another one whenever what is kept, or how it comes about, changes: a state is only a cache. */
export const STATE_VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const maybeText = v.nullable(v.string());
const maybeNumber = v.nullable(v.number());
const numbers = v.pipe(v.array(v.number()), v.readonly());

/** A point without the names of its fields; many of them are kept. */
const packedPoint = v.tuple([
  v.string(), // result
  v.string(), // timestamp
  maybeText, // commit
  count, // index of its environment
  v.number(), // durationMs
  maybeNumber, // standardError
  count, // rounds
  v.nullable(v.tuple([maybeText, v.number()])), // against: commit and durationMs
]);

const noise = v.object({
  squares: v.number(),
  degreesOfFreedom: v.number(),
  products: v.number(),
});

const packedBreak = v.object({
  kind: v.picklist(["step", "drift"]),
  index: count,
  decidedBy: count,
  from: count,
  past: noise,
  before: packedPoint,
  after: packedPoint,
  levels: v.object({ before: v.number(), after: v.number() }),
  offset: v.number(),
  // The point, and the estimate in the order of its fields.
  growth: v.array(v.tuple([packedPoint, v.number(), v.number(), v.number(), v.number()])),
});

const searchState = v.object({
  version: v.literal(STATE_VERSION),
  recent: v.object({
    count,
    values: numbers,
    variances: v.pipe(v.array(maybeNumber), v.readonly()),
  }),
  tracker: v.object({ start: count, steadyFrom: count, noise, past: numbers }),
  drift: v.nullable(v.object({
    line: v.object({
      count,
      first: v.number(),
      sum: v.number(),
      squares: v.number(),
      products: v.number(),
    }),
    correlation: v.number(),
  })),
  environments: v.array(v.string()),
  points: v.array(packedPoint),
  breaks: v.array(packedBreak),
});

/** What a search is resumed from. */
export type SearchState = v.InferOutput<typeof searchState>;

type PackedPoint = v.InferOutput<typeof packedPoint>;

/** A state, as a program of this version has written it; null for anything else. */
export function readState(value: unknown): SearchState | null {
  return v.is(searchState, value) && isWhole(value) ? value : null;
}

/** Whether nothing is missing that a search looks back on. */
function isWhole({ recent, environments, points, breaks, drift }: SearchState): boolean {
  const { count, values, variances } = recent;
  const placed = points.concat(
    breaks.flatMap(({ before, after, growth }) => [before, after, ...growth.map(([by]) => by)]),
  );
  return values.length === Math.min(count, RECENT_VALUES) &&
    variances.length === values.length &&
    points.length === Math.min(count, RECENT_POINTS) &&
    placed.every(([, , , place]) => place < environments.length) &&
    (drift !== null) === (breaks.at(-1)?.kind === "drift");
}

/** Packs points, each environment once. */
export function packPoints(
  points: readonly SeriesPoint[],
  breaks: readonly FoundBreak[],
): Pick<SearchState, "environments" | "points" | "breaks"> {
  const environments = new Map<string, number>();
  const pack = (
    { result, timestamp, commit, environment, durationMs, standardError, rounds, against }:
      SeriesPoint,
  ): PackedPoint => {
    const place = environments.get(environment) ?? environments.size;
    environments.set(environment, place);
    const other: PackedPoint[7] = against === null ? null : [against.commit, against.durationMs];
    return [result, timestamp, commit, place, durationMs, standardError, rounds, other];
  };
  const packed = {
    points: points.map(pack),
    breaks: breaks.map((one) => ({
      ...one,
      before: pack(one.before),
      after: pack(one.after),
      levels: { ...one.levels },
      growth: one.growth.map((
        { by, estimate: { logRatio, standardError, degreesOfFreedom, rounds } },
      ): SearchState["breaks"][number]["growth"][number] => [
        pack(by),
        logRatio,
        standardError,
        degreesOfFreedom,
        rounds,
      ]),
    })),
  };
  return { environments: [...environments.keys()], ...packed };
}

/** What {@linkcode packPoints} has packed. */
export function unpackPoints(
  { environments, points, breaks }: SearchState,
): { points: SeriesPoint[]; breaks: FoundBreak[] } {
  const unpack = (
    [result, timestamp, commit, place, durationMs, standardError, rounds, against]: PackedPoint,
  ): SeriesPoint => ({
    result,
    timestamp,
    commit,
    environment: environments[place]!,
    durationMs,
    standardError,
    rounds,
    against: against === null ? null : { commit: against[0], durationMs: against[1] },
  });
  return {
    points: points.map(unpack),
    breaks: breaks.map((one) => ({
      ...one,
      before: unpack(one.before),
      after: unpack(one.after),
      levels: { ...one.levels },
      growth: one.growth.map((
        [by, logRatio, standardError, degreesOfFreedom, rounds],
      ) => ({
        by: unpack(by),
        estimate: { logRatio, standardError, degreesOfFreedom, rounds },
      })),
    })),
  };
}
