/** Random output of `cargo bench` with Criterion.rs 0.3 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/**
 * Criterion.rs prints names unescaped, so a log changes names with line breaks, control characters
 * or blanks at their ends. A name with a bar could be the prefix of a log.
 */
const name = fc.oneof(
  anyText,
  fc.string({ minLength: 20, maxLength: 30 }),
  fc.constantFrom(
    "price/10",
    "time:   [1 ns 2 ns 3 ns]",
    "a: Analyzing",
    "Benchmarking a",
    "Benchmarking a: Analyzing",
    "µ/測",
  ),
).map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff|\]>#]/gu, "-").trim())
  .filter((text) => text !== "");

const UNITS = [["ps", 1e-9], ["ns", 1e-6], ["µs", 1e-3], ["us", 1e-3], ["ms", 1], [
  "s",
  1e3,
]] as const;

/** Writes six characters, as Criterion.rs writes numbers. */
const number = fc.tuple(fc.integer({ min: 10_000, max: 99_999 }), fc.integer({ min: 1, max: 4 }))
  .map(([digits, places]) => (digits / 10 ** places).toFixed(places));

const entry = fc.record({
  name,
  value: number,
  unit: fc.constantFrom(...UNITS),
  ends: fc.constantFrom("measured", "measured", "measured", "panics"),
  rate: fc.option(fc.constantFrom(" 1.2345  B/s", "12.345 MiB/s", "1.2345 Kelem/s")),
  hasChange: fc.boolean(),
  isVerbose: fc.boolean(),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

const binary = fc.record({
  file: fc.stringMatching(/^benches\/[a-z]{1,8}$/).map((path) => `${path}.rs`),
  // A panic ends a binary.
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ({ name }) => name })
    .map((entries) => {
      const last = entries.findIndex(({ ends }) => ends === "panics");
      return last < 0 ? entries : entries.slice(0, last + 1);
    }),
});

function write({ name, value, unit: [unit], ends, ...more }: Entry): string {
  const blanks = " ".repeat(24);
  const begin = [`Benchmarking ${name}`, `Benchmarking ${name}: Warming up for 3.0000 s`];
  if (ends === "panics") {
    return [...begin, "", "thread 'main' panicked at benches/a.rs:1:2:", "planted", ""].join("\n");
  }
  const length = new TextEncoder().encode(name).length;
  return [
    ...begin,
    `Benchmarking ${name}: Collecting 100 samples in estimated 5.0003 s (49M iterations)`,
    `Benchmarking ${name}: Analyzing`,
    ...length > 23 ? [name] : [],
    `${
      length > 23 ? blanks : name + " ".repeat(24 - length)
    }time:   [1.0000 ps ${value} ${unit} 99999 s]`,
    ...more.rate === null ? [] : [`${blanks}thrpt:  [${more.rate} ${more.rate} ${more.rate}]`],
    ...more.hasChange
      ? [
        "                 change:",
        `${blanks}time:   [-1.2000% +0.1000% +1.3000%] (p = 0.88 > 0.05)`,
        `${blanks}thrpt:  [-1.2833% -0.0999% +1.2146%]`,
        `${blanks}No change in performance detected.`,
      ]
      : [],
    "Found 2 outliers among 100 measurements (2.00%)",
    ...more.isVerbose ? ["mean   [375.25 µs 420.74 µs] std. dev.      [46.302 µs 171.01 µs]"] : [],
    "",
  ].join("\n");
}

const files = fc.uniqueArray(binary, { minLength: 1, maxLength: 3, selector: ({ file }) => file })
  .filter((binaries) =>
    binaries.some(({ entries }) => entries.some(({ ends }) => ends === "measured"))
  )
  .map((binaries): WrittenFile => ({
    text: binaries.map(({ file, entries }, index) =>
      `     Running ${file} (target/release/deps/a-1a2b3c4d5e6f7a8${index})\n` +
      `Gnuplot not found, using plotters backend\n${entries.map(write).join("\n")}`
    ).join("\n"),
    benchmarks: binaries.flatMap(({ file, entries }) =>
      entries.map(({ name, value, unit: [, unitMs], ends }): WrittenBenchmark => ({
        file,
        group: null,
        name,
        duration_ms: ends === "panics" ? null : Number(value) * unitMs,
      }))
    ),
  }));

export const written: WrittenFormat = { format: "criterion", files, source: "bench.txt" };
