import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { parseConfig, resolveThresholds } from "../../scripts/verdict/config.ts";
import { escapeGlob } from "../../scripts/result/glob.ts";
import { addRules, type Rule } from "../../scripts/verdict/config_text.ts";
import { DEFAULT_THRESHOLDS, toPercent } from "../../scripts/verdict/severity.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

function raise(name: string, threshold: number, glob = name): Rule {
  return {
    glob,
    set: { threshold: toPercent(threshold) },
    after: { ...DEFAULT_THRESHOLDS, threshold },
    benchmarks: [{ file: null, group: null, name }],
  };
}

const COMMENTED = `// Limits in percent.
{
  "threshold": 10, // as everywhere
  /* Globs; later ones win. */
  "benchmarks": {
    "json_*": { "severe": 60 }, // noisy
    // "old": { "threshold": 90 }
  }
}
`;

Deno.test("new rules follow existing ones, and every comment keeps its place", () => {
  assertEquals(
    addRules(COMMENTED, [raise("sort", 0.125), raise("parse", 0.14)], "b.jsonc"),
    COMMENTED.replace(
      '"threshold": 90 }\n',
      '"threshold": 90 }\n    "sort": { "threshold": 12.5 },\n    "parse": { "threshold": 14 },\n',
    ),
  );
});

Deno.test("an existing rule gets new limits and keeps its place", () => {
  const rule = {
    ...raise("json_a", 0.125, "json_*"),
    after: { ...raise("", 0.125).after, severe: 0.6 },
  };
  assertEquals(
    addRules(COMMENTED, [rule], "b.jsonc"),
    COMMENTED.replace('"severe": 60 }', '"severe": 60, "threshold": 12.5 }'),
  );
});

Deno.test("a missing configuration is created", () => {
  assertEquals(
    addRules(null, [raise("sort", 0.125)], "b.jsonc"),
    '{\n  "benchmarks": {\n    "sort": { "threshold": 12.5 }\n  }\n}\n',
  );
});

Deno.test("rules for any name take effect", () => {
  for (const name of ["__proto__", "", "toString", ...HOSTILE_NAMES.map(([, name]) => name)]) {
    const rule = raise(name, 0.125, escapeGlob(name));
    const text = addRules('{ "benchmarks": { "{*,}": { "threshold": 11 } } }', [rule], "b.jsonc");
    const thresholdsOf = resolveThresholds(parseConfig(text, "b.jsonc"), {});
    assertEquals(thresholdsOf(rule.benchmarks[0]!), rule.after, name);
  }
});

Deno.test("a rule that would have no effect is refused, with the rule to write instead", () => {
  const overruled = '{ "benchmarks": { "sort": {}, "*": { "threshold": 11 } } }';
  const failure = assertThrows(
    () => addRules(overruled, [raise("sort", 0.125)], "b.jsonc"),
    Failure,
  );
  assertEquals(
    failure.message,
    'Cannot write rules into b.jsonc: later rules than "sort" set the thresholds of "sort"; change them by hand to "sort": { "threshold": 12.5 }',
  );
  const moderate = '{ "benchmarks": { "sort": { "moderate": 12 } } }';
  assertThrows(
    () => addRules(moderate, [raise("sort", 0.125)], "b.jsonc"),
    Failure,
    "Cannot use the thresholds of sort: expected tolerance <= threshold <= moderate <= severe",
  );
  for (const text of ["", "[]", '{ "treshold": 1 }', '{ "benchmarks": 1 }']) {
    assertThrows(() => addRules(text, [raise("sort", 0.125)], "b.jsonc"), Failure, "Cannot read b");
  }
});
