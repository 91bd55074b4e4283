import { assertEquals } from "@std/assert";
import { noPaint } from "../../scripts/report/paint.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { printAll, writeOutputs } from "../../scripts/cli/outputs.ts";
import { describeBencherLosses } from "../../scripts/report/result/bencher.ts";
import { describeGoBenchLosses } from "../../scripts/report/result/go_bench.ts";
import { describeSmallerIsBetterLosses } from "../../scripts/report/result/smaller_is_better.ts";
import { makeBenchmark, makeDocument, makeMetric } from "../helpers/documents.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const none = { file: null, duration_ms: 1 };
const failures = [{ round: null, message: "no" }];

Deno.test("the losses of a format include failed and renamed benchmarks", () => {
  assertEquals(describeBencherLosses(makeDocument([makeBenchmark("a/b", none)])), []);
  const document = makeDocument([
    makeBenchmark("b", { ...none, group: "a" }),
    makeBenchmark("a/b", none),
    ...[1, 2, 3, 4, 5, 6].map((n) => makeBenchmark(`broken ${n}`, { file: null, failures })),
  ]);
  assertEquals(describeBencherLosses(document), [
    "has no place for failed benchmarks: broken 1, broken 2, broken 3, broken 4, broken 5 and 1 more",
    "has a/b as a%2Fb, because names would clash",
  ]);
});

Deno.test("a format that cannot hold all of a result says so when it is printed or written", async () => {
  const document = makeDocument([makeBenchmark("sum", { file: null, failures })]);
  for (const format of RESULT_FORMATS) {
    const [printed, written] = [new MemoryIo(), new MemoryIo()];
    await printAll(document, [format], printed);
    await writeOutputs(document, [{ format, path: "a" }], written);
    const lacks = ["bencher", "customSmallerIsBetter"].includes(format.name);
    const wanted = lacks ? `warning: ${format.name} has no place for failed benchmarks: sum\n` : "";
    assertEquals([printed.error, written.error], [wanted, wanted], format.name);
    const surface = { paint: noPaint, columns: 80 };
    assertEquals(printed.out, await format.render(document, surface));
  }
});

Deno.test("the losses of a format include metrics that it cannot hold", () => {
  const metrics = [
    makeMetric("latency", 1),
    makeMetric("µs/op", 1, { better: "higher" }),
    makeMetric("B/op", 1),
    makeMetric("score", 1, { better: null }),
  ];
  const document = makeDocument([makeBenchmark("sum", { file: null, metrics })]);
  assertEquals(describeBencherLosses(document), [
    "has no place for metrics: sum [latency]",
    "has no place for units of metrics or for which values are better",
  ]);
  assertEquals(describeSmallerIsBetterLosses(document), [
    "has no place for metrics: sum [µs/op], sum [score]",
  ]);
  assertEquals(describeGoBenchLosses(document), [
    "has no place for metrics: sum [µs/op], sum [B/op]",
  ]);
});
