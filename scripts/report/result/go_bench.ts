/** A result as the text that Go benchmarks print, for benchstat. @module */
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";

const NS_PER_MS = 1e6;
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/**
 * Renders a result in the Go benchmark data format (golang.org/design/14313-benchmark-format): a line
 * a round, so that benchstat sees their spread. A bench file is a package; group and name are joined
 * by a slash behind `Benchmark/`, what would end a name is percent-encoded.
 */
export function renderGoBench({ environment, benchmarks }: ResultDocument): string {
  const { os, arch, cpu, cpu_cores } = environment;
  const lines = [
    ...describe("goos", os),
    ...describe("goarch", arch === null ? null : ARCHITECTURES[arch] ?? arch),
    ...describe("cpu", cpu),
  ];
  let file: string | null = null;
  for (const benchmark of benchmarks) {
    if (benchmark.file !== file) lines.push(...describe("pkg", benchmark.file));
    file = benchmark.file;
    lines.push(...renderRounds(benchmark, cpu_cores ?? 1));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function describe(key: string, value: string | null): string[] {
  return value === null ? [] : [`${key}: ${encode(value, " ")}`];
}

function renderRounds(
  { name, group, duration_ms, memory_mb, iterations, rounds }: BenchmarkResult,
  cores: number,
): string[] {
  const path = [group, name].filter((part) => part !== null).map((part) => encode(part, ""));
  const measured = rounds.length > 0
    ? rounds
    : duration_ms === null
    ? []
    : [{ duration_ms, iterations }];
  return measured.map((round) =>
    [
      `Benchmark/${path.join("/")}-${cores}`,
      // The format wants one call or more.
      Math.max(1, round.iterations ?? 1),
      `${round.duration_ms * NS_PER_MS} ns/op`,
      ...(memory_mb === null ? [] : [`${memory_mb * 1e6} B/op`]),
    ].join("\t")
  );
}

/** Spaces and everything that is not printed, but for what is allowed, percent-encoded. */
function encode(text: string, allowed: string): string {
  return text.toWellFormed().replace(
    /[%\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^:(?=:)|#(?=#\[)/gu,
    (character) => character === allowed ? character : encodeURIComponent(character),
  );
}
