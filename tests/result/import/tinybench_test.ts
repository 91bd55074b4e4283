import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { tinybench } from "../../../scripts/result/import/formats/tinybench.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/tinybench.ts";

const read = (name: string) => readTestdata(`import/tinybench/${name}.json`);
const latency = (mean: unknown) => ({ mean, min: 1, max: 3, samplesCount: 9 });
const completed = (name: string, mean: unknown) => ({
  name,
  result: { state: "completed", latency: latency(mean), runtime: "node", runtimeVersion: "20.1.0" },
});

Deno.test("tinybench reads back tasks in every form", () => assertReadsBack(written));

Deno.test("tinybench reads the tasks of versions 2 to 6, and names those without figures", async () => {
  const failed = "it failed; the file does not say why";
  const aborted = "it was aborted";
  const rows: [file: string, runtime: string | null, reasons: (string | null)[]][] = [
    ["version2.1", null, [null, failed, null, null]],
    ["version2.9", null, [null, failed, null, null]],
    ["version3", "Node.js 20.20.2", [null, failed, null, null]],
    ["object4", "Node.js 20.20.2", [null, failed, null, null]],
    ["version5", "Node.js 20.20.2", [null, failed, aborted, null]],
    ["object6", "Node.js 20.20.2", [null, failed, aborted, null]],
    ["table3", null, [null, "planted", null, null]],
    ["table6", null, [null, "planted", aborted, null]],
  ];
  for (const [file, runtime, reasons] of rows) {
    const { benchmarks, environment } = importText(tinybench, await read(file));
    assertEquals(benchmarks.map(({ name }) => name), ["join", "throws", "aborted", "stringify"]);
    assertEquals(environment.runtime ?? null, runtime, file);
    assertEquals(benchmarks.map(({ failures }) => failures[0]?.message ?? null), reasons, file);
    assertEquals(
      benchmarks.map(({ duration_ms, iterations }) => [duration_ms !== null, iterations]),
      reasons.map((reason) => reason === null ? [true, 5] : [false, null]),
      file,
    );
  }
  const inDeno = importText(tinybench, await read("deno")).environment;
  assertEquals(inDeno, { deno_version: "2.9.6" });
});

Deno.test("tinybench keeps the figures of a task that was aborted later, and says so", async () => {
  const { benchmarks, warnings } = importText(tinybench, await read("stopped"));
  assertEquals(
    benchmarks.map(({ name, iterations, failures }) => [name, iterations, failures[0]?.message]),
    [["stopped", 5, undefined], ["never", null, "it was not run"]],
  );
  assertEquals(warnings, [
    "a.json: 1 aborted, with the figures until then: stopped",
    "a.json: 1 of 2 benchmarks without figures: never: it was not run",
  ]);
});

Deno.test("tinybench reads the name of a Bench as a group, and several Benches from one file", () => {
  const benches = ["parse", "print"].map((name, index) => ({
    name,
    concurrency: null,
    tasks: [completed("small", index + 1)],
  }));
  const { benchmarks } = importText(tinybench, JSON.stringify(benches));
  assertEquals(benchmarks.map(({ group, name, duration_ms }) => [group, name, duration_ms]), [
    ["parse", "small", 1],
    ["print", "small", 2],
  ]);
});

Deno.test("tinybench names unreadable parts of a task, and reads the others", () => {
  const tasks = [
    completed("good", 1),
    completed("zero", 0),
    { name: "never" },
    { name: "text", result: { error: "planted" } },
    { name: "beside", error: { message: "planted" } },
    { name: "begun", result: { state: "started" } },
    { result: completed("", 1).result },
    "a text",
  ];
  const { benchmarks, warnings } = importText(tinybench, JSON.stringify(tasks));
  const wanted = "a time above 0 and at most a day";
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures[0]?.message]), [
    ["good", undefined],
    ["zero", `line 1: [1].result.latency.mean must be ${wanted}, found 0`],
    ["never", "line 1: [2].result must be an object, found nothing"],
    ["text", "planted"],
    ["beside", "planted"],
    ["begun", "it did not finish"],
  ]);
  assertEquals(
    warnings.at(-1),
    "a.json: 2 left out: line 1: [6].name must be a string, found nothing and 1 more",
  );
});

Deno.test("tinybench refuses results without names, and malformed figures", () => {
  const results = [1, 2].map((mean) => ({ ...completed("", mean).result, totalTime: 9 }));
  assertEquals(tinybench.recognizes(new Content(JSON.stringify(results), "a.json")), true);
  assertRefused(
    tinybench,
    JSON.stringify(results),
    "line 1: [0].name must be a string, found nothing",
  );
  assertRefused(
    tinybench,
    '[\n{"name": "a", "latency": {"mean": Infinity}}]',
    'line 2: [0].latency.mean must be a time above 0 and at most a day, found "Infinity"',
  );
  assertRefused(
    tinybench,
    '[{"Task name": "a", "Latency avg (ns)": "0.00 ± 0.00%"}]',
    'line 1: [0]["Latency avg (ns)"] must be a time above 0 and at most a day, found 0',
  );
});

Deno.test("tinybench refuses results of two runtimes, in one file and in several", () => {
  const other = { ...completed("b", 2).result, runtime: "bun", runtimeVersion: "1.3.0" };
  assertRefused(
    tinybench,
    JSON.stringify([completed("a", 1), { name: "b", result: other }]),
    "it has results of node 20.1.0 and of bun 1.3.0; give a file each",
  );
  const deno = { ...completed("a", 2).result, runtime: "deno", runtimeVersion: "2.9.6" };
  const modified = "2026-01-31T12:00:00Z";
  const files = [completed("a", 1), { name: "a", result: deno }].map((task, index) => ({
    source: `${index}.json`,
    text: JSON.stringify([task]),
    modified,
  }));
  assertThrows(
    () => importResult(files, null),
    Failure,
    'a was measured with runtime "node 20.1.0" and with "deno 2.9.6"',
  );
});

Deno.test("tinybench does not claim other arrays", () => {
  const others = [
    '[{"name": "a"}]',
    '[{"name": "a", "value": 1, "unit": "ms"}]',
    '[{"name": "a", "state": "started"}, {"name": "b", "error": "no"}]',
    '{"tasks": [1]}',
  ];
  for (const json of others) {
    assertEquals(tinybench.recognizes(new Content(json, "a")), false, json);
  }
});

Deno.test("tinybench reads Windows line endings", async () => {
  assertSameOnWindows(tinybench, await read("tasks"));
});
