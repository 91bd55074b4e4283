/** Random reports in Bencher Metric Format. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenFile, WrittenFormat } from "./written.ts";

const bounds = fc.constantFrom({}, { lower_value: 1, upper_value: 9 }, { upper_value: null });

const entry = fc.record({
  // Objects reorder names that are numbers.
  name: anyText.map((name) => `a${name}`),
  latency: fc.option(figures(1e-3)),
  throughput: fc.option(figures(1e-3)),
  other: fc.tuple(fc.constantFrom("file-size", "instructions", "my-measure"), figures(1e-3)),
  bounds,
});

const entries = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 8,
  selector: ({ name }) => name,
});

const files = fc.tuple(entries, fc.constantFrom(0, 2)).map(
  ([entries, indent]): WrittenFile => {
    const report = entries.map(({ name, latency, throughput, other: [slug, value], bounds }) => [
      name,
      {
        ...latency === null ? {} : { latency: { value: latency, ...bounds } },
        ...throughput === null ? {} : { throughput: { value: throughput, ...bounds } },
        [slug]: { value },
      },
    ]);
    return {
      text: JSON.stringify(Object.fromEntries(report), null, indent),
      benchmarks: entries.map(({ name, latency, throughput }) => ({
        file: null,
        group: null,
        name,
        duration_ms: latency !== null
          ? latency / 1e6
          : throughput !== null
          ? 1000 / throughput
          : null,
      })),
    };
  },
);

export const written: WrittenFormat = { format: "bencher", files, source: "results.json" };
