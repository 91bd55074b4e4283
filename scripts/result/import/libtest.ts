/** What Rust's own benchmarks print: `test x ... bench: 1,234 ns/iter (+/- 56)`. @module */
import type { Content } from "./content.ts";
import { onlyRun, WANTED_DURATION } from "./describe_run.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { isDuration, MS_PER_NS } from "./units.ts";

const NUMBER = String.raw`[\d,]+(?:\.\d+)?|NaN|inf`;
const FIGURES = new RegExp(
  String.raw`^ *(-?(?:${NUMBER})) ns/iter \(\+/- [^)]*\)(?: = ([\d,]+) MB/s)?`,
);
const ANY_BENCH = /^test .+ \.\.\. bench: /m;
const BENCH = " ... bench: ";
const FAILED = " ... FAILED";
const TARGET = /^ *Running (?:unittests )?(\S+\.rs) \(/;

/** Results of libtest, and of the crate `bencher`, which prints the same. */
export const libtest: Importer = {
  name: "libtest",
  recognizes: ({ text }) => ANY_BENCH.test(text),
  read,
};

function read(content: Content): ImportedRun[] {
  const benchmarks: ImportedBenchmark[] = [];
  let file: string | null = null;
  for (const { number, text } of content.lines()) {
    file = TARGET.exec(text)?.[1] ?? file;
    const failed = nameBefore(FAILED, text);
    const name = nameBefore(BENCH, text);
    if (failed !== null) {
      const failures = [{ round: null, message: `failed, see line ${number}` }];
      benchmarks.push({ file, name: failed, failures });
    } else if (name !== null) benchmarks.push({ file, ...readBench(content, number, text, name) });
  }
  return onlyRun(content, { harness: "libtest", benchmarks });
}

/** The name in a line that says so of it; null where the line says something else. */
function nameBefore(what: string, line: string): string | null {
  const at = line.indexOf(what);
  const name = at < 0 || !line.startsWith("test ") ? "" : line.slice("test ".length, at).trim();
  return name === "" ? null : name;
}

/** What follows `+/-` is the range of the samples, for which there is no field. */
function readBench(
  content: Content,
  line: number,
  text: string,
  name: string,
): ImportedBenchmark {
  const [, value, rate] = FIGURES.exec(text.slice(text.indexOf(BENCH) + BENCH.length)) ?? [];
  if (value === undefined) {
    throw content.failure(
      line,
      'a result must be such as "bench: 1,234 ns/iter (+/- 56)": cut off?',
    );
  }
  const duration = readNumber(value) * MS_PER_NS;
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
