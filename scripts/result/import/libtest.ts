/** What Rust's own benchmarks print: `test x ... bench: 1,234 ns/iter (+/- 56)`. @module */
import { identityKey } from "../identity.ts";
import type { FailureRecord } from "../schema.ts";
import type { Content } from "./content.ts";
import { describeRun, WANTED_DURATION } from "./describe_run.ts";
import { type ImportedBenchmark, type ImportedRun, type Importer, isDuration } from "./importer.ts";

/** One line of results. */
interface Result {
  /** The bench file, where cargo's own messages are in the text. */
  readonly file: string | null;
  readonly name: string;
  /** Null where it failed. */
  readonly durationMs: number | null;
  readonly bytesPerSecond: number | null;
  readonly failures: readonly FailureRecord[];
}

const NUMBER = String.raw`[\d,]+(?:\.\d+)?|NaN|inf`;
const BENCH = new RegExp(
  String
    .raw`^test (.+?) +\.\.\. bench: +(-?(?:${NUMBER})) ns/iter \(\+/- [^)]*\)(?: = ([\d,]+) MB/s)?`,
);
const ANY_BENCH = /^test .+? +\.\.\. bench: /m;
const FAILED = /^test (.+?) +\.\.\. FAILED/;
const TARGET = /^ *Running (?:unittests )?(\S+\.rs) \(/;

/** Results of libtest, and of the crate `bencher`, which prints the same. */
export const libtest: Importer = {
  name: "libtest",
  recognizes: ({ text }) => ANY_BENCH.test(text),
  read,
};

function read(content: Content): ImportedRun {
  const results: Result[] = [];
  let file: string | null = null;
  for (const { number, text } of content.lines()) {
    file = TARGET.exec(text)?.[1] ?? file;
    if (!text.startsWith("test ")) continue;
    const [, failedName] = FAILED.exec(text) ?? [];
    if (failedName !== undefined) {
      const failures = [{ round: null, message: `failed, see line ${number} of the log` }];
      results.push({ file, name: failedName, durationMs: null, bytesPerSecond: null, failures });
    } else if (ANY_BENCH.test(text)) results.push({ file, ...readBench(content, number, text) });
  }
  return describeRun(content, {
    harness: "libtest",
    benchmarks: [...Map.groupBy(results, (result) => identityKey({ ...result, group: null }))]
      .map(([, runs]) => describeRuns(runs)),
  });
}

function readBench(content: Content, line: number, text: string): Omit<Result, "file"> {
  const [, name, value, rate] = BENCH.exec(text) ?? [];
  if (name === undefined) {
    throw content.failure(line, 'a result such as "bench: 1,234 ns/iter (+/- 56)" is cut off');
  }
  const durationMs = readNumber(value!) * 1e-6;
  if (!isDuration(durationMs)) {
    throw content.failure(line, `ns/iter of ${name} must be ${WANTED_DURATION}, found ${value}`);
  }
  const bytesPerSecond = rate === undefined ? null : readNumber(rate) * 1e6;
  return { name, durationMs, bytesPerSecond, failures: [] };
}

function readNumber(text: string): number {
  return Number(text.replaceAll(",", ""));
}

/** The text does not say what "+/-" is the half of: the range of the samples, not a deviation. */
function describeRuns(runs: readonly Result[]): ImportedBenchmark {
  const { file, name } = runs[0]!;
  const measured = runs.filter(({ durationMs }) => durationMs !== null);
  const failures = runs.flatMap((run) => run.failures);
  const rates = measured.flatMap(({ bytesPerSecond }) => bytesPerSecond ?? []);
  return {
    file,
    name,
    failures,
    ...measured.length === 1
      ? { duration_ms: measured[0]!.durationMs }
      : { rounds: measured.map(({ durationMs }) => ({ duration_ms: durationMs! })) },
    ...rates.length > 0 && rates.length === measured.length
      ? {
        throughput: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
        throughput_unit: "B/s",
      }
      : {},
  };
}
