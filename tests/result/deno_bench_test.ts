// The files in tests/testdata/deno_bench are what deno 2.9.6 printed, but for the folder's name.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Failure, parseDenoBenchReport } from "../../mod.ts";

const read = (name: string) =>
  Deno.readTextFileSync(new URL(`../testdata/deno_bench/${name}.txt`, import.meta.url));
const names = (file: string) =>
  parseDenoBenchReport(read(file), file)?.benches.map(({ name }) => name);

Deno.test("parseDenoBenchReport() reads captured reports", () => {
  const report = parseDenoBenchReport(read("good"), "good")!;
  assertEquals(report.benches.map(({ name, group }) => [name, group]), [["sum", null], [
    "json",
    "g",
  ]]);
  assert(report.runtime.startsWith("Deno/2."));
  const { ok } = report.benches[0]!.results[0]!;
  assert(ok!.min <= ok!.p75 && ok!.p75 <= ok!.p99 && ok!.p99 <= ok!.max);
});

Deno.test("parseDenoBenchReport() passes over text around the report", () => {
  assertEquals(names("text"), ["sum"]);
  const around = `before\n${read("good")}\nafter {\n`;
  assertEquals(parseDenoBenchReport(around, "x")?.benches.length, 2);
  assertEquals(parseDenoBenchReport(around.replaceAll("\n", "\r\n"), "x")?.benches.length, 2);
});

Deno.test("parseDenoBenchReport() keeps what failed, what is odd and what is double", () => {
  const failing = parseDenoBenchReport(read("failing"), "x")!.benches[1]!.results[0]!;
  assertEquals([failing.ok, failing.failed?.message], [undefined, "boom\nsecond line"]);
  assertEquals(names("names")?.[1], "__proto__");
  assertEquals(parseDenoBenchReport(read("twice"), "x")!.benches[0]!.results.length, 2);
  assertEquals(names("empty"), []);
  assertEquals(names("throws"), []);
});

Deno.test("parseDenoBenchReport() finds no report where there is none", () => {
  for (const text of [read("type"), "", "hello", "{}"]) {
    assertEquals(parseDenoBenchReport(text, "x"), null);
  }
});

Deno.test("parseDenoBenchReport() refuses a report that is cut off or of another shape", () => {
  const rows: [string, string][] = [
    [read("cut"), "it ends in the middle"],
    [read("good").replace('"version": 1', '"version": 2'), "version must be 1, found 2"],
    [read("good").replace('"benches"', '"benchmarks"'), "benches must be an array, found nothing"],
    [read("good").replace('"avg":', '"mean":'), "benches[0].results[0].ok.avg must be a number"],
    [read("good").replace('"runtime":', '"runtime"'), "it is not JSON"],
  ];
  for (const [text, message] of rows) {
    assertThrows(() => parseDenoBenchReport(text, "deno bench"), Failure, message);
  }
});
