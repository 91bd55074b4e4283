import { assertEquals } from "@std/assert";
import { noPaint, RESULT_FORMATS } from "../../mod.ts";
import { printAll, writeOutputs } from "../../scripts/cli/outputs.ts";
import { describeLosses } from "../../scripts/report/result/losses.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const none = { file: null, duration_ms: 1 };
const failures = [{ round: null, message: "no" }];

Deno.test("describeLosses() names what failed and what goes by another text", () => {
  assertEquals(describeLosses(makeDocument([makeBenchmark("a/b", none)])), []);
  const document = makeDocument([
    makeBenchmark("b", { ...none, group: "a" }),
    makeBenchmark("a/b", none),
    ...[1, 2, 3, 4, 5, 6].map((n) => makeBenchmark(`broken ${n}`, { file: null, failures })),
  ]);
  assertEquals(describeLosses(document), [
    "has no place for what failed: broken 1, broken 2, broken 3, broken 4, broken 5 and 1 more",
    "has a/b as a%2Fb, since other benchmarks are written alike",
  ]);
});

Deno.test("a format that lacks something of a result says so where it is printed or written", async () => {
  const document = makeDocument([makeBenchmark("sum", { file: null, failures })]);
  for (const format of RESULT_FORMATS) {
    const [printed, written] = [new MemoryIo(), new MemoryIo()];
    await printAll(document, [format], printed);
    await writeOutputs(document, [{ format, path: "a" }], written);
    const lacks = ["bencher", "customSmallerIsBetter"].includes(format.name);
    const wanted = lacks ? `warning: ${format.name} has no place for what failed: sum\n` : "";
    assertEquals([printed.error, written.error], [wanted, wanted], format.name);
    const surface = { paint: noPaint, columns: 80 };
    assertEquals(printed.out, await format.render(document, surface));
  }
});
