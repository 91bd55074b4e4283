/** The explanation of a change, as a comparison stores it. @module */
import * as v from "../../deps/valibot.ts";
import { type Tier, TIERS } from "../../result/profile/optimization.ts";
import type { FunctionPlace } from "../../result/profile/place.ts";
import { count, flag, list, maybeText, number, object, oneOf, text } from "../schema_parts.ts";
import { type Frame, MOST_FRAMES } from "./call_tree.ts";
import type { Cause } from "./causes.ts";
import { CAUSE_KINDS } from "./differences.ts";

/** How V8 ran a function. */
export interface RanAs {
  /** How it ran at the end. */
  readonly tier: Tier;
  /** How often V8 discarded its optimised code, in all profiled processes together. */
  readonly deoptimized: number;
  /** Whether that kept happening. */
  readonly again_and_again: boolean;
  /** Why, the last time; null if it never happened. */
  readonly reason: string | null;
}

/** A cause, with details about its function. */
export interface ExplainedCause extends Cause {
  /**
   * How often a call of the benchmark calls it; null if that does not differ or was not counted.
   */
  readonly calls: { readonly baseline: number; readonly current: number } | null;
  /**
   * Properties that it accesses in objects of many shapes, so that V8 looks each of them up; null
   * if they do not differ or are unknown.
   */
  readonly megamorphic: {
    readonly baseline: readonly string[];
    readonly current: readonly string[];
  } | null;
  /** How it ran; null if that does not differ or is unknown. */
  readonly ran_as: { readonly baseline: RanAs; readonly current: RanAs } | null;
}

/** Why a benchmark became slower or faster. */
export interface Explanation {
  /** Samples of its calls, in all profiled processes of each version. */
  readonly samples: { readonly baseline: number; readonly current: number };
  /** Causes of the change, most important first; empty if none exceeds its sampling error. */
  readonly causes: readonly ExplainedCause[];
  /** Changes the other way, which offset a part of it. */
  readonly opposite: readonly Cause[];
  /** Work that only moved from one function to another. */
  readonly moved: readonly { readonly from: FunctionPlace; readonly to: FunctionPlace }[];
  /** The part of the change that all of these explain, as a fraction. */
  readonly explained: number;
  /**
   * Why there is no explanation, or what the profile does not show; null if it shows everything.
   */
  readonly remark: string | null;
  /** Both call trees as one, callers before callees. */
  readonly frames: readonly Frame[];
}

/** Causes that explain less of a change leave most of it open. */
const MOST_OF_IT = 0.5;

/** Fewer samples of a version are not enough. */
export const FEWEST_SAMPLES = 200;

/** Whether the profiles say anything, even if only that no function stands out. */
export function isExplained({ samples }: Pick<Explanation, "samples">): boolean {
  return Math.min(samples.baseline, samples.current) >= FEWEST_SAMPLES;
}

/** Whether the causes account for most of the change. */
export function explainsMost({ explained }: Pick<Explanation, "explained">): boolean {
  return explained >= MOST_OF_IT;
}

const place = v.object({
  name: text,
  package: maybeText,
  version: maybeText,
  file: maybeText,
  line: v.nullable(v.pipe(count, v.minValue(1, "1 or more"))),
}, object);
const sides = v.object({ baseline: number, current: number }, object);
const ranAs = v.object({
  tier: oneOf(TIERS),
  deoptimized: count,
  again_and_again: flag,
  reason: maybeText,
}, object);

const names = v.array(text, list);

const partOfCause = {
  kind: oneOf(CAUSE_KINDS),
  function: v.nullable(place),
  presence: oneOf(["both", "new", "gone"]),
  baseline_ms: number,
  current_ms: number,
  error_ms: number,
  moved_from: v.nullable(place),
  seen_in: v.nullable(place),
  runtime: maybeText,
};

const causeSchema = v.object({
  ...partOfCause,
  calls: v.nullable(sides),
  megamorphic: v.nullable(v.object({ baseline: names, current: names }, object)),
  ran_as: v.nullable(v.object({ baseline: ranAs, current: ranAs }, object)),
}, object);

const frameSchema = v.object({
  function: place,
  parent: v.nullable(count),
  baseline_ms: number,
  current_ms: number,
  baseline_own_ms: number,
  current_own_ms: number,
  gone: flag,
}, object);

/** The schema of {@linkcode Explanation}. */
export const explanationSchema: v.GenericSchema<unknown, Explanation> = v.object({
  samples: v.object({ baseline: count, current: count }, object),
  causes: v.array(causeSchema, list),
  opposite: v.array(v.object(partOfCause, object), list),
  moved: v.array(v.object({ from: place, to: place }, object), list),
  explained: number,
  remark: maybeText,
  frames: v.pipe(
    v.array(frameSchema, list),
    v.maxLength(MOST_FRAMES, `at most ${MOST_FRAMES} frames`),
    v.check(
      (frames) => frames.every(({ parent }, index) => parent === null || parent < index),
      "frames, each after the one that calls it",
    ),
  ),
}, object);
