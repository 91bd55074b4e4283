// Checks that the JSON Schema files match the schemas with which the code validates. To refresh
// them:
//   deno test --allow-read --allow-write=scripts tests/schema_test.ts -- --update
import { assert, assertEquals } from "@std/assert";
import { toJsonSchema } from "../scripts/deps/to_json_schema.ts";
import { bisectionSchema } from "../scripts/report/bisection/bisection_document.ts";
import { historySchema } from "../scripts/report/history/history_document.ts";
import { tuningSchema } from "../scripts/report/history/tuning_document.ts";
import { resultDocumentSchema } from "../scripts/result/schema.ts";
import { comparisonSchema } from "../scripts/verdict/comparison_schema.ts";
import { configSchema } from "../scripts/verdict/config.ts";

const update = Deno.args.includes("--update");

const files = [
  {
    url: new URL("../scripts/result/result_document.schema.json", import.meta.url),
    title: "benchline result document",
    schema: resultDocumentSchema,
  },
  {
    url: new URL("../scripts/verdict/comparison.schema.json", import.meta.url),
    title: "benchline comparison",
    schema: comparisonSchema,
  },
  {
    url: new URL("../scripts/verdict/config.schema.json", import.meta.url),
    title: "benchline configuration",
    schema: configSchema,
  },
  {
    url: new URL("../scripts/report/history/history_document.schema.json", import.meta.url),
    title: "benchline history",
    schema: historySchema,
  },
  {
    url: new URL("../scripts/report/history/tuning_document.schema.json", import.meta.url),
    title: "benchline proposed thresholds",
    schema: tuningSchema,
  },
  {
    url: new URL("../scripts/report/bisection/bisection_document.schema.json", import.meta.url),
    title: "benchline bisection",
    schema: bisectionSchema,
  },
];

for (const { url, title, schema } of files) {
  Deno.test(`the JSON Schema of the ${title} matches that of the code`, async () => {
    // JSON Schema has no term for some constraints, such as "finite", but JSON cannot break them.
    const generated = toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" });
    const text = `${JSON.stringify({ title, ...generated }, null, 2)}\n`;
    if (update) await Deno.writeTextFile(url, text);
    assertEquals(JSON.parse(await Deno.readTextFile(url)), JSON.parse(text));
  });
}

Deno.test("the JSON Schema of results requires what the code requires", async () => {
  const { required, properties } = JSON.parse(await Deno.readTextFile(files[0]!.url));
  assertEquals(required, ["version", "timestamp", "environment", "benchmarks"]);
  assertEquals(properties.benchmarks.items.required, ["name", "duration_ms"]);
  assert(JSON.stringify(properties.benchmarks.items.properties.duration_ms).includes("number"));
});
