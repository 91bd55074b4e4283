/** What one line says that `go test -bench` prints. @module */
import { WANTED_DURATION } from "../values.ts";
import type { ImportedBenchmark, ImportedMetric } from "../importer.ts";
import { betterOf, isDuration, measureOf } from "../units.ts";

/** What a line says of its benchmark. */
export interface Figures {
  readonly benchmark: Omit<ImportedBenchmark, "name">;
  /** Why metrics were left out. */
  readonly leftOut: readonly string[];
  /** Why there is nothing; null where there is something. */
  readonly unreadable: string | null;
}

/** The name of a benchmark in a line. */
export interface NameFound {
  readonly name: string;
  /** What stands behind it. */
  readonly rest: string;
  /** Whether nothing does, as with `-v` before the benchmark runs. */
  readonly isAlone: boolean;
}

const NUMBER = String.raw`[-+]?(?:\d[\d.]*(?:[eE][-+]?\d+)?|Inf|NaN)`;
const IS_NUMBER = new RegExp(`^${NUMBER}$`);
const FIGURES = new RegExp(
  String.raw`^[ \t]+[1-9]\d*([ \t]+)${NUMBER}(?:[ \t]+(\S+)|[ \t]*$)`,
);
const NAME = /Benchmark(\S*)/g;
/** What go test writes behind a name, as it is or where tabs have become spaces. */
const GAP = /^(?:[ \t]*$| *\t| {2})/;
/** What `b.Log` prints. */
const LOG = /^[ \t]+\S+\.go:\d+: /;
/** Longer than any figures: in front of them there may be megabytes that were printed. */
const LONGEST_FIGURES = 10_000;
/** The units that go test writes itself. */
const UNITS = ["ns/op", "MB/s", "B/op", "allocs/op"];

/**
 * Finds the name of a benchmark that starts, also behind what has been printed in the same line.
 *
 * @returns Null where there is none.
 */
export function findName(line: string): NameFound | null {
  for (const { 0: name, 1: own, index } of line.matchAll(NAME)) {
    const rest = line.slice(index + name.length);
    const hasFigures = index === 0 && FIGURES.test(rest);
    // Names of other things go on in small letters, and hyperfine writes "Benchmark 1:".
    if (/^[a-z]/.test(own!) || (own === "" && !hasFigures)) continue;
    const isAlone = rest.trim() === "";
    const starts = GAP.test(rest) && (index === 0 || !isAlone);
    if (starts || hasFigures) return { name, rest, isAlone };
  }
  return null;
}

/**
 * Finds the figures behind a name, at once or behind what the benchmark has printed.
 *
 * @param isCut Whether the file ends there, within a line.
 * @returns What they begin with, the number of calls; null where there are none.
 */
export function figuresBehind(rest: string, isCut: boolean): string | null {
  const [found, gap, unit] = FIGURES.exec(rest) ?? [];
  // Texts such as "3 4.5 rows" are printed with a single space.
  const isPlain = found !== undefined && (isCut ||
    (unit !== undefined && (gap!.includes("\t") || / \S+\/op(?=\s|$)/.test(rest))));
  return isPlain ? rest : figuresAtEnd(rest);
}

/**
 * Finds the figures that a line ends with, behind whatever has been printed.
 *
 * @returns What they begin with, the number of calls; null where there are none.
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
  // Of a benchmark that did not come to its end it prints 0 calls that took NaN.
  return /^0*[1-9]/.test(tail.slice(start)) ? tail.slice(start) : null;
}

/**
 * Reads figures: calls, then pairs of a value and its unit.
 *
 * @param name Of the benchmark, for messages.
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
      return refuse(`cut off behind ${[written, unit].join(" ").trimEnd()}`);
    }
    const value = Number(written.replace("Inf", "Infinity"));
    const measure = measureOf(unit);
    if (measure.kind === "time" && unit.endsWith("/op") && duration === null) {
      duration = value * measure.unitMs;
      if (!isDuration(duration)) {
        return refuse(`${unit} must be ${WANTED_DURATION}, found ${written}`);
      }
    } else if (Number.isFinite(value)) {
      // Go proposes units such as `p99-ns`, with what is measured in front.
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

/** Whether it may be the beginning of a unit that is still to come. */
function isPart(unit: string, words: readonly string[]): boolean {
  return UNITS.some((one) => one !== unit && one.startsWith(unit) && !words.includes(one));
}
