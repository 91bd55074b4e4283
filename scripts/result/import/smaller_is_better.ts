/** What github-action-benchmark calls customSmallerIsBetter, and customBiggerIsBetter. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { onlyRun, readEach, readFigures, readMeasure } from "./describe_run.ts";
import { anything, isRecord, text } from "./fields.ts";
import type { ImportedRun, Importer } from "./importer.ts";

const entrySchema = v.object({ name: text, unit: text, value: anything }, "an object");

/**
 * Results in the format of a list of `{name, unit, value}`. Units of time are durations, and so
 * are calls a second; the rest are metrics, each named as its unit.
 */
export const smallerIsBetter: Importer = {
  name: "customSmallerIsBetter",
  recognizes: ({ json }) =>
    Array.isArray(json) && json.length > 0 &&
    json.every((entry) =>
      isRecord(entry) && typeof entry.name === "string" && typeof entry.unit === "string" &&
      "value" in entry
    ),
  read,
};

function read(content: Content): ImportedRun[] {
  const entries = content.read(v.array(v.unknown(), "an array"));
  return onlyRun(content, {
    harness: "customSmallerIsBetter",
    ...readEach(entries, (entry, index) => {
      const { name, unit, value } = content.readPart([index], entry, entrySchema);
      return [
        readFigures(
          { name },
          () => readMeasure(content, [index, "value"], value, { name: unit || "value", unit }),
        ),
      ];
    }),
  });
}
