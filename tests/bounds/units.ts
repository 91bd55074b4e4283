/**
 * The parts of texts that keep a reader busy: a beginning, and a unit that is repeated after it. A new
 * unit takes one more line.
 *
 * @module
 */

/** Units that slow down many readers, tried after each of {@linkcode BEGINNINGS}. */
export const UNITS: readonly string[] = [
  ...['"', "\\", '\\"', "'", "`"],
  ...["[", "{", "(", "]", "}", ")", "[]", "{}", '{"a":', '[{"a":['],
  ...["\n", "\r", "\r\n", " ", "\t", "\u00a0", "\u2028", "\ufeff"],
  ...["0", "1", "1,", "1.", ".", ",", "-", "+", "e", "1e1", "NaN", "-Infinity"],
  ...[":", ": ", "::", ": [", "/", "//", "/*", "*/", "/*/", "_", "%41", "#", "±"],
  ...["a", "é", "😀", "\ud800", "\0"],
];

/** Beginnings by which a reader takes the text for its own format. */
export const BEGINNINGS: readonly string[] = [
  "",
  '["',
  "[",
  '{"a":"',
  "[1,",
  "test a",
  "test a ... bench: ",
  "Benchmark",
  "BenchmarkA 1 ",
  "a x ",
];

/** Parts of the texts that harnesses print, repeated without a beginning. */
export const LINES: readonly string[] = [
  "test ",
  "test a ... bench:",
  "test a ... bench: 1 ns/iter (+/- 1)\n",
  "test a ... bench: 1,234 ns/iter (+/- ",
  "test a ... FAILED\n",
  " ... bench: ",
  "test \n",
  "     Running a",
  "     Running benches/a.rs (a)\n",
  "Benchmark",
  "BenchmarkA",
  "BenchmarkA-1",
  "BenchmarkA-8 \t 1 1 ns/op\n",
  "BenchmarkA-8 \t 1 1 a",
  "BenchmarkA\n",
  "--- FAIL: BenchmarkA",
  "--- FAIL: BenchmarkA-1\n",
  "Benchmarking a\n",
  "Benchmarking a: Analyzing\n",
  "Benchmarking a: Warming up for 1 s",
  ": Analyzing",
  "thread 'main' panicked at ",
  "a                       time:   [1 ns 2 ns 3 ns]\n",
  "a                       time:   [1 ns 2 ns 3 ns",
  "                        time:   [1 ns 2 ns 3 ns]\n",
  "                        thrpt:  [1 MiB/s 2 MiB/s 3 MiB/s]\n",
  "time:   [",
  "     Running benches/a.rs (target/a-1a2b3c4d)\n",
  "     Running a (",
  "panic: a\n",
  ".BenchmarkA.func1.",
  "running 2 tests\n",
  "goos: linux\n",
  "goos: a\ngoos: b\n",
  "pkg: a\n",
  " ns/iter",
  " ns/op ",
  "a x 1 ops/sec ±1% (1 run sampled)\n",
  "a x 1 ops/sec ±",
  " x 1",
  "a: ",
  "a:\n",
  '{"reason":"benchmark-complete"}\n',
  '{"reason":"benchmark-complete","id":"',
  '{\n  "version": 1,\n',
  '{\n  "version"\n}\n',
  '{"Time":"a","Action":"output"}\n',
  "[1]",
  "[1]\n",
  "[a] x\n",
  "a | ",
  "a  | x\n",
  "a: x\n",
  "| a |\n",
  "a,b\n",
  "Jan 1 ",
  "12:00:00 a\n",
  "2026-03-02T10:00:01.1Z a\n",
  "#1 1.1 a\n",
  "[12:00:00] : [Step 1/2] a\n",
  "\x1b[1m",
  "\x1b]a",
  "\x1b_a\x07",
  "50 %\r",
  'Step #1 - "a": x\n',
  "a b[1]: x\n",
  "a\tb\t",
  ...[
    "<!-- ",
    "<?xml ",
    "Benchmark ",
    " hz ",
    "│ ",
    "fastest ",
    "benchmark name ",
    "·",
    "ns/op | ",
  ],
];

/** Separators of the parts of names, paths and figures. */
export const PARTS: readonly string[] = ["/", "::", " > ", ": [", " [", "-", "_mean", " ", "1"];

/** Parts of names that reports have to escape, measure or break into lines. */
export const NAMES: readonly string[] = [
  ...['"', "\\", "\n", " ", "a ", "|", "`", "<", "::", "##[", "%", "www."],
  ...["é", "e\u0301", "\u0301", "測", "😀", "\ud800", "\u202e", "\x1b[31m"],
];
