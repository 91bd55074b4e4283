/** One line of `go test -bench`. @module */
import { WANTED_DURATION } from "../values.ts";
import type { ImportedBenchmark, ImportedMetric } from "../importer.ts";
import { betterOf, isDuration, measureOf } from "../units.ts";

/** The figures in the line of a benchmark. */
export interface Figures {
  readonly benchmark: Omit<ImportedBenchmark, "name">;
  /** Why metrics were left out. */
  readonly leftOut: readonly string[];
  /** Why there are no figures; null if there are some. */
  readonly unreadable: string | null;
}

/** A benchmark's name in a line. */
export interface NameFound {
  readonly name: string;
  /** The text after it. */
  readonly rest: string;
  /** Whether nothing follows, as with `-v` before the benchmark runs. */
  readonly isAlone: boolean;
}

const NUMBER = String.raw`[-+]?(?:\d[\d.]*(?:[eE][-+]?\d+)?|Inf|NaN)`;
const IS_NUMBER = new RegExp(`^${NUMBER}$`);
const FIGURES = new RegExp(
  String.raw`^[ \t]+[1-9]\d*([ \t]+)${NUMBER}(?:[ \t]+(\S+)|[ \t]*$)`,
);
const NAME = /Benchmark(\S*)/g;
/** What go test writes after a name, perhaps with tabs turned into spaces. */
const GAP = /^(?:[ \t]*$| *\t| {2})/;
/** What `b.Log` prints. */
const LOG = /^[ \t]+\S+\.go:\d+: /;
/** Longer than any figures. Megabytes of output may precede them. */
const LONGEST_FIGURES = 10_000;
/** The units that go test itself writes. */
const UNITS = ["ns/op", "MB/s", "B/op", "allocs/op"];

/**
 * Finds the name of a starting benchmark, also after other output in the same line.
 *
 * @returns Null if there is none.
 */
export function findName(line: string): NameFound | null {
  for (const { 0: name, 1: own, index } of line.matchAll(NAME)) {
    const rest = line.slice(index + name.length);
    const hasFigures = index === 0 && FIGURES.test(rest);
    // Other names continue in lower case, and hyperfine writes "Benchmark 1:".
    if (/^[a-z]/.test(own!) || (own === "" && !hasFigures)) continue;
    const isAlone = rest.trim() === "";
    const starts = GAP.test(rest) && (index === 0 || !isAlone);
    if (starts || hasFigures) return { name, rest, isAlone };
  }
  return null;
}

/**
 * Finds the figures after a name, perhaps after output of the benchmark.
 *
 * @param isCut Whether the file ends there, within a line.
 * @returns The figures, from the number of calls on; null if there are none.
 */
export function figuresBehind(rest: string, isCut: boolean): string | null {
  const [found, gap, unit] = FIGURES.exec(rest) ?? [];
  // Output such as "3 4.5 rows" has a single space.
  const isPlain = found !== undefined && (isCut ||
    (unit !== undefined && (gap!.includes("\t") || / \S+\/op(?=\s|$)/.test(rest))));
  return isPlain ? rest : figuresAtEnd(rest);
}

/**
 * Finds the figures at the end of a line, after any output.
 *
 * @returns The figures, from the number of calls on; null if there are none.
 */
export function figuresAtEnd(line: string): string | null {
  if (!line.includes("/op") || LOG.test(line)) return null;
  const tail = line.slice(-LONGEST_FIGURES);
  const words = [...tail.matchAll(/\S+/g)].map(({ 0: text, index }) => ({ text, index }));
  let first = words.length;
  while (
    first > 2 && IS_NUMBER.test(words[first - 2]!.text) && !IS_NUMBER.test(words[first - 1]!.text)
  ) first -= 2;
  const [calls, value] = [words[first - 1], words[first]];
  if (calls === undefined || value === undefined) return null;
  if (!words.slice(first).some(({ text }) => text.endsWith("/op"))) return null;
  let start = calls.index + calls.text.length;
  if (!/\t| {2}/.test(tail.slice(start, value.index))) return null;
  while (start > calls.index && /\d/.test(tail[start - 1]!)) start--;
  // For an unfinished benchmark, Go prints 0 calls that took NaN.
  return /^0*[1-9]/.test(tail.slice(start)) ? tail.slice(start) : null;
}

/**
 * Reads figures: calls, then pairs of a value and its unit.
 *
 * @param name The benchmark's name, for messages.
 * @param isCut Whether the file ends with them, within a line.
 */
export function readFigures(text: string, name: string, isCut: boolean): Figures {
  const [calls, ...words] = text.trim().split(/\s+/);
  const metrics = new Map<string, ImportedMetric>();
  const leftOut: string[] = [];
  let duration: number | null = null;
  const refuse = (unreadable: string) => ({ benchmark: {}, leftOut, unreadable });
  for (let index = 0; IS_NUMBER.test(words[index] ?? ""); index += 2) {
    const [written, unit] = [words[index]!, words[index + 1]];
    const isLast = index + 2 >= words.length;
    if (unit === undefined || (isCut && isLast && isPart(unit, words))) {
      return refuse(`cut off after ${[written, unit].join(" ").trimEnd()}`);
    }
    const value = Number(written.replace("Inf", "Infinity"));
    const measure = measureOf(unit);
    if (measure.kind === "time" && unit.endsWith("/op") && duration === null) {
      duration = value * measure.unitMs;
      if (!isDuration(duration)) {
        return refuse(`${unit} must be ${WANTED_DURATION}, found ${written}`);
      }
    } else if (Number.isFinite(value)) {
      // Go suggests units such as `p99-ns`, with the measure in front.
      const better = betterOf(unit.slice(unit.lastIndexOf("-") + 1));
      metrics.set(unit, { name: unit, unit, value, better });
    } else leftOut.push(`${unit} of ${name} is ${written}`);
  }
  if (duration === null && metrics.size === 0) return refuse("has no figures");
  const benchmark = { duration_ms: duration, iterations: Number(calls) };
  if (duration === null) {
    return {
      benchmark: { ...benchmark, metrics: [...metrics.values()] },
      leftOut,
      unreadable: null,
    };
  }
  const [bytes, rate] = ["B/op", "MB/s"].map((unit) => metrics.get(unit)?.value);
  metrics.delete("B/op");
  metrics.delete("MB/s");
  return {
    benchmark: {
      ...benchmark,
      memory_mb: bytes === undefined ? null : bytes / 1e6,
      ...rate === undefined ? {} : { throughput: rate * 1e6, throughput_unit: "B/s" },
      metrics: [...metrics.values()],
    },
    leftOut,
    unreadable: null,
  };
}

/** Whether it may be the beginning of a unit. */
function isPart(unit: string, words: readonly string[]): boolean {
  return UNITS.some((one) => one !== unit && one.startsWith(unit) && !words.includes(one));
}
