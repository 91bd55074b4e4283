/** Random reports of `deno bench --json` of Deno 1.31 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures, fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/** Deno escapes control characters in names. */
const text = anyText.map((name) => name.replace(/\p{Cc}/gu, "."));
const path = fc.tuple(fc.constantFrom("/home/user", "/C:/Users/user"), fileName, fileName)
  .map(([root, folder, file]) => `${root}/${folder}/${file}_bench.ts`);
const file = fc.oneof(
  path.map((path) => ({
    origin: `file://${path.split("/").map(encodeURIComponent).join("/").replace("C%3A", "C:")}`,
    file: path.replace("/C:", "C:"),
  })),
  fc.constant({ origin: "https://a.example/x%20y_bench.ts?a=%41" })
    .map(({ origin }) => ({ origin, file: origin })),
);

const entry = fc.record({
  place: file,
  group: fc.option(text),
  name: text,
  baseline: fc.boolean(),
  avg: fc.option(figures(1e-3), { freq: 5 }),
  thrown: fc.constantFrom("an error", "a value", "nothing"),
  batched: fc.boolean(),
});

interface Version {
  readonly name: string;
  readonly hasVersion: boolean;
  readonly hasPrecision: boolean;
}

const version = fc.constantFrom<Version>(
  { name: "1.31.0", hasVersion: false, hasPrecision: false },
  { name: "1.46.3", hasVersion: false, hasPrecision: true },
  { name: "2.9.6", hasVersion: true, hasPrecision: true },
);

function failed(thrown: string) {
  if (thrown === "nothing") return [];
  const [name, message] = thrown === "an error" ? ["Error", "planted"] : [null, null];
  return [{ failed: { name, message, exceptionMessage: "Uncaught planted", frames: [] } }];
}

/**
 * Deno writes one entry with two results for a name that occurs twice, and the importer numbers
 * them.
 */
const entries = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 8,
  selector: ({ place, group, name }) => JSON.stringify([place.file, group, name]),
}).filter((entries) => entries.some(({ avg, thrown }) => avg !== null || thrown !== "nothing"));

const files = fc.tuple(version, entries, fc.constantFrom(0, 2, 4, "\t")).map(
  ([version, entries, indent]): WrittenFile => {
    const benches = entries.map(({ place, group, name, baseline, avg, thrown, batched }) => {
      const stats = { n: 10, min: avg, max: avg, avg, p75: avg, p99: avg, p995: avg, p999: avg };
      const precision = version.hasPrecision ? { highPrecision: !batched } : {};
      const results = avg === null ? failed(thrown) : [{ ok: { ...stats, ...precision } }];
      return { origin: place.origin, group, name, baseline, results };
    });
    const head = version.hasVersion ? { version: 1 } : {};
    const runtime = `Deno/${version.name} x86_64-unknown-linux-gnu`;
    return {
      text: `${JSON.stringify({ ...head, runtime, cpu: "AMD EPYC", benches }, null, indent)}\n`,
      benchmarks: entries.map(({ place, group, name, avg }): WrittenBenchmark => ({
        file: place.file,
        group,
        name,
        duration_ms: avg === null ? null : avg / 1e6,
      })),
    };
  },
);

export const written: WrittenFormat = { format: "deno", files, source: "bench.json" };
