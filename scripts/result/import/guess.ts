/** What a text may be that is of no format. @module */

/** What a harness prints, a mark of it, and what can be read of this harness. */
const MARKS: readonly (readonly [what: string, mark: RegExp, advice: string])[] = [
  [
    "what go test prints",
    /^Benchmark[A-Z_]|\bns\/op\b/m,
    "a result is such as BenchmarkSort-8 1000 1234 ns/op",
  ],
  [
    "what libtest prints",
    /\bns\/iter\b|^running \d+ tests?$/m,
    "a result is such as test sort ... bench: 1,234 ns/iter (+/- 56)",
  ],
  [
    "what Criterion.rs prints",
    /\btime: {1,9}\[/,
    "give the file target/criterion/NAME/new/estimates.json, or what cargo criterion --message-format=json prints",
  ],
  [
    "what benchmark.js prints",
    /\bops\/sec\b/,
    "a result is such as sort x 9,687 ops/sec ±1.12% (94 runs sampled)",
  ],
  ["what hyperfine prints", /Time \((?:mean|abs) [±≡]/, "give the file of --export-json"],
  [
    "what Google Benchmark prints",
    /^Benchmark {2,200}Time {2,50}CPU/m,
    "give what --benchmark_format=json prints",
  ],
  ["what pytest-benchmark prints", /^-{3,200} benchmark[ :]/m, "give the file of --benchmark-json"],
  ["what pyperf prints", /\bMean \+- std dev:/, "give the file of --output"],
  [
    "what JMH prints",
    /^Benchmark {1,200}(?:\([^)\n]{1,100}\) {1,200})*Mode {1,50}Cnt/m,
    "give the file of -rf json",
  ],
  [
    "what BenchmarkDotNet prints",
    /^\/\/ \* Summary \*|^BenchmarkDotNet v?\d/m,
    "give the file of --exporters json",
  ],
  ["what vitest prints", /\bhz {1,50}min {1,50}max {1,50}mean\b/, "give the file of --outputJson"],
  ["what deno bench prints", /\btime\/iter \(avg\)/, "give what deno bench --json prints"],
  ["what mitata prints", /\bavg \(min … max\)/, 'give what run({ format: "json" }) prints'],
  ["what tinybench prints as a table", /│ Task name/i, "give the tasks as JSON"],
];

/**
 * The best guess at a text that no reader has recognised, and what to do about it; null where there
 * is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   guessFormat("  Time (mean ± σ):     250.1 ms ±   1.0 ms"),
 *   "it looks like what hyperfine prints; give the file of --export-json",
 * );
 * ```
 */
export function guessFormat(text: string): string | null {
  const found = MARKS.find(([, mark]) => mark.test(text));
  return found === undefined ? null : `it looks like ${found[0]}; ${found[2]}`;
}
