import { assertEquals } from "@std/assert";
import { asv } from "../../../scripts/result/import/formats/asv.ts";
import type { MetricResult } from "../../../scripts/result/schema.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/asv.ts";

const COLUMNS = ["result", "params", "version", "started_at"];

function file(results: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const params = { arch: "x86_64", cpu: "A", machine: "m", num_cpu: "4", os: "Linux", ram: "4 GB" };
  const known = { commit_hash: "0123456789", date: 1000, params, requirements: {}, version: 2 };
  return JSON.stringify({ ...known, result_columns: COLUMNS, results, ...more });
}

function outline(text: string, source?: string): string[] {
  return importText(asv, text, source).benchmarks.map(({ name, duration_ms, metrics, failures }) =>
    [
      name,
      duration_ms ?? "",
      ...metrics.map(({ name, unit, value }) => `${name} ${value} ${unit}`),
      ...failures.map(({ message }) => message),
    ].join("|")
  );
}

Deno.test("asv names a result by its parameters, the last of which changes first", () => {
  const params = [["1", "2"], ["'a'", "'b, c'", "None"]];
  assertEquals(outline(file({ "a.B.time_x": [[1, 2, 3, 4, 5, 6], params] })), [
    "a.B.time_x(1, 'a')|1000",
    "a.B.time_x(1, 'b, c')|2000",
    "a.B.time_x(1, None)|3000",
    "a.B.time_x(2, 'a')|4000",
    "a.B.time_x(2, 'b, c')|5000",
    "a.B.time_x(2, None)|6000",
  ]);
});

Deno.test("asv keeps failures, and leaves out skipped and unreadable values", () => {
  const text = file({
    time_a: [[1, null], [["1", "2"]]],
    time_b: [["NaN", 0.5], [["1", "2"]]],
    time_c: [null, [["1", "2"]]],
    time_d: [[1, 2], [["1"]]],
    time_e: [[1], [[]]],
    time_f: [[1], ["x"]],
    time_g: 5,
    time_h: [["fast"], []],
    time_i: [7],
  }).replaceAll('"NaN"', "NaN");
  assertEquals(outline(text), [
    "time_a(1)|1000",
    "time_a(2)||it failed; asv does not keep why",
    "time_b(2)|500",
    "time_c||it failed; asv does not keep why",
    'time_h||line 1: results.time_h[0][0] must be a time above 0 and at most a day, found "fast"',
  ]);
  const { warnings } = importText(asv, text);
  assertEquals(
    warnings[2]?.replace(/:.*: line/, ": line"),
    "a.json: line 1: results.time_d[0] must be a list of at most 1, as its parameters say, found 2 and 5 more",
  );
});

Deno.test("asv infers from a function's name what it measures, if nothing else says so", () => {
  const names = [
    "time_a",
    "timeraw_a",
    "m.C.time_a",
    "TimeSort",
    "mem_a",
    "peakmem_a",
    "PeakMemSort",
    "track_a",
    "timeit",
    "TrackTime",
    "a_time_b",
    "time_m.track_b",
  ];
  const results = Object.fromEntries(names.map((name) => [name, [[1], []]]));
  const kinds = importText(asv, file(results)).benchmarks.map(({ duration_ms, metrics }) =>
    duration_ms === null ? metrics[0]!.name : "time"
  );
  assertEquals(kinds, [
    "time",
    "time",
    "time",
    "time",
    "memory",
    "peakmemory",
    "peakmemory",
    "track",
    "track",
    "track",
    "track",
    "track",
  ]);
});

Deno.test("asv reads units and versions from benchmarks.json above the machine's folder", () => {
  const describe = (unit: string) =>
    JSON.stringify({
      track_a: { code: "", name: "track_a", param_names: [], type: "track", unit, version: "1" },
      time_a: {
        code: "",
        name: "time_a",
        param_names: [],
        type: "time",
        unit: "seconds",
        version: "2",
      },
      version: 2,
    });
  const beside = [
    new Content(describe("points"), "other/benchmarks.json"),
    new Content(describe("MB"), "results/benchmarks.json"),
  ];
  const text = file({ track_a: [[1], [], "1"], time_a: [[1], [], "1"] });
  const [run] = asv.read(new Content(text, "results/m/0123.json"), beside);
  assertEquals(
    run!.benchmarks.map(({ name, metrics }) => [name, metrics[0]!.unit, metrics[0]!.better]),
    [["track_a", "MB", "lower"]],
  );
  assertEquals(run!.warnings.slice(1), [
    "results/m/0123.json: 1 left out: time_a was measured with another version of the benchmark",
  ]);
  for (const one of beside) {
    assertEquals([asv.recognizes(one), asv.read(one)], [true, []]);
  }
});

Deno.test("asv finds no result in machine.json, however little it contains", () => {
  for (const told of [{ arch: "", cpu: "", os: "", ram: "" }, { ram: 17179869184 }, {}]) {
    const text = JSON.stringify({ ...told, machine: "m", version: 1 });
    const machine = new Content(text, "machine.json");
    assertEquals([asv.recognizes(machine), asv.read(machine)], [true, []], text);
  }
});

Deno.test("asv claims no other file that has a machine and a version", () => {
  for (const more of [{ results: [1] }, { version: "1" }, { machine: { name: "m" } }]) {
    const text = JSON.stringify({ machine: "m", version: 1, ...more });
    assertEquals(asv.recognizes(new Content(text, "a.json")), false, text);
  }
});

Deno.test("asv reads an unknown type as a metric without a known unit", () => {
  const beside = new Content('{"a":{"code":"","type":"constructor"}}', "results/benchmarks.json");
  const [run] = asv.read(new Content(file({ a: [[1], []] }), "results/m/0123.json"), [beside]);
  const [{ name, unit, value }] = run!.benchmarks[0]!.metrics as [MetricResult];
  assertEquals([name, unit, value], ["constructor", "unit", 1]);
});

Deno.test("asv takes the time when the first benchmark began, or else the time of the commit", () => {
  const timed = file({ time_a: [[1], [], "1", 5000], time_b: [[1], [], "1", 4000] });
  assertEquals(importText(asv, timed).timestamp, "1970-01-01T00:00:04.000Z");
  const { timestamp, warnings, isOfHistory } = importText(asv, file({ time_a: [[1]] }));
  assertEquals([timestamp, warnings, isOfHistory], [
    "1970-01-01T00:00:01.000Z",
    ["a.json does not say when it was measured; the time of the commit is taken"],
    true,
  ]);
  assertRefused(
    asv,
    file({ time_a: [[1]] }, { date: null }),
    "line 1: date must be milliseconds since 1970, found null",
  );
});

Deno.test("asv reads the machine and the software from the file", () => {
  const environmentOf = (params: unknown, more: Record<string, unknown> = {}) => {
    const { environment } = importText(asv, file({ time_a: [[1]] }, { params, ...more }));
    const { os, cpu, cpu_cores, memory_total_mb, runtime } = environment;
    return [os, cpu, cpu_cores, memory_total_mb, runtime];
  };
  assertEquals(
    environmentOf({ os: "Darwin 22", cpu: "", machine: "m", num_cpu: "", ram: 17179869184 }, {
      python: "3.11",
      requirements: { numpy: "1.26", Cython: "" },
    }),
    ["darwin", "machine m", null, 17180, "Python 3.11 (numpy 1.26, Cython)"],
  );
  assertEquals(
    environmentOf({ os: "Linux", cpu: "A", num_cpu: "8", ram: "0.5 GiB" }, {
      python: "3.11",
      env_name: "conda-py3.11",
    }),
    ["linux", "A", 8, 537, "Python 3.11 (conda-py3.11)"],
  );
});

Deno.test("asv refuses a file without usable benchmarks, and says why", () => {
  assertRefused(asv, file({}), "it has no benchmark of asv");
  assertRefused(asv, file({ time_a: 5 }), "line 1: results.time_a must be an array, found 5");
  assertRefused(asv, file({}, { results: 7 }), "line 1: results must be an object, found 7");
});

Deno.test("asv accepts any name for a benchmark", () => {
  const text = file({ time_x: [[1]] }).replace('"time_x"', '"__proto__"');
  assertEquals(outline(text), ["__proto__||track 1 unit"]);
});

Deno.test("asv reads back random files", () => {
  assertReadsBack(written);
});
