/** Scores the search for lasting changes on series with labelled changes. @module */
import * as v from "../../scripts/deps/valibot.ts";
import { validate } from "../../scripts/result/validate.ts";
import { findChanges } from "../../scripts/verdict/changes.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";

/** How many results a change may lie off its label. */
const REACH = 3;
/** Place and sizes of steps that are planted into windows without changes. */
const PLANTED_AT = 60;
const PLANTED = [0.1, 0.2, 0.5];

/** First index of a new level, or the first and last index of a drift. */
export type Label = number | readonly [what: "d", from: number, to: number];

/** One benchmark over time. */
export interface LabelledSeries {
  readonly name: string;
  /** Durations above 0, in the order of time. */
  readonly values: readonly number[];
  /** Null if it has no labels. */
  readonly labels: {
    /** Changes that must be reported. */
    readonly must: readonly Label[];
    /** Changes that may be reported. */
    readonly may: readonly Label[];
  } | null;
}

/** The score on labelled series. */
export interface LabelScore {
  readonly series: number;
  /** Changes that must be reported, and how many of them were. */
  readonly labels: number;
  readonly found: number;
  /** Changes reported at a label, and elsewhere. */
  readonly right: number;
  readonly wrong: number;
}

/** The score on windows without changes, and on steps planted into them. */
export interface FlatScore {
  readonly windows: number;
  readonly results: number;
  readonly changes: number;
  readonly planted: readonly { readonly size: number; readonly found: number }[];
}

const label = v.union([
  v.number(),
  v.tuple([v.literal("d"), v.number(), v.number()]),
], "an index, or d and two indexes");
const labels = v.object({ must: v.array(label), may: v.array(label) }, "an object");
const values = v.array(v.number("a number"), "an array");
const fileSchema = v.array(
  v.object({
    name: v.string("a string"),
    values: v.optional(values),
    v: v.optional(values),
    labels_eye: v.optional(labels),
  }, "an object"),
  "an array",
);

/**
 * The series in a file: a list of objects with `name`, `values` (or `v`) and, if labelled,
 * `labels_eye`, which has `must` and `may`.
 *
 * @throws {Failure} Naming the file and its fault.
 */
export function readSeries(json: unknown, source: string): LabelledSeries[] {
  return validate(fileSchema, json, `Cannot read ${source}`).map((one) => ({
    name: one.name,
    values: (one.values ?? one.v ?? []).filter((value) => value > 0),
    labels: one.labels_eye ?? null,
  }));
}

/** A reported place: a step, or the start and end of a drift. */
interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(durations: readonly number[]): { steps: Place[]; drifts: Place[] } {
  const points = durations.map((durationMs, index): SeriesPoint => ({
    result: `${index}`,
    timestamp: new Date(index * 86_400_000).toISOString(),
    commit: null,
    environment: "",
    durationMs,
    standardError: null,
    rounds: 0,
    against: null,
  }));
  const { steps, drifts } = findChanges(points, DEFAULT_THRESHOLDS);
  const place = (from: SeriesPoint, to: SeriesPoint) => ({
    from: Number(from.result),
    to: Number(to.result),
  });
  return {
    steps: steps.map(({ after }) => place(after, after)),
    drifts: drifts.map(({ from, to }) => place(from, to)),
  };
}

function isAt(one: Label, { from, to }: Place): boolean {
  const [first, last] = typeof one === "number" ? [one, one] : [one[1], one[2]];
  return first <= to + REACH && from - REACH <= last;
}

/** Scores series with labels. */
export function scoreLabels(series: readonly LabelledSeries[]): LabelScore {
  let [labels, found, right, wrong] = [0, 0, 0, 0];
  for (const { values, labels: known } of series) {
    if (known === null) continue;
    const { steps, drifts } = placesOf(values);
    const places = [...steps, ...drifts];
    labels += known.must.length;
    found += known.must.filter((one) => places.some((place) => isAt(one, place))).length;
    for (const place of places) {
      if (known.must.some((one) => isAt(one, place))) right++;
      else if (!known.may.some((one) => isAt(one, place))) wrong++;
    }
  }
  return {
    series: series.filter(({ labels }) => labels !== null).length,
    labels,
    found,
    right,
    wrong,
  };
}

/** Scores windows without changes, and steps planted into them. */
export function scoreFlat(windows: readonly LabelledSeries[]): FlatScore {
  let changes = 0;
  for (const { values } of windows) {
    const { steps, drifts } = placesOf(values);
    changes += steps.length + drifts.length;
  }
  const long = windows.filter(({ values }) => values.length > PLANTED_AT);
  const planted = PLANTED.map((size) => ({
    size,
    found: long.filter(({ values }) => {
      const { steps, drifts } = placesOf(
        values.map((value, index) => index < PLANTED_AT ? value : value * (1 + size)),
      );
      return [...steps, ...drifts].some((place) => isAt(PLANTED_AT, place));
    }).length,
  }));
  return {
    windows: windows.length,
    results: windows.reduce((sum, { values }) => sum + values.length, 0),
    changes,
    planted,
  };
}
