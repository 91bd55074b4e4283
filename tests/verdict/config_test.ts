import { assert, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import {
  type Config,
  parseConfig,
  type PercentThresholds,
  resolveDirections,
  resolveThresholds,
} from "../../scripts/verdict/config.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import type { BenchmarkIdentity, NamedBenchmark } from "../../scripts/result/identity.ts";

const identity: BenchmarkIdentity = { file: "bench/a_bench.ts", group: "parse", name: "small" };

/** Returns the threshold in percent that applies to a benchmark. */
function thresholdOf(
  config: Config,
  given: PercentThresholds = {},
  benchmark: NamedBenchmark = identity,
): number {
  return Math.round(resolveThresholds(config, given)(benchmark).threshold * 100);
}

Deno.test("parseConfig() reads thresholds with comments", () => {
  const config = parseConfig(
    `\ufeff{ // percent
      "$schema": "./schema.json", "tolerance": 2, "threshold": 8.5, "moderate": 20, "severe": 50,
      "suite": { "threshold": 2.5 }, "benchmarks": { "json_*": { "threshold": 15 }, },
    }`,
    "benchline.jsonc",
  );
  assertEquals(config, {
    $schema: "./schema.json",
    tolerance: 2,
    threshold: 8.5,
    moderate: 20,
    severe: 50,
    suite: { threshold: 2.5 },
    benchmarks: { "json_*": { threshold: 15 } },
  });
  assertEquals(parseConfig("{}", "benchline.jsonc"), {});
});

Deno.test("parseConfig() says what is wrong, and where", async (t) => {
  const rows: [text: string, message: string][] = [
    ["", "not JSON at line 1, column 1: unexpected end"],
    ["3", "the content must be an object, found 3"],
    ['{ "treshold": 10 }', "treshold is not known, did you mean threshold?"],
    ['{ "benchmark": {} }', "benchmark is not known, did you mean benchmarks?"],
    ['{ "Severe": 50 }', "Severe is not known, did you mean severe?"],
    [
      '{ "benchmarks": { "a*": { "tolerence": 1 } } }',
      'benchmarks["a*"].tolerence is not known, did you mean tolerance?',
    ],
    ['{ "suite": 3 }', "suite must be an object, found 3"],
    ['{ "suite": { "treshold": 3 } }', "suite.treshold is not known, did you mean threshold?"],
    ['{ "suite": { "threshold": -1 } }', "suite.threshold must be 0 or more, found -1"],
    ['{ "threshold": "10" }', 'threshold must be a number of percent, found "10"'],
    ['{ "threshold": null }', "threshold must be a number of percent, found null"],
    ['{ "threshold": -1 }', "threshold must be 0 or more, found -1"],
    ['{ "severe": 1e999 }', "severe must be finite, found Infinity"],
    ['{ "benchmarks": 3 }', "benchmarks must be an object, found 3"],
    ['{ "benchmarks": { "a": 3 } }', "benchmarks.a must be an object, found 3"],
    [
      '{ "metrics": { "points": { "beter": "lower" } } }',
      'metrics["points"].beter is not known, did you mean better?',
    ],
    [
      '{ "metrics": { "points": { "better": "less" } } }',
      'metrics.points.better must be "lower" or "higher", found "less"',
    ],
    [
      '{ "benchmarks": { "a/*": { "threshold": "x" } } }',
      'benchmarks["a/*"].threshold must be a number of percent, found "x"',
    ],
  ];
  for (const [text, message] of rows) {
    await t.step(message, () => {
      const error = assertThrows(() => parseConfig(text, "b.jsonc"), Failure);
      assertEquals(error.message, `Cannot read b.jsonc: ${message}`);
    });
  }
});

Deno.test("parseConfig() refuses flags that Deno must not receive, and names the file", () => {
  const rows: [flag: string, message: string][] = [
    ["--watch", "Cannot pass --watch to Deno: benchmarks are measured, not watched"],
    ["bench/", "Cannot pass bench/ to Deno: bench files go before --"],
  ];
  for (const [flag, message] of rows) {
    const text = JSON.stringify({ flags: ["-R", flag] });
    const error = assertThrows(() => parseConfig(text, "b.jsonc"), Failure, message);
    assertEquals(error.message.endsWith(" (flags in b.jsonc)"), true, error.message);
  }
  assertEquals(parseConfig('{ "flags": ["-RW=out", "--seed", "7"] }', "b").flags?.length, 3);
});

Deno.test("parseConfig() accepts any name as a glob, and never changes a prototype", () => {
  for (const name of ["__proto__", "prototype", "constructor", "toString", "hasOwnProperty"]) {
    const text = `{ "benchmarks": { "${name}": { "threshold": 15 } } }`;
    const thresholdsOf = resolveThresholds(parseConfig(text, "b.jsonc"), {});
    assertEquals(thresholdsOf({ ...identity, name }).threshold, 0.15, name);
    assertEquals(thresholdsOf(identity).threshold, 0.1, name);
    for (const evil of [`{ "${name}": 1 }`, `{ "benchmarks": { "a": { "${name}": 1 } } }`]) {
      const message = `${name} is not known, one of `;
      assertThrows(() => parseConfig(evil, "b.jsonc"), Failure, message);
    }
  }
  assert(!("threshold" in {}));
});

Deno.test("resolveThresholds() matches globs with the name or with file:group/name", async (t) => {
  const rows: [glob: string, benchmark: Partial<BenchmarkIdentity>, matches: boolean][] = [
    ["small", {}, true],
    ["smal", {}, false],
    ["s*l", {}, true],
    ["*", {}, true],
    ["smal?", {}, true],
    ["Small", {}, false],
    ["*", { name: "a/b" }, false],
    ["a b*", { name: "a b (c)" }, true],
    ["{small,large}", {}, true],
    ["parse/small", {}, false],
    ["*:parse/small", {}, false],
    ["**:parse/small", {}, false],
    ["**/*:parse/small", {}, true],
    ["bench/**", {}, true],
    ["bench/*:parse/*", {}, true],
    ["bench/a_bench.ts:parse/small", {}, true],
    ["bench/a_bench.ts:*", {}, false],
    ["bench/a_bench.ts:**", {}, false],
    ["bench/a_bench.ts:*/*", {}, true],
    ["**/small", {}, true],
    ["parse/*", { file: null }, true],
    ["parse/*", { file: null, group: null }, false],
    ["bench/*:small", { group: null }, true],
    ["s.all", {}, false],
    ["constructor", {}, false],
  ];
  for (const [glob, benchmark, matches] of rows) {
    await t.step(`${glob} ${JSON.stringify(benchmark)}: ${matches}`, () => {
      const config = { benchmarks: { [glob]: { threshold: 15 } } };
      assertEquals(thresholdOf(config, {}, { ...identity, ...benchmark }), matches ? 15 : 10);
    });
  }
});

Deno.test("resolveThresholds() also matches the short form of a name, and the end of a file's path", async (t) => {
  const sum: NamedBenchmark = { file: null, group: "cart", name: "Sum-8", short_name: "Sum" };
  const outside: NamedBenchmark = { file: "/w/shop/core/a.ts", group: null, name: "x" };
  const rows: [glob: string, benchmark: NamedBenchmark, matches: boolean][] = [
    ["Sum-8", sum, true],
    ["Sum", sum, true],
    ["cart/Sum", sum, true],
    ["cart/Sum-*", sum, true],
    ["Sum-4", sum, false],
    ["Sum", { ...sum, short_name: null }, false],
    ["/w/shop/core/a.ts:x", outside, true],
    ["core/a.ts:x", outside, true],
    ["a.ts:x", outside, true],
    ["core/*:x", outside, true],
    ["re/a.ts:x", outside, false],
    ["a.ts:x", { ...outside, file: "D:/w/a.ts" }, true],
    ["a.ts:x", { ...outside, file: "core/a.ts" }, false],
  ];
  for (const [glob, benchmark, matches] of rows) {
    await t.step(`${glob} ${JSON.stringify(benchmark)}: ${matches}`, () => {
      const config = { benchmarks: { [glob]: { threshold: 15 } } };
      assertEquals(thresholdOf(config, {}, benchmark), matches ? 15 : 10);
    });
  }
});

Deno.test("resolveThresholds() prefers the more specific rule", () => {
  const benchmarks = { "s*": { threshold: 12 }, "*": { threshold: 13 } };
  assertEquals(resolveThresholds({}, {})(identity), DEFAULT_THRESHOLDS);
  assertEquals(thresholdOf({ threshold: 11 }), 11);
  assertEquals(thresholdOf({ threshold: 11, benchmarks }), 13, "the later rule");
  const reversed = { "*": { threshold: 13 }, "s*": { threshold: 12 } };
  assertEquals(thresholdOf({ benchmarks: reversed }), 12, "the later rule");
  assertEquals(
    thresholdOf({ threshold: 11, benchmarks }, { threshold: 14 }),
    14,
    "the command line",
  );
  assertEquals(thresholdOf({ threshold: 11 }, { threshold: undefined }), 11);
  const both = { "*": { threshold: 8 }, "s*": { moderate: 30 } };
  assertEquals(resolveThresholds({ benchmarks: both, severe: 60 }, { tolerance: 1 })(identity), {
    tolerance: 0.01,
    threshold: 0.08,
    moderate: 0.3,
    severe: 0.6,
  });
});

Deno.test("resolveThresholds() adjusts defaults to the values that are set", () => {
  const identity = { file: null, group: null, name: "a" };
  const rows: [PercentThresholds, number[]][] = [
    [{ threshold: 30 }, [0.05, 0.3, 0.3, 0.5]],
    [{ threshold: 60 }, [0.05, 0.6, 0.6, 0.6]],
    [{ threshold: 3 }, [0.03, 0.03, 0.2, 0.5]],
    [{ moderate: 70 }, [0.05, 0.1, 0.7, 0.7]],
  ];
  for (const [given, expected] of rows) {
    const { tolerance, threshold, moderate, severe } = resolveThresholds({}, given)(identity);
    assertEquals([tolerance, threshold, moderate, severe], expected);
  }
});

Deno.test("resolveThresholds() refuses thresholds out of order", async (t) => {
  const rows: [what: string, config: Config, given: PercentThresholds, message: string][] = [
    ["the command line", { moderate: 20 }, { threshold: 21 }, "the thresholds: .*5, 21, 20, 50"],
    ["the configuration", { tolerance: 11 }, {}, "the thresholds: .*found 11, 10, 20, 50"],
    ["both", { severe: 30 }, { moderate: 31 }, "the thresholds: .*found 5, 10, 31, 30"],
    [
      "one benchmark",
      { benchmarks: { "a*": { severe: 19 } } },
      {},
      "the thresholds of a\\*: .*found 5, 10, 20, 19",
    ],
  ];
  for (const [what, config, given, message] of rows) {
    await t.step(what, () => {
      const error = assertThrows(() => resolveThresholds(config, given), Failure);
      const wanted = "expected tolerance <= threshold <= moderate <= severe";
      assert(error.message.includes(wanted), error.message);
      assert(new RegExp(`^Cannot use ${message}$`).test(error.message), error.message);
    });
  }
  await t.step("two globs that are out of order only in combination", () => {
    const benchmarks = { "s*": { tolerance: 1, threshold: 2 }, "*l": { tolerance: 5 } };
    const thresholdsOf = resolveThresholds({ benchmarks }, {});
    assertEquals(thresholdsOf({ ...identity, name: "sum" }).threshold, 0.02);
    assertThrows(
      () => thresholdsOf(identity),
      Failure,
      "the thresholds of bench/a_bench.ts:parse/small: ",
    );
  });
  await t.step("equal thresholds are in order", () => {
    const equal = { tolerance: 10, threshold: 10, moderate: 10, severe: 10 };
    assertEquals(resolveThresholds({}, equal)(identity).severe, 0.1);
    assertEquals(thresholdOf({ tolerance: 0, threshold: 0 }), 0);
  });
});

Deno.test("resolveThresholds() applies globs in their order, whatever their names", () => {
  const names = ["__proto__", "constructor", "prototype", "toString"];
  const rules = names.map((name, index) => `"${name}": { "threshold": ${index + 1} }`);
  for (const end of ["", " // a comment"]) {
    const text = `{ "benchmarks": { ${rules.join()}, "proto*": { "threshold": 9 } } }${end}`;
    const thresholdsOf = resolveThresholds(parseConfig(text, "b.jsonc"), {});
    const found = names.map((name) => thresholdsOf({ ...identity, name }).threshold);
    assertEquals(found, [0.01, 0.02, 0.09, 0.04]);
  }
});

Deno.test("resolveThresholds() prefers a rule for a metric to one for a benchmark", () => {
  const config = {
    threshold: 20,
    benchmarks: { small: { threshold: 15 } },
    metrics: { instructions: { threshold: 1 }, duration: { severe: 80 } },
  };
  const rows: [metric: string | undefined, given: PercentThresholds, threshold: number][] = [
    ["instructions", {}, 0.01],
    ["instructions", { threshold: 3 }, 0.03],
    ["points", {}, 0.15],
    ["constructor", {}, 0.15],
    [undefined, {}, 0.15],
  ];
  for (const [metric, given, threshold] of rows) {
    assertEquals(resolveThresholds(config, given)(identity, metric).threshold, threshold, metric);
  }
  assertEquals(resolveThresholds(config, {})(identity).severe, 0.8);
  const crossed = { metrics: { points: { threshold: 30, severe: 20 } } };
  assertThrows(
    () => resolveThresholds(crossed, {}),
    Failure,
    "Cannot use the thresholds of points",
  );
});

Deno.test("resolveDirections() returns the directions of the configuration, and no others", () => {
  const names = ["__proto__", "constructor", "points"];
  for (const name of names) {
    const config = parseConfig(`{ "metrics": { "${name}": { "better": "higher" } } }`, "b.jsonc");
    assertEquals(
      names.map(resolveDirections(config)),
      names.map((one) => one === name ? "higher" : null),
    );
  }
});
