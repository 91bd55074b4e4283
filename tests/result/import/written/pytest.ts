/** Random files of `--benchmark-json` and of the storage of pytest-benchmark 3 to 5. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures, fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,7}$/);

/** pytest joins a path and names by `::`, so a path that contains it would be ambiguous. */
const file = fc.tuple(fc.array(fileName, { maxLength: 2 }), identifier)
  .map(([folders, name]) => [...folders, `test_${name}.py`].join("/"));

const entry = fc.record({
  file,
  classes: fc.array(identifier, { maxLength: 2 }),
  test: identifier,
  parameters: fc.option(anyText),
  group: fc.option(anyText),
  /** Null if a coarse timer measured 0. */
  mean: fc.option(figures(1e-10), { freq: 5 }),
  rounds: fc.integer({ min: 1, max: 3 }),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

function nameOf({ classes, test, parameters }: Entry): string {
  return [...classes, test + (parameters === null ? "" : `[${parameters}]`)].join("::");
}

const entries = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 8,
  selector: (entry) => JSON.stringify([entry.file, entry.group, nameOf(entry)]),
}).filter((entries) => entries.some(({ mean }) => mean !== null));

const commit = fc.constantFrom(
  { id: "5ba94b8d98ffab229f88e6e1110ee4834d24db2a", dirty: false },
  { id: "unversioned", dirty: false },
  { id: "unknown", dirty: false, error: "CalledProcessError(128, b'')" },
);
const version = fc.constantFrom("3.2.2", "4.0.0", "5.2.3");

const files = fc.tuple(version, entries, commit, fc.boolean()).map(
  ([version, entries, commit_info, hasData]): WrittenFile => {
    const benchmarks = entries.map((entry) => {
      const { file, test, parameters, group, rounds } = entry;
      const mean = entry.mean ?? 0;
      const spread = { min: mean, max: mean, median: mean, q1: mean, q3: mean, stddev: 0 };
      const data = hasData ? { data: Array(rounds).fill(mean) } : {};
      return {
        group,
        name: test + (parameters === null ? "" : `[${parameters}]`),
        fullname: `${file}::${nameOf(entry)}`,
        params: null,
        param: parameters,
        extra_info: { items: 10 },
        options: { timer: "perf_counter" },
        stats: { ...spread, mean, rounds, ...data, iterations: 10 },
      };
    });
    const zone = version.startsWith("5") ? "+00:00" : "";
    const report = {
      machine_info: { node: "vm", machine: "x86_64", system: "Linux", cpu: { count: 2 } },
      commit_info,
      benchmarks,
      datetime: `2026-03-01T10:00:00.123456${zone}`,
      version,
    };
    return {
      text: JSON.stringify(report, null, 4),
      benchmarks: entries.map((entry): WrittenBenchmark => ({
        file: entry.file,
        group: entry.group,
        name: nameOf(entry),
        duration_ms: entry.mean === null ? null : entry.mean * 1000,
      })),
    };
  },
);

export const written: WrittenFormat = { format: "pytest", files, source: "0001_first.json" };
