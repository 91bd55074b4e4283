import { assertEquals } from "@std/assert";
import { bencher } from "../../../scripts/result/import/bencher.ts";
import { importText } from "../../helpers/importing.ts";

Deno.test("bencher says what has no measure, and what is neither a time nor a rate", () => {
  const text = `{"a": {"latency": {"value": 1}, "size": {"value": 3}}, "empty": {}}`;
  const { benchmarks, warnings } = importText(bencher, text);
  assertEquals(benchmarks.map(({ name }) => name), ["a"]);
  assertEquals(warnings.slice(0, 2), [
    "left out empty: it has no measure",
    'left out "size" of a: neither a time nor a rate',
  ]);
});
