import { assertEquals } from "@std/assert";
import { libtest } from "../../../scripts/result/import/libtest.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

Deno.test("libtest reads thousands, decimals and rates", () => {
  const text = "test a ... bench:   1,234,567 ns/iter (+/- 56)\n" +
    "test b ... bench:       0.28 ns/iter (+/- 0.28) = 55351 MB/s\n";
  const found = importText(libtest, text).benchmarks;
  assertEquals(
    found.map(({ name, duration_ms, throughput, throughput_unit }) => [
      name,
      duration_ms,
      throughput,
      throughput_unit,
    ]),
    [["a", 1.234567, 810.0005913, "op/s"], ["b", 2.8e-7, 55_351e6, "B/s"]],
  );
});

Deno.test("libtest takes a repeated line as one more time, and another file as another benchmark", () => {
  const bench = "test a ... bench: 10 ns/iter (+/- 1)\n";
  const text = `     Running benches/x.rs (target/release/deps/x-1)\n${bench}${bench}` +
    `     Running unittests src/lib.rs (target/release/deps/y-1)\n${bench}`;
  const { benchmarks } = importText(libtest, text);
  assertEquals(benchmarks.map(({ file }) => file), ["benches/x.rs", "benches/x.rs", "src/lib.rs"]);
});

for (
  const [what, text, message] of [
    ["a text without results", "running 0 tests\n", "it has no benchmark of libtest"],
    [
      "a line that is cut off",
      "running 1 test\ntest a ... bench:   1,2",
      'line 2: a result must be such as "bench: 1,234 ns/iter (+/- 56)": cut off?',
    ],
    ...["0", "NaN", "inf", "-1"].map((value) =>
      [
        `a time of ${value}`,
        `test a ... bench: ${value} ns/iter (+/- 0)\n`,
        `line 1: ns/iter of a must be a time above 0 and at most a day, found ${value}`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`libtest refuses ${what}`, () => assertRefused(libtest, text, message));
}
