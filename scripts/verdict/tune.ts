/** Learns thresholds of a configuration from dismissals. @module */
import { compileGlob, escapeGlob } from "../result/glob.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import { type Changes, searchChanges } from "./changes.ts";
import { isForNames } from "./config.ts";
import type { Percents, Rule } from "./config_text.ts";
import { type Example, separate } from "./separate.ts";
import {
  causeOf,
  changesOf,
  type LastingChange,
  type TrackedChange,
  type Trend,
} from "./series.ts";
import { isAbove, LIMITS, type Thresholds, toPercent } from "./severity.ts";

/** A regression of a benchmark. */
export interface NamedChange {
  readonly benchmark: BenchmarkIdentity;
  readonly change: TrackedChange;
}

/** Thresholds that would have reported the kept changes, but not the dismissed ones. */
export interface ProposedRule extends Rule {
  /** The thresholds without the rule. */
  readonly before: Thresholds;
  readonly dismissed: readonly NamedChange[];
  readonly kept: readonly NamedChange[];
  /** The fewest results of a benchmark with a dismissed change. */
  readonly results: number;
}

/** Two regressions that no thresholds separate. */
export interface Contradiction {
  /** The largest dismissed one. */
  readonly dismissed: NamedChange;
  /** The smallest kept one; null if the dismissed one is above every threshold. */
  readonly kept: NamedChange | null;
}

/** What was learned from dismissals. */
export interface Tuning {
  /** How many benchmarks were examined. */
  readonly benchmarks: number;
  readonly rules: readonly ProposedRule[];
  readonly contradictions: readonly Contradiction[];
}

/**
 * Suggests the smallest rise of thresholds that hides every dismissed regression and no other.
 * There is a rule for each benchmark with a dismissed regression. A group or a file gets a single
 * rule if at least two of its benchmarks, and at least half of them, need about the same.
 *
 * @param trends As judged by `thresholdsOf`. Only those with regressions need their points.
 * @returns The same trends always give the same rules, in the order of the benchmarks.
 */
export function tune(
  trends: readonly Trend[],
  thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds,
): Tuning {
  const subjects = trends.map((trend) => toSubject(trend, thresholdsOf(trend.benchmark)));
  const rules = new Map<Subject, ProposedRule>();
  const contradictions: Contradiction[] = [];
  for (const [text, alike] of groupBySpelling(subjects)) {
    if (alike.every(({ dismissed }) => dismissed.length === 0)) continue;
    const rule = propose(globOf(text), alike);
    if (rule === null) contradictions.push(contradict(alike));
    else for (const subject of alike) rules.set(subject, rule);
  }
  for (const { glob, members } of sharedGlobs(subjects, rules)) {
    const rule = agree(glob, members, rules);
    if (rule !== null) { for (const subject of members) rules.set(subject, rule); }
  }
  const inOrder = new Set(subjects.flatMap((subject) => rules.get(subject) ?? []));
  return { benchmarks: trends.length, rules: [...inOrder], contradictions };
}

/** A benchmark, and which of its regressions were accepted. */
interface Subject extends Example {
  readonly benchmark: BenchmarkIdentity;
  readonly thresholds: Thresholds;
  readonly results: number;
  readonly regressions: readonly TrackedChange[];
}

function toSubject(trend: Trend, thresholds: Thresholds): Subject {
  const regressions = changesOf(trend).filter((change) =>
    isRegression(change) && causeOf(change) === "code"
  );
  const idsOf = (isDismissed: boolean) =>
    regressions.filter(({ dismissal }) => (dismissal !== null) === isDismissed)
      .map(({ id }) => id);
  const search = searchChanges(trend.points);
  // Benchmarks are examined alone and together with others.
  const known = new Map<string, ReadonlySet<string>>();
  return {
    benchmark: trend.benchmark,
    thresholds,
    results: trend.results,
    regressions,
    kept: idsOf(false),
    dismissed: idsOf(true),
    tell(others) {
      const key = `${others.tolerance} ${others.threshold}`;
      const found = known.get(key) ?? regressionsOf(search(others));
      known.set(key, found);
      return found;
    },
  };
}

function regressionsOf({ steps, drifts }: Changes): ReadonlySet<string> {
  return new Set([...steps, ...drifts].filter(isRegression).map(({ id }) => id));
}

function isRegression({ verdict }: LastingChange): boolean {
  return verdict === "regression";
}

/** Groups benchmarks that no glob separates: a glob of only a name matches all with that name. */
function groupBySpelling(subjects: readonly Subject[]): Map<string, Subject[]> {
  const texts = subjects.map(({ benchmark }) => formatIdentity(benchmark));
  const names = new Set(texts.filter((text) => isForNames(globOf(text))));
  return Map.groupBy(
    subjects,
    ({ benchmark }) => names.has(benchmark.name) ? benchmark.name : formatIdentity(benchmark),
  );
}

/**
 * The glob for one benchmark. Whole numbers come first among the keys of an object, but a rule must
 * come last.
 */
function globOf(text: string): string {
  return /^\d+$/.test(text) ? text.replace(/^./, "[$&]") : escapeGlob(text);
}

/** Null if no thresholds work, or if the benchmarks have different thresholds now. */
function propose(glob: string, subjects: readonly Subject[]): ProposedRule | null {
  const before = subjects[0]!.thresholds;
  const after = subjects.every(({ thresholds }) => isSame(thresholds, before))
    ? separate(subjects, before)
    : null;
  if (after === null) return null;
  const taught = subjects.filter(({ dismissed }) => dismissed.length > 0);
  return {
    glob,
    set: percentsOf(before, after),
    before,
    after,
    benchmarks: subjects.map(({ benchmark }) => benchmark),
    dismissed: named(subjects, true),
    kept: named(subjects, false),
    results: taught.reduce((least, { results }) => Math.min(least, results), Infinity),
  };
}

function contradict(subjects: readonly Subject[]): Contradiction {
  const bySize = (a: NamedChange, b: NamedChange) => a.change.change - b.change.change;
  return {
    dismissed: named(subjects, true).sort(bySize).at(-1)!,
    kept: named(subjects, false).sort(bySize)[0] ?? null,
  };
}

function named(subjects: readonly Subject[], isDismissed: boolean): NamedChange[] {
  return subjects.flatMap(({ benchmark, regressions }) =>
    regressions.filter(({ dismissal }) => (dismissal !== null) === isDismissed)
      .map((change) => ({ benchmark, change }))
  );
}

/** Globs for a whole file with several groups, then for a whole group, or a file without groups. */
function sharedGlobs(
  subjects: readonly Subject[],
  rules: ReadonlyMap<Subject, ProposedRule>,
): { glob: string; members: Subject[] }[] {
  const [files, groups]: { glob: string; members: Subject[] }[][] = [[], []];
  for (const [file, inFile] of Map.groupBy(subjects, ({ benchmark }) => benchmark.file)) {
    const place = file === null ? "" : `${escapeGlob(file)}:`;
    const inGroups = Map.groupBy(inFile, ({ benchmark }) => benchmark.group);
    const concerned = [...inGroups.values()].filter((own) => own.some((one) => rules.has(one)));
    if (file !== null && concerned.length > 1) {
      files!.push({ glob: `${place}${inGroups.has(null) ? "{*,*/*}" : "*/*"}`, members: inFile });
    }
    for (const [group, members] of inGroups) {
      const star = members.some(({ benchmark }) => benchmark.name.includes("/")) ? "**" : "*";
      if (group !== null) groups!.push({ glob: `${place}${escapeGlob(group)}/${star}`, members });
      else if (file !== null) groups!.push({ glob: `${place}*`, members });
    }
  }
  return [...files!, ...groups!];
}

/**
 * One rule for all, if enough of the benchmarks need about the same and the glob matches only them.
 */
function agree(
  glob: string,
  members: readonly Subject[],
  rules: ReadonlyMap<Subject, ProposedRule>,
): ProposedRule | null {
  const own = [...new Set(members.flatMap((one) => rules.get(one) ?? []))];
  if (own.length < 2 || 2 * own.length < members.length) return null;
  const matches = compileGlob(glob);
  if (!members.every(({ benchmark }) => matches(formatIdentity(benchmark)))) return null;
  return areClose(own, "threshold") && areClose(own, "tolerance") ? propose(glob, members) : null;
}

/** Whether limits differ by no more than ordinary variation. */
function areClose(rules: readonly ProposedRule[], limit: keyof Thresholds): boolean {
  const limits = rules.map(({ after }) => after[limit]);
  const span = limits.reduce((a, b) => Math.max(a, b)) - limits.reduce((a, b) => Math.min(a, b));
  return !isAbove(span, rules[0]!.before.tolerance);
}

function isSame(a: Thresholds, b: Thresholds): boolean {
  return LIMITS.every((limit) => a[limit] === b[limit]);
}

/** What a configuration must say to change thresholds. */
function percentsOf(before: Thresholds, after: Thresholds): Percents {
  // An unset tolerance follows a lower threshold, but not a higher one.
  const mayGiveWay = before.tolerance === before.threshold;
  const changed = LIMITS.filter((limit) =>
    after[limit] !== before[limit] || limit === "tolerance" && mayGiveWay
  );
  return Object.fromEntries(changed.map((limit) => [limit, toPercent(after[limit])]));
}
