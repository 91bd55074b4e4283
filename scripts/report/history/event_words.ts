/** The words for what moved together and for what it may come from. Nothing here is escaped. @module */
import type { EnvironmentDifference } from "../../verdict/environment.ts";
import { causeOfEvent, type SuiteEvent } from "../../verdict/events.ts";
import { type Cause, isUnclear, type TrackedChange } from "../../verdict/series.ts";
import { formatCount, formatInterval } from "../units.ts";
import { shorten } from "./describe.ts";

/** What a change comes from, as people say it. */
export const CAUSES: Readonly<Record<Cause, string>> = {
  code: "code",
  machine: "machine or toolchain",
  unknown: "machine, toolchain or code that they share",
};

/** What fields of an environment are called. */
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

/** In what the environments before and after a change of the event differ, once each. */
export function differencesOf({ changes }: SuiteEvent): string[] {
  return [...new Set(changes.flatMap(({ change }) => change.differences.map(describeDifference)))];
}

/** What an event comes from, and what else is to be known of that; null where that is all. */
export function describeCause(event: SuiteEvent): { cause: string; advice: string | null } {
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
        : `known only since ${count} had been told; dismiss the event to accept them`,
    };
  }
  const commit = event.before.commit === null ? "COMMIT" : shorten(event.before.commit);
  return {
    cause: "cannot be told",
    advice: unclear.length === 0 ? null : `${CAUSES.unknown}; compare --against ${commit} tells`,
  };
}

/** `24 of 30 benchmarks rose by 8.0 to 12.0 %, 2 fell`. */
export function describeMove(changes: readonly TrackedChange[]): string {
  const company = changes.findLast((change) => change.company !== null)?.company ?? null;
  const rises = changes.filter(({ change }) => change > 0);
  const falls = changes.filter(({ change }) => change <= 0);
  // Some may have been told since the company was known.
  const rose = Math.max(rises.length, company?.rose ?? 0);
  const fell = Math.max(falls.length, company?.fell ?? 0);
  const count = Math.max(rose, fell);
  const share = company === null
    ? formatCount(count, "benchmark")
    : `${count} of ${formatCount(Math.max(company.of, count), "benchmark")}`;
  return rose >= fell
    ? `${share} rose${describeSizes(rises)}${fell === 0 ? "" : `, ${fell} fell`}`
    : `${share} fell${describeSizes(falls)}${rose === 0 ? "" : `, ${rose} rose`}`;
}

/** ` by 8.0 to 12.0 %`, without signs, of changes that went one way as they were told. */
function describeSizes(changes: readonly TrackedChange[]): string {
  if (changes.length === 0) return "";
  const sizes = changes.flatMap(({ told, change, company }) => [
    told?.change ?? change,
    ...(company === null ? [] : [company.range.lower, company.range.upper]),
  ]).map(Math.abs);
  const text = formatInterval({
    lower: sizes.reduce((a, b) => Math.min(a, b)),
    upper: sizes.reduce((a, b) => Math.max(a, b)),
  }, 0).replaceAll("+", "");
  const [start, end] = text.split(" to ");
  return ` by ${end === `${start} %` ? end : text}`;
}

/** `24 of 30 benchmarks rose by 8.0 to 12.0 %` with a change; null where nothing is known. */
export function describeCompany(change: TrackedChange): string | null {
  const { company } = change;
  if (company === null || company.of < 2) return null;
  return company.rose + company.fell > 1
    ? `${describeMove([change])}: ${CAUSES[company.cause]}`
    : `alone among ${company.of} benchmarks`;
}
