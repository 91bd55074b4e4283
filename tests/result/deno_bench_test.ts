import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import {
  type DenoBenchStats,
  normalizeRound,
  parseDenoBenchReport,
} from "../../scripts/result/deno_bench.ts";
import { readTestdata } from "../helpers/testdata.ts";

async function parseCaptured(name: string) {
  return parseDenoBenchReport(await readTestdata(`deno_bench/${name}.txt`), "deno bench");
}

Deno.test("parseDenoBenchReport() reads the output of deno bench", async () => {
  const report = (await parseCaptured("good"))!;
  assertEquals(report.runtime, "Deno/2.9.6 x86_64-unknown-linux-gnu");
  assertEquals(
    report.benches.map(({ group, name, results }) => [group, name, results[0]!.ok!.highPrecision]),
    [
      [null, "tiny", false],
      [null, "async", true],
      ["arrays", "sort", true],
      ["arrays", "join", true],
    ],
  );
  assertEquals(report.benches[0], {
    origin: "file:///tmp/project/good_bench.ts",
    group: null,
    name: "tiny",
    results: [{
      ok: {
        n: 2843,
        min: 4.2724,
        max: 3510.4953,
        avg: 18.646541153710842,
        p75: 7.383,
        p99: 417.1601,
        highPrecision: false,
      },
    }],
  });
});

Deno.test("parseDenoBenchReport() skips what a bench file printed", async () => {
  const report = (await parseCaptured("talkative"))!;
  assertEquals(report.benches.map(({ name }) => name), ["sum"]);
});

Deno.test("parseDenoBenchReport() reads Windows line endings", async () => {
  const text = await readTestdata("deno_bench/talkative.txt");
  const report = parseDenoBenchReport(text.replaceAll("\n", "\r\n"), "deno bench");
  assertEquals(report, await parseCaptured("talkative"));
});

Deno.test("parseDenoBenchReport() skips text after the report", async () => {
  const text = await readTestdata("deno_bench/good.txt");
  assertEquals(parseDenoBenchReport(`${text}bye { }\n`, "deno bench"), await parseCaptured("good"));
});

Deno.test("parseDenoBenchReport() keeps failures and successes", async () => {
  const report = (await parseCaptured("failing"))!;
  assertEquals(
    report.benches.map(({ name, results }) => [name, results[0]!.failed?.message ?? null]),
    [
      ["throws", "no\nluck"],
      ["exits", "Bench attempted to exit with exit code: 3"],
      // The report does not mention the benchmark whose promise never resolves.
      ["works", null],
    ],
  );
});

Deno.test("parseDenoBenchReport() reads a run of some benchmarks, and of none", async () => {
  assertEquals((await parseCaptured("only"))!.benches.map(({ name }) => name), ["wanted"]);
  assertEquals((await parseCaptured("empty"))!.benches, []);
});

Deno.test("parseDenoBenchReport() keeps both results of a name registered twice", async () => {
  const [bench, ...others] = (await parseCaptured("twice"))!.benches;
  assertEquals(bench!.results.map(({ ok }) => ok!.n), [3850, 3741]);
  assertEquals(others, []);
});

Deno.test("parseDenoBenchReport() keeps hostile names and groups unchanged", async () => {
  const { benches } = (await parseCaptured("hostile"))!;
  assertEquals(benches.map(({ group, name }) => [group, name]), [
    [null, "\\x1b[31mred\\x1b[0m"],
    [null, "two\\nlines"],
    [null, "::error::x | `y` <script>"],
    [null, '{\\n  "version": 1'],
    [null, "\u202eevil \ufffd"],
    ["__proto__", "__proto__"],
    ["a\n}\nb", "lines"],
  ]);
});

Deno.test("parseDenoBenchReport() returns null if there is no report", async () => {
  assertEquals(await parseCaptured("broken"), null);
  assertEquals(parseDenoBenchReport("hello\n{}\n", "deno bench"), null);
});

Deno.test("parseDenoBenchReport() explains what is wrong with a report", async (t) => {
  const report = (benches: string, version = "1") =>
    `{\n  "version": ${version},\n  "runtime": "Deno", "cpu": "x",\n  "benches": ${benches}\n}\n`;
  const good = '{ "origin": "file:///a.ts", "group": null, "name": "a", "results": [] }';
  const rows: [what: string, output: string, message: string][] = [
    ["cut off", await readTestdata("deno_bench/truncated.txt"), "it ends in the middle"],
    ["not JSON", '{\n  "version": 1,,\n}\n', "it is not JSON"],
    ["a word that is not JSON", report("Null"), "it is not JSON"],
    ["a number that is not JSON", report("NaN"), "it is not JSON"],
    ["another version", report("[]", "2"), "version must be 1, found 2"],
    ["no benchmarks", '{\n  "version": 1, "runtime": "", "cpu": ""\n}', "benches must be an array"],
    [
      "a name that is a number",
      report(`[${good.replace('"a"', "3")}]`),
      "benches[0].name must be a string, found 3",
    ],
    [
      "a missing figure",
      report(`[${good.replace("[]", '[{ "ok": { "n": 1, "min": 1, "max": 1 } }]')}]`),
      "benches[0].results[0].ok.avg must be a number, found nothing",
    ],
  ];
  for (const [what, output, message] of rows) {
    await t.step(what, () => {
      const run = () => parseDenoBenchReport(output, "deno bench");
      assertThrows(run, Failure, `Cannot read the report of deno bench: ${message}`);
    });
  }
});

Deno.test("normalizeRound() returns milliseconds, and 10,000 calls per sample of a batch", () => {
  const stats: DenoBenchStats = {
    n: 3,
    min: 5e5,
    max: 4e6,
    avg: 1e6,
    p75: 2e6,
    p99: 3e6,
    highPrecision: true,
  };
  const expected = { duration_ms: 1, min_ms: 0.5, max_ms: 4, p75_ms: 2, p99_ms: 3 };
  assertEquals(normalizeRound(stats), { ...expected, iterations: 3, batched: false });
  stats.highPrecision = false;
  assertEquals(normalizeRound(stats), { ...expected, iterations: 30_000, batched: true });
  stats.avg = 1 / 3;
  assertEquals(normalizeRound(stats).duration_ms, 3.333333333e-7);
});

Deno.test("parseDenoBenchReport() reads any thrown value", async (t) => {
  const rows: [what: string, failed: unknown, message: string][] = [
    ["an error", { message: "no way", exceptionMessage: "Uncaught Error: no way" }, "no way"],
    ["a text", { message: null, exceptionMessage: 'Uncaught "text"' }, '"text"'],
    ["null", { message: null, exceptionMessage: "Uncaught null" }, "null"],
    ["an object", { message: null, exceptionMessage: "Uncaught { a: 1 }" }, "{ a: 1 }"],
    ["an error without a message", { message: "", exceptionMessage: "Uncaught Error" }, "Error"],
    ["an unknown value", {}, "no reason given"],
  ];
  for (const [what, failed, message] of rows) {
    await t.step(what, () => {
      const bench = { origin: "file:///a", group: null, name: "a", results: [{ failed }] };
      const report = { version: 1, runtime: "Deno/2.9.6", cpu: "x", benches: [bench] };
      const parsed = parseDenoBenchReport(JSON.stringify(report, null, 2), "deno bench");
      assertEquals(parsed!.benches[0]!.results, [{ failed: { message } }]);
    });
  }
});
