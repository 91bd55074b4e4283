/** A result as the text that Go benchmarks print, for benchstat. @module */
import { type BenchmarkIdentity, tellApart } from "../../result/identity.ts";
import { msPer } from "../../result/import/units.ts";
import type { BenchmarkResult, MetricResult, ResultDocument } from "../../result/schema.ts";
import { describeLostMetrics } from "./losses.ts";

const NS_PER_MS = 1e6;
const ARCHITECTURES = new Map([["x86_64", "amd64"], ["aarch64", "arm64"]]);

/**
 * Renders a result in the Go benchmark data format (golang.org/design/14313-benchmark-format): a
 * line for each round, so that benchstat sees their spread. A bench file becomes a package. Group
 * and name are joined by a slash after `Benchmark/`, and characters that would end a name are
 * percent-encoded. Failures are written like those of `go test`. A metric is a value whose unit is
 * the metric's name.
 */
export function renderGoBench({ environment, benchmarks }: ResultDocument): string {
  const { os, arch, cpu, cpu_cores } = environment;
  const files = [...Map.groupBy(benchmarks, ({ file }) => file)];
  const lines = [
    ...describe("goos", os),
    ...describe("goarch", arch === null ? null : ARCHITECTURES.get(arch) ?? arch),
    ...describe("cpu", cpu),
    // A package applies to all lines below it, so benchmarks without one come first.
    ...files.sort(([a], [b]) => Number(a !== null) - Number(b !== null)).flatMap(([file, own]) => {
      const names = tellApart(own, [nameOf, nameWithoutSlashes]);
      return [
        ...describe("pkg", file),
        ...own.flatMap((benchmark, index) =>
          renderLines(benchmark, `Benchmark/${names[index]}-${writeCount(cpu_cores ?? 1)}`)
        ),
      ];
    }),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Parts of a result that the text lacks. */
export function describeGoBenchLosses(document: ResultDocument): string[] {
  return describeLostMetrics(document, hasOwnUnit);
}

/** Whether a metric's name does not mean a duration, heap or throughput here. */
function hasOwnUnit({ name }: MetricResult): boolean {
  const isTime = name.endsWith("/op") && msPer(name.slice(0, -"/op".length)) !== null;
  return !isTime && name !== "B/op" && name !== "MB/s";
}

function describe(key: string, value: string | null): string[] {
  // An empty value would be missing; no other value is a lone percent sign.
  return value === null ? [] : [`${key}: ${encode(value, " ") || "%"}`];
}

function nameOf({ group, name }: BenchmarkIdentity): string {
  return group === null ? encode(name, "") : `${encode(group, "")}/${encode(name, "")}`;
}

/** Its only slash is the one between group and name. */
function nameWithoutSlashes({ group, name }: BenchmarkIdentity): string {
  const encoded = [group, name].map((part) => part && encode(part, "").replaceAll("/", "%2F"));
  return encoded.filter((part) => part !== null).join("/");
}

function renderLines(benchmark: BenchmarkResult, name: string): string[] {
  const { duration_ms, memory_mb, iterations, failures } = benchmark;
  const metrics = benchmark.metrics.filter(hasOwnUnit);
  const rounds = benchmark.rounds.length > 0
    ? benchmark.rounds
    : duration_ms === null
    ? []
    : [{ duration_ms, iterations }];
  const count = rounds.length > 0 ? rounds.length : metrics.reduce(
    (most, one) => Math.max(most, one.rounds.length, 1),
    memory_mb === null ? 0 : 1,
  );
  const lines = Array.from({ length: count }, (_, index) => {
    const round = rounds[index];
    return [
      name,
      // The format needs at least one call.
      writeCount(Math.max(1, round?.iterations ?? 1)),
      ...(round === undefined ? [] : [`${round.duration_ms * NS_PER_MS} ns/op`]),
      ...(memory_mb === null ? [] : [`${Math.min(memory_mb * 1e6, Number.MAX_VALUE)} B/op`]),
      ...metrics.flatMap((metric) => writeMetric(metric, index, count)),
    ].join("\t");
  });
  return failures.length === 0 ? lines : [...lines, `--- FAIL: ${name}`];
}

/**
 * A value that was measured once stands only in the first line, unless it is the same for every
 * round.
 */
function writeMetric(
  { name, value, exact, rounds }: MetricResult,
  index: number,
  count: number,
): string[] {
  const told = rounds.length === count ? rounds[index] : index === 0 || exact ? value : undefined;
  return told === undefined ? [] : [`${told} ${encode(name, "") || "%"}`];
}

/** Only digits, with the largest number that the format allows. */
function writeCount(count: number): string {
  return String(Math.min(count, Number.MAX_SAFE_INTEGER));
}

/**
 * Percent-encodes spaces and unprintable characters, except allowed ones. Half a surrogate pair,
 * which UTF-8 cannot hold, becomes `%u` and its four digits.
 */
function encode(text: string, allowed: string): string {
  return text.replace(
    /[%\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]|^:(?=:)|#(?=#\[)/gu,
    (character) =>
      character === allowed
        ? character
        : character.isWellFormed()
        ? encodeURIComponent(character)
        : `%u${character.charCodeAt(0).toString(16)}`,
  );
}
