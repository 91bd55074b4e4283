/** Random output of `go test -bench`. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/** How a benchmark ends. */
type End = "measured" | "fails" | "fails later" | "panics";

interface Benchmark {
  readonly name: string;
  readonly ns: number;
  readonly calls: number;
  readonly end: End;
  readonly mbPerSecond: number | null;
  readonly metric: { readonly value: number; readonly unit: string } | null;
  /** What each run prints; it is a line only if it has a line break. */
  readonly prints: string;
}

interface Package {
  readonly name: string;
  readonly benchmarks: readonly Benchmark[];
}

/** The arguments of the command, and the version of Go. */
interface Call {
  readonly mode: "plain" | "-v" | "-json of 1.19" | "-json of 1.20";
  /** Values of `-cpu`. */
  readonly cpus: readonly number[];
  readonly hasMemory: boolean;
  readonly hasHeader: boolean;
  readonly isWindows: boolean;
}

// Go replaces blanks by `_` and escapes unprintable characters, so names have neither.
const sub = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\s\p{C}\p{Z}]/gu, "_"));
const own = fc.stringMatching(/^[A-Z_0-9][A-Za-z0-9_]{0,8}$/);
// With GOMAXPROCS 1, `size-8` looks like `size` on 8 processors, so only other names end like that.
const name = fc.tuple(
  own,
  fc.array(fc.oneof(sub, fc.constantFrom("n=10", "a-b", "1e9", '{"a":1}', "x#01")), {
    maxLength: 3,
  }),
)
  .map(([own, subs]) => ["Benchmark" + own, ...subs].join("/"));

const benchmark: fc.Arbitrary<Benchmark> = fc.record({
  name,
  ns: fc.double({ min: -4, max: 13, noNaN: true }).map((power) => 10 ** power),
  calls: fc.integer({ min: 1, max: 1_000_000_000 }),
  end: fc.constantFrom<End>("measured", "measured", "measured", "fails", "fails later", "panics"),
  mbPerSecond: fc.option(fc.double({ min: 0.01, max: 1e5, noNaN: true })),
  metric: fc.option(fc.record({
    value: fc.oneof(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.constantFrom(NaN, Infinity),
    ),
    unit: fc.constantFrom("hits/op", "p99-ns", "ratio", "rows/s", "größe"),
  })),
  prints: fc.constantFrom(
    "",
    "",
    "",
    "connecting... ",
    "1 2\n3 4.5 rows\n",
    "took 7 100 ns/op\n",
    "note: x\n",
    ...[
      '{"level":"info","msg":"row 7 100 ns/op"}\n',
      "commit: pending\n",
      "Benchmarking 3 4 files\n",
    ],
  ),
});

const packages: fc.Arbitrary<readonly Package[]> = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,5}\.org\/[a-z]{1,5}(\/[a-z-]{1,5}){0,2}$/),
    // Go does not measure a benchmark that contains others.
    benchmarks: fc.uniqueArray(benchmark, {
      minLength: 1,
      maxLength: 5,
      selector: ({ name }) => name.split("/")[0],
    }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

const call: fc.Arbitrary<Call> = fc.record({
  mode: fc.constantFrom<Call["mode"]>("plain", "-v", "-json of 1.19", "-json of 1.20"),
  cpus: fc.constantFrom([1], [8], [1, 4], [2, 16]),
  hasMemory: fc.boolean(),
  hasHeader: fc.boolean(),
  isWindows: fc.boolean(),
});

/** Returns whether Go would measure something, and print all names first. */
function isPossible({ text, benchmarks }: WrittenFile): boolean {
  const names = benchmarks.map(({ group, name }) => `${group} ${name}`);
  return new Set(names).size === names.length && /Benchmark\S* *\t.*\/op/.test(text) &&
    benchmarks.some(({ duration_ms }) => duration_ms !== null);
}

/** Files of `go test -bench`: plain, with `-v` and with `-json`. */
export const written: WrittenFormat = {
  format: "go",
  files: fc.tuple(packages, call).map(([packages, call]) => write(packages, call))
    .filter(isPossible),
  source: "bench.txt",
};

function write(packages: readonly Package[], call: Call): WrittenFile {
  const all = packages.map((one) => writePackage(one, call));
  return {
    text: all.map(({ text }) => text).join(""),
    benchmarks: all.flatMap(({ benchmarks }) => benchmarks),
  };
}

function writePackage({ name: group, benchmarks }: Package, call: Call): WrittenFile {
  const isVerbose = call.mode !== "plain";
  const known: WrittenBenchmark[] = [];
  // A chunk is the text of one write.
  const chunks: [text: string, test: string | null][] = [];
  if (call.hasHeader) {
    for (const line of ["goos: linux", "goarch: amd64", `pkg: ${group}`, "cpu: X"]) {
      chunks.push([`${line}\n`, null]);
    }
  }
  let isFailed = false;
  let isOver = false;
  for (const one of benchmarks) {
    if (isOver) break;
    const parts = one.name.split("/");
    if (isVerbose) {
      const parent = parts[0]!;
      for (const name of parent === one.name ? [parent] : [parent, one.name]) {
        if (call.mode === "-json of 1.20") chunks.push([`=== RUN   ${name}\n`, name]);
        chunks.push([`${name}\n`, name]);
      }
    }
    chunks.push([one.prints, one.name]);
    if (one.end === "fails") {
      isFailed = true;
      known.push({ file: null, group, name: one.name, duration_ms: null });
      chunks.push([`--- FAIL: ${one.name}\n    a_test.go:3: no such table\n`, one.name]);
      continue;
    }
    for (const cpu of call.cpus) {
      const name = cpu === 1 ? one.name : `${one.name}-${cpu}`;
      const padded = `${name.padEnd(24)}\t`;
      // Without -v, go prints the name before the benchmark runs.
      chunks.push([isVerbose ? one.prints : padded + one.prints, one.name]);
      const isMeasured = one.end === "measured";
      known.push({ file: null, group, name, duration_ms: isMeasured ? duration(one.ns) : null });
      if (one.end === "panics") {
        chunks.push([
          `${isVerbose ? padded : ""}panic: boom\n\ngoroutine 7 [running]:\n`,
          one.name,
        ]);
        chunks.push([
          `${group}.${parts[0]}.func1(0xc0)\n\t/home/user/a_test.go:24 +0x13f\n`,
          one.name,
        ]);
        isOver = true;
        break;
      }
      if (one.end === "fails later") {
        chunks.push([`--- FAIL: ${name}\n    a_test.go:3: no such table\n`, one.name]);
        continue;
      }
      if (isVerbose) chunks.push([padded, one.name]);
      chunks.push([`${figures(one, call)}\n`, one.name]);
    }
    isFailed ||= one.end === "fails later";
  }
  if (isOver) chunks.push(["exit status 2\n", null], [`FAIL\t${group}\t0.512s\n`, null]);
  else if (isFailed) {
    chunks.push(["FAIL\n", null], ["exit status 1\n", null], [`FAIL\t${group}\t0.512s\n`, null]);
  } else chunks.push(["PASS\n", null], [`ok  \t${group}\t0.512s\n`, null]);
  return { text: print(chunks, group, call), benchmarks: known };
}

function print(
  chunks: readonly (readonly [text: string, test: string | null])[],
  group: string,
  { mode, isWindows }: Call,
): string {
  const end = isWindows ? "\r\n" : "\n";
  if (!mode.startsWith("-json")) {
    return chunks.map(([text]) => text.replaceAll("\n", end)).join("");
  }
  return chunks.filter(([text]) => text !== "").map(([Output, test], index) =>
    JSON.stringify({
      Time: `2026-03-02T10:00:00.${String(index).padStart(9, "0")}+01:00`,
      Action: "output",
      Package: group,
      // Go 1.19 has events only of benchmarks that fail.
      ...test === null || mode.endsWith("1.19") ? {} : { Test: test },
      Output,
    }) + end
  ).join("");
}

function figures({ ns, calls, mbPerSecond, metric }: Benchmark, { hasMemory }: Call): string {
  return [
    String(calls).padStart(8),
    pretty(ns, "ns/op"),
    ...mbPerSecond === null ? [] : [`${mbPerSecond.toFixed(2).padStart(7)} MB/s`],
    ...metric === null ? [] : [pretty(metric.value, metric.unit)],
    ...hasMemory ? ["      16 B/op", "       1 allocs/op"] : [],
  ].join("\t");
}

function duration(ns: number): number {
  return Number(digits(ns)) * 1e-6;
}

function pretty(value: number, unit: string): string {
  const digit = digits(value);
  return `${digit.padStart(10 + (digit.split(".")[1]?.length ?? -1) + 1)} ${unit}`;
}

/** Writes four significant digits, and up to seven decimals. */
function digits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return "+Inf";
  const size = Math.abs(value);
  const bounds = [999.95, 99.995, 9.9995, 0.99995, 0.099995, 0.0099995, 0.00099995];
  const at = size === 0 ? 0 : bounds.findIndex((bound) => size >= bound);
  return value.toFixed(at < 0 ? 7 : at);
}
