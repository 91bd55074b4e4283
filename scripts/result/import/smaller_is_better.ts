/** What github-action-benchmark calls customSmallerIsBetter, and customBiggerIsBetter. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { describeRun, LeftOut, needDuration, needRate } from "./describe_run.ts";
import { anything, isRecord, text } from "./fields.ts";
import {
  type ImportedBenchmark,
  type ImportedRun,
  type Importer,
  MS_PER_SECOND,
  msPer,
} from "./importer.ts";

const entrySchema = v.object({ name: text, unit: text, value: anything }, "an object");
const reportSchema = v.array(entrySchema, "an array");

/** `ns`, `ms/op`, `µs/iter`. */
const TIME = /^(\S+?)(?:\/(?:op|iter|call|run)s?)?$/;
/** `ops/sec`, `op/s`, `iter/sec`, `Hz`. */
const RATE = /^(?:(?:op|ops|iter|iters|call|calls|run|runs)\/(?:s|sec|second)|hz)$/i;

/**
 * Results in the format of a list of `{name, unit, value}`. Units of time are durations, calls a
 * second are rates, which are better the higher they are; the rest is left out.
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

function read(content: Content): ImportedRun {
  const leftOut = new LeftOut();
  const benchmarks = content.read(reportSchema).flatMap(
    ({ name, unit, value }, index): ImportedBenchmark[] => {
      const path = [index, "value"];
      const unitMs = msPer(TIME.exec(unit.trim())?.[1] ?? "");
      if (unitMs !== null) {
        return [{ name, duration_ms: needDuration(content, path, value, unitMs) }];
      }
      if (RATE.test(unit.trim())) {
        return [{ name, duration_ms: needRate(content, path, value, MS_PER_SECOND) }];
      }
      leftOut.add(unit, name);
      return [];
    },
  );
  return describeRun(content, { harness: "customSmallerIsBetter", benchmarks, leftOut });
}
