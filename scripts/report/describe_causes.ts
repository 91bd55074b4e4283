/** Words for why a benchmark became slower or faster. Nothing here is escaped. @module */
import type { FunctionPlace } from "../result/profile/place.ts";
import type { ComparisonEntry } from "../verdict/comparison.ts";
import { type Cause, changeOf } from "../verdict/explain/causes.ts";
import {
  type ExplainedCause,
  explainsMost,
  type Explanation,
  isExplained,
  type RanAs,
} from "../verdict/explain/explanation.ts";
import { sumFunctions } from "../verdict/explain/sum_functions.ts";
import { oneLine } from "../result/one_line.ts";
import { formatDuration, formatSignedDuration } from "./units.ts";

/** More causes would only show that there are many. */
const MOST_CAUSES = 3;
/** A smaller excess over the whole change may be chance. */
const SAMPLING_ERRORS = 2;

/** A function as people search for it: `horner (work.ts:12)`. */
export function describeFunction(place: FunctionPlace): string {
  const called = place.name === "" ? "an anonymous function" : place.name;
  const where = describePlace(place);
  return where === "" ? called : `${called} (${where})`;
}

/** Where a function is, such as `npm:zod@3.25.1/core.js:12`; empty for functions of the runtime. */
export function describePlace({ package: of, version, file, line }: FunctionPlace): string {
  if (file === null) return "";
  const place = of === null ? file : `${of}${version === null ? "" : `@${version}`}/${file}`;
  return `${place}${line === null ? "" : `:${line}`}`;
}

/** A word before the first of {@linkcode describeCauses}, if nothing else introduces them. */
export function describeQuestion({ verdict }: Pick<ComparisonEntry, "verdict">): string {
  return verdict === "regression" || verdict === "improvement" || verdict === "inconclusive"
    ? "why"
    : "time";
}

/** The first of {@linkcode describeCauses} with the word before it; null if there is none. */
export function describeFirstCause(entry: ComparisonEntry): string | null {
  const [cause] = describeCauses(entry);
  return cause === undefined ? null : `${describeQuestion(entry)}: ${cause}`;
}

/**
 * Causes of the change of an entry or, if it has not changed, the functions that take its time, a
 * line each; empty if it was not explained.
 *
 * The first line is about the cause that explains the most.
 */
export function describeCauses(entry: ComparisonEntry): string[] {
  const { explanation } = entry;
  if (explanation === null) return [];
  const { remark } = explanation;
  const lines = !isExplained(explanation)
    ? [`not known: ${remark ?? "there are too few samples"}`]
    : [
      ...(describeQuestion(entry) === "why"
        ? describeChange(entry, explanation)
        : describeTimes(entry, explanation)),
      ...(remark === null ? [] : [remark]),
    ];
  return lines.map(oneLine);
}

function describeChange(
  { baseline, current }: ComparisonEntry,
  explanation: Explanation,
): string[] {
  const { causes, opposite, moved } = explanation;
  const total = (current ?? 0) - (baseline ?? 0);
  const lines = causes.slice(0, MOST_CAUSES).map((cause, index) =>
    `${index === 0 ? "" : "also: "}${describeCause(cause, total)}`
  );
  if (causes.length === 0) {
    lines.push(
      "no function stands out: the change is spread over many, or below the sampling error",
    );
  } else if (!explainsMost(explanation)) {
    lines.push("the rest is spread over many functions, or below the sampling error");
  }
  for (const { from, to } of moved.slice(0, MOST_CAUSES)) {
    lines.push(
      `the work of ${describeFunction(from)} moved into ${
        describeFunction(to)
      }, where it takes as long`,
    );
  }
  for (const cause of opposite.slice(0, MOST_CAUSES)) {
    lines.push(
      `in the other direction: ${describeSubject(cause)} ${
        formatSignedDuration(changeOf(cause))
      } a call`,
    );
  }
  return lines;
}

/** The functions that take most of a call now. */
function describeTimes({ current }: ComparisonEntry, { frames }: Explanation): string[] {
  const whole = current ?? 0;
  const functions = sumFunctions(frames).toSorted((a, b) => b.own.current - a.own.current);
  return functions.slice(0, MOST_CAUSES).map(({ place, own }) => {
    const share = whole === 0 ? "" : ` (${Math.round(own.current / whole * 100)} %)`;
    return `${describeFunction(place)} takes ${formatDuration(own.current)} of ${
      formatDuration(whole)
    } a call${share}`;
  });
}

function describeCause(cause: ExplainedCause, total: number): string {
  const size = describeShare(cause, total);
  return [`${describeSubject(cause)} ${size}`, ...describeDetails(cause)].join("; ");
}

/** The part of the change that a cause accounts for, or what offsets it if that is more than all. */
function describeShare(cause: ExplainedCause, total: number): string {
  const change = changeOf(cause);
  const [own, whole] = [change, total].map(formatSignedDuration);
  if (total === 0) return `${own} of ${whole} a call`;
  const excess = Math.abs(change) - Math.abs(total);
  if (excess < 0) return `${own} of ${whole} a call (${Math.round(change / total * 100)} %)`;
  if (excess <= SAMPLING_ERRORS * cause.error_ms) return `all of ${whole} a call`;
  const other = total > 0 ? "faster" : "slower";
  return `${own} a call, but the benchmark only ${whole}, because the rest became ${other}`;
}

function describeSubject({ kind, function: place }: Cause): string {
  if (place !== null) return describeFunction(place);
  if (kind === "collection") return "garbage collection";
  return kind === "waiting" ? "waiting" : "native code with no caller in the profile";
}

function describeDetails(cause: ExplainedCause): string[] {
  const { presence, moved_from, seen_in, runtime, calls, megamorphic, ran_as } = cause;
  return [
    presence === "new" ? "new" : presence === "gone" ? "no longer seen" : null,
    moved_from === null ? null : `now does the work of ${describeFunction(moved_from)}`,
    seen_in === null ? null : `partly seen in its caller, ${describeFunction(seen_in)}`,
    runtime === null || runtime === "" ? null : `in ${runtime}`,
    calls === null
      ? null
      : `called ${formatCalls(calls.current)} times instead of ${formatCalls(calls.baseline)}`,
    megamorphic === null ? null : describeMegamorphic(megamorphic),
    ran_as === null ? null : describeRan(ran_as.baseline, ran_as.current),
  ].filter((part) => part !== null);
}

function describeMegamorphic(
  { baseline, current }: NonNullable<ExplainedCause["megamorphic"]>,
): string {
  const gained = current.filter((property) => !baseline.includes(property));
  const [properties, state] = gained.length > 0
    ? [gained, "now sees objects of many shapes (megamorphic)"]
    : [
      baseline.filter((property) => !current.includes(property)),
      "no longer sees objects of many shapes (megamorphic)",
    ];
  const [first = ""] = properties;
  const more = properties.length > 1 ? ` and ${properties.length - 1} more` : "";
  return `access to ${first === "" ? "elements" : first}${more} ${state}`;
}

function describeRan(baseline: RanAs, current: RanAs): string {
  if (current.again_and_again && !baseline.again_and_again) {
    const reason = current.reason === null ? "" : `, ${current.reason}`;
    return `deoptimised again and again (${current.deoptimized} times${reason})`;
  }
  return baseline.again_and_again && !current.again_and_again
    ? "no longer deoptimised again and again"
    : `${baseline.tier} before, ${current.tier} now`;
}

const WHOLE_CALLS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const PARTS_OF_CALLS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** Calls in a call of the benchmark: usually a whole number, but calls may differ. */
function formatCalls(count: number): string {
  const format = Number.isInteger(count) || count >= 100 ? WHOLE_CALLS : PARTS_OF_CALLS;
  return format.format(count);
}
