/** Words for changes that came together and for their causes. Nothing here is escaped. @module */
import type { EnvironmentDifference } from "../../verdict/environment.ts";
import { causeOfEvent, placeOf, type SuiteEvent } from "../../verdict/events.ts";
import {
  type Cause,
  endsOf,
  isUnclear,
  isUnsettled,
  type TrackedChange,
} from "../../verdict/series.ts";
import { formatCount } from "../../result/format_count.ts";
import { formatInterval } from "../units.ts";
import { shorten } from "./describe.ts";

/** Words for the causes of changes. */
const CAUSES: Readonly<Record<Cause, string>> = {
  code: "code",
  machine: "machine or toolchain",
  unknown: "machine, toolchain or shared code",
};

/** Words for the fields of an environment. */
const FACTS: ReadonlyMap<string, string> = new Map([
  ["cpu", "CPU"],
  ["cpu_cores", "cores"],
  ["os", "OS"],
  ["arch", "architecture"],
  ["deno_version", "Deno"],
  ["v8_version", "V8"],
  ["v8_flags", "V8 flags"],
]);

/** `Deno 2.9.5 → 2.9.6`. */
export function describeDifference({ field, baseline, current }: EnvironmentDifference): string {
  const [before, after] = [baseline, current].map((value) => value ?? "not recorded");
  return `${FACTS.get(field) ?? field} ${before} → ${after}`;
}

/** Differences of the environments before and after the changes of an event, once each. */
export function differencesOf({ changes }: SuiteEvent): string[] {
  return [...new Set(changes.flatMap(({ change }) => change.differences.map(describeDifference)))];
}

/** The cause of an event, and advice on it, or null. */
export function explainCause(event: SuiteEvent): { cause: string; advice: string | null } {
  if (event.changes.every(({ change }) => change.told === null)) {
    return { cause: "within the threshold, or undecided", advice: null };
  }
  const unclear = event.changes.filter(({ change }) => isUnclear(change));
  if (causeOfEvent(event) !== "unknown") {
    const count = formatCount(unclear.length, "change");
    return {
      cause: CAUSES[causeOfEvent(event)],
      advice: unclear.length === 0
        ? null
        : `${count} had been reported before the cause was known; dismiss the event to accept them`,
    };
  }
  if (unclear.length === 0) return { cause: CAUSES.unknown, advice: null };
  const { commit } = endsOf(placeOf(event)).before;
  const against = commit === null ? "COMMIT" : shorten(commit);
  return {
    cause: "unclear cause",
    advice: `${CAUSES.unknown}; compare --against ${against} settles it`,
  };
}

/**
 * Whether rises are named first: if somebody must look at one, or if more benchmarks rose than
 * fell.
 */
export function isRise({ changes }: SuiteEvent): boolean {
  if (changes.some(({ change }) => isUnsettled(change))) return true;
  const { rises, falls } = waysOf(changes.map(({ change }) => change));
  return rises.count >= falls.count;
}

/** `24 of 30 benchmarks rose by 8.0 to 12.0 %, 2 fell by 3.0 %`. */
export function describeMove(event: SuiteEvent): string {
  return describeWays(event.changes.map(({ change }) => change), isRise(event));
}

/** Like {@linkcode describeMove}, for the company of a single change; null if unknown. */
export function describeCompany(change: TrackedChange): string | null {
  const { company } = change;
  if (company === null || company.of < 2) return null;
  return company.rose + company.fell > 1
    ? `${describeWays([change], change.change > 0)}: ${CAUSES[company.cause]}`
    : `alone among ${company.of} benchmarks`;
}

/** The changes in one direction. */
interface Way {
  readonly word: "rose" | "fell";
  /** How many benchmarks, as far as known. */
  readonly count: number;
  /** Fractions, without signs, as reported. */
  readonly sizes: readonly number[];
}

function describeWays(changes: readonly TrackedChange[], riseFirst: boolean): string {
  const { company, rises, falls } = waysOf(changes);
  const [first, second] = riseFirst ? [rises, falls] : [falls, rises];
  const share = company === null
    ? formatCount(first.count, "benchmark")
    : `${first.count} of ${formatCount(Math.max(company.of, first.count), "benchmark")}`;
  return `${share} ${first.word}${describeSizes(first)}${
    second.count === 0 ? "" : `, ${second.count} ${second.word}${describeSizes(second)}`
  }`;
}

function waysOf(changes: readonly TrackedChange[]) {
  const company = changes.findLast((change) => change.company !== null)?.company ?? null;
  const wayOf = (word: Way["word"]): Way => {
    const own = changes.filter(({ change }) => change > 0 === (word === "rose"));
    const sizes = own.flatMap(({ told, change, company }) => [
      told?.change ?? change,
      ...(company === null ? [] : [company.range.lower, company.range.upper]),
    ]);
    // Some may have been reported since the company was determined.
    return { word, count: Math.max(own.length, company?.[word] ?? 0), sizes: sizes.map(Math.abs) };
  };
  return { company, rises: wayOf("rose"), falls: wayOf("fell") };
}

/** ` by 8.0 to 12.0 %`; empty if no size is known. */
function describeSizes({ sizes }: Way): string {
  if (sizes.length === 0) return "";
  const text = formatInterval({
    lower: sizes.reduce((a, b) => Math.min(a, b)),
    upper: sizes.reduce((a, b) => Math.max(a, b)),
  }, 0).replaceAll("+", "");
  const [start, end] = text.split(" to ");
  return ` by ${end === `${start} %` ? end : text}`;
}
