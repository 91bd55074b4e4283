/** What Rust's own benchmarks print: `test x ... bench: 1,234 ns/iter (+/- 56)`. @module */
import type { Content } from "./content.ts";
import { describeRun, WANTED_DURATION } from "./describe_run.ts";
import {
  type ImportedBenchmark,
  type ImportedRun,
  type Importer,
  isDuration,
  MS_PER_NS,
} from "./importer.ts";

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
  const benchmarks: ImportedBenchmark[] = [];
  let file: string | null = null;
  for (const { number, text } of content.lines()) {
    file = TARGET.exec(text)?.[1] ?? file;
    if (!text.startsWith("test ")) continue;
    const [, failed] = FAILED.exec(text) ?? [];
    if (failed !== undefined) {
      const failures = [{ round: null, message: `failed, see line ${number}` }];
      benchmarks.push({ file, name: failed, failures });
    } else if (ANY_BENCH.test(text)) benchmarks.push({ file, ...readBench(content, number, text) });
  }
  return describeRun(content, { harness: "libtest", benchmarks });
}

/** What follows `+/-` is the range of the samples, for which there is no field. */
function readBench(content: Content, line: number, text: string): ImportedBenchmark {
  const [, name, value, rate] = BENCH.exec(text) ?? [];
  if (name === undefined) {
    throw content.failure(
      line,
      'a result must be such as "bench: 1,234 ns/iter (+/- 56)": cut off?',
    );
  }
  const duration = readNumber(value!) * MS_PER_NS;
  if (!isDuration(duration)) {
    throw content.failure(line, `ns/iter of ${name} must be ${WANTED_DURATION}, found ${value}`);
  }
  return {
    name,
    duration_ms: duration,
    ...rate === undefined ? {} : { throughput: readNumber(rate) * 1e6, throughput_unit: "B/s" },
  };
}

function readNumber(text: string): number {
  return Number(text.replaceAll(",", ""));
}
