/** Random output of benchmark.js, also in the columns of reporters. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { figures } from "../../../helpers/any.ts";
import type { WrittenFile, WrittenFormat } from "./written.ts";

/**
 * benchmark.js prints names unescaped, so names with line breaks or with blanks at their ends are
 * ambiguous. So are names that look like a zone after the time, or begin with a capital letter in
 * TeamCity's logs.
 */
const name = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."aZ09 [](){}<>#:,.;|/\\\"'`~=+-*%&@!?$^_x±éß測😀"),
    maxLength: 14,
  }),
  fc.stringMatching(/^[ -~]{1,14}$/),
  fc.constantFrom(
    "<Test #3>",
    "[1,2] push",
    "a x b",
    "9 x 9",
    "x",
    "a: b",
    "RegExp#test",
    "String#indexOf",
    "1 x 5 ops/sec",
    "ops/sec ±1.00%",
    "constructor",
    "__proto__",
  ),
).map((name) => name.trim() || "-").filter((name) => !/^(?:[A-Z]|UTC)$/.test(name));

const benchmark = fc.record({
  name,
  /** Calls per second; null if the benchmark fails. */
  hz: fc.option(figures(1e-3), { freq: 6 }),
  rme: figures(1e-4),
  runs: fc.integer({ min: 1, max: 99 }),
});

const benchmarks = fc.uniqueArray(benchmark, {
  minLength: 1,
  maxLength: 8,
  selector: ({ name }) => name,
})
  // A failed benchmark whose name ends with a bracket looks like an empty line with the prefix of a
  // log.
  .map((list) => list.filter(({ name, hz }) => hz !== null || !name.endsWith("]")))
  .filter((list) => list.some(({ hz }) => hz !== null && Number(hz.toFixed(2)) > 0));

/** Writes two decimals below 100, and commas between thousands. */
function format(hz: number): string {
  const [whole, decimals] = hz.toFixed(hz < 100 ? 2 : 0).split(".");
  const grouped = whole!.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const files = fc.tuple(benchmarks, fc.boolean()).map(([benchmarks, inColumns]): WrittenFile => {
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  const lines = benchmarks.map(({ name, hz, rme, runs }) => {
    if (hz === null) return `${name}: `;
    const label = inColumns ? `  ${name.padEnd(width)}` : name;
    const sampled = `(${runs} run${runs === 1 ? "" : "s"} sampled)`;
    return `${label} x ${format(hz)} ops/sec ±${rme.toFixed(2)}% ${sampled}`;
  });
  return {
    text: [...lines, `Fastest is ${benchmarks[0]!.name}`, ""].join("\n"),
    benchmarks: benchmarks.map(({ name, hz }) => {
      const rate = hz === null ? 0 : Number(format(hz).replaceAll(",", ""));
      return { file: null, group: null, name, duration_ms: rate === 0 ? null : 1000 / rate };
    }),
  };
});

export const written: WrittenFormat = { format: "benchmark.js", files, source: "bench.txt" };
