// Checks that formats that are both written and read keep all benchmarks apart.
import { assert, assertEquals } from "@std/assert";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { type BenchmarkIdentity, identityKey } from "../../scripts/result/identity.ts";
import { IMPORT_FORMATS } from "../../scripts/result/import/names.ts";
import { importResult } from "../../scripts/result/import/read.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { makeBenchmark, makeDocument, makeMetric as metric } from "../helpers/documents.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

const NAMES = HOSTILE_NAMES.map(([, name]) => name);

const of = (name: string, group: string | null = null, file: string | null = null) => ({
  file,
  group,
  name,
});

const PLACES: readonly [what: string, identities: readonly BenchmarkIdentity[]][] = [
  ["names", NAMES.map((name) => of(name))],
  ["groups", NAMES.map((name) => of("x", name))],
  ["files", [...NAMES.map((name) => of("x", null, name)), of("x")]],
  [
    "identities that are shown alike",
    [of("a/b"), of("b", "a"), of("a%2Fb"), of("a:b"), of("b", null, "a"), of("b/c", "a")]
      .concat([of("c", "a/b"), of("", "a"), of("a/"), of("", null, ""), of("", ""), of("", null)]),
  ],
  ["the prototype's names", ["__proto__", "constructor", "prototype"].map((name) => of(name))],
];

/** Returns benchmarks of 1, 2, 3, … milliseconds, which identify them after reading. */
function documentOf(identities: readonly BenchmarkIdentity[]): ResultDocument {
  return makeDocument(
    identities.map((identity, index) =>
      makeBenchmark(identity.name, { ...identity, durationsMs: [index + 1, index + 1] })
    ),
  );
}

/** Encodes and decodes a text, as a file would. */
function throughFile(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

const surface = { paint: noPaint, columns: 80 };
const modified = "2026-01-31T12:00:00.000Z";

for (const { name: format, render } of RESULT_FORMATS) {
  if (!IMPORT_FORMATS.includes(format)) continue;
  for (const [what, identities] of PLACES) {
    Deno.test(`${what} read back from ${format}, with none lost or merged`, async () => {
      const text = throughFile(await render(documentOf(identities), surface));
      const { benchmarks } = importResult([{ source: "a", text, modified }], format);
      assertEquals(new Set(benchmarks.map(identityKey)).size, identities.length);
      const durations = benchmarks.map(({ duration_ms }) => Math.round(duration_ms!));
      assertEquals(durations.toSorted((a, b) => a - b), identities.map((_, index) => index + 1));
    });
  }
}

Deno.test("three formats are both written and read", () => {
  const both = RESULT_FORMATS.map(({ name }) => name).filter((name) =>
    IMPORT_FORMATS.includes(name)
  );
  assertEquals(both, ["bencher", "customSmallerIsBetter", "go"]);
});

Deno.test("a failed benchmark reads back from go as failed", async () => {
  const failures = [{ round: null, message: "no" }];
  const document = makeDocument(["sum", "a b"].map((name) => makeBenchmark(name, { failures })));
  const render = RESULT_FORMATS.find(({ name }) => name === "go")!.render;
  const text = throughFile(await render(document, surface));
  const { benchmarks } = importResult([{ source: "a", text, modified }], "go");
  assertEquals(benchmarks.map(({ name }) => name), ["Benchmark/sum-2", "Benchmark/a%20b-2"]);
  assert(benchmarks.every(({ failures }) => failures.length === 1));
});

Deno.test("every text reads back unchanged from a result document", () => {
  for (const [, identities] of PLACES) {
    const document = documentOf(identities);
    document.warnings = NAMES;
    document.metadata = Object.fromEntries(NAMES.map((name) => [name, { [name]: name }]));
    document.environment = { ...document.environment, v8_flags: NAMES, cpu: NAMES.join("") };
    const read = parseResultDocument(throughFile(stringifyResultDocument(document)), "a.json");
    assertEquals(read, document);
    assertEquals(Object.keys(read.metadata), Object.keys(document.metadata));
  }
});

/** Lists every metric of a document, as `NAME [METRIC] VALUE`. */
function metricsOf({ benchmarks }: ResultDocument): string[] {
  return benchmarks.flatMap(({ name, metrics }) =>
    metrics.map((metric) => `${name} [${metric.name}] ${metric.value}`)
  );
}

Deno.test("metrics read back from every format that can hold them", async (t) => {
  const document = makeDocument([
    makeBenchmark("sum", {
      file: null,
      durationsMs: [1, 2],
      metrics: [
        metric("instructions", 1200, { exact: true }),
        metric("allocs/op", 3.5, { unit: "allocs/op", rounds: [3, 4] }),
      ],
    }),
    makeBenchmark("count", {
      file: null,
      metrics: [metric("a b", -1e-9), metric("c", 1e300), metric("d", 2, { rounds: [1, 2, 3] })],
    }),
    makeBenchmark("sum [instructions]", { file: null, durationsMs: [5, 5] }),
  ]);
  const expected = new Map([
    ["bencher", [
      "sum [instructions] 1200",
      "sum [allocs/op] 3.5",
      "count [a b] -1e-9",
      "count [c] 1e+300",
      "count [d] 2",
    ]],
    ["customSmallerIsBetter", [
      "sum [instructions] #2 [instructions] 1200",
      "sum [allocs/op] [allocs/op] 3.5",
      "count [a b] [a b] -1e-9",
      "count [c] [c] 1e+300",
      "count [d] [d] 2",
    ]],
    ["go", [
      "Benchmark/sum-2 [instructions] 1200",
      "Benchmark/sum-2 [allocs/op] 3.5",
      "Benchmark/count-2 [a%20b] -1e-9",
      "Benchmark/count-2 [c] 1e+300",
      "Benchmark/count-2 [d] 2",
    ]],
  ]);
  for (const [format, wanted] of expected) {
    await t.step(format, async () => {
      const { render } = RESULT_FORMATS.find(({ name }) => name === format)!;
      const text = throughFile(await render(document, surface));
      const read = importResult([{ source: "a", text, modified }], format);
      assertEquals(metricsOf(read), wanted);
    });
  }
});
