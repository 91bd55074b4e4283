/** Random results of CodSpeed's integrations for JavaScript, Python and Rust. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures, fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const entry = fc.record({
  file: fileName.map((name) => `bench/${name}`),
  suite: fc.option(anyText.filter((text) => !text.includes(":"))),
  name: anyText,
  mean: fc.option(figures(1e-2), { freq: 5 }),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

const uriOf = ({ file, suite, name }: Entry) =>
  [file, ...suite === null ? [] : [suite], name].join("::");

function write(entry: Entry): unknown {
  const mean = entry.mean ?? 0;
  const spread = { min_ns: mean / 2, max_ns: mean * 2, mean_ns: mean, stdev_ns: mean / 9 };
  return {
    name: entry.name,
    uri: uriOf(entry),
    config: { warmup_time_ns: null, min_round_time_ns: null, max_time_ns: 3e9, max_rounds: null },
    stats: {
      ...spread,
      q1_ns: mean,
      median_ns: mean,
      q3_ns: mean,
      rounds: 10,
      total_time: 1.5,
      iqr_outlier_rounds: 0,
      stdev_outlier_rounds: 0,
      iter_per_round: 3,
      warmup_iters: 0,
    },
  };
}

const files = fc.record({
  creator: fc.constantFrom(
    { name: "codspeed-node", version: "5.7.1" },
    { name: "pytest-codspeed", version: "4.4.0" },
    { name: "codspeed-rust", version: "5.0.1" },
  ),
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: uriOf })
    .filter((entries) => entries.some(({ mean }) => mean !== null)),
}).map(({ creator, entries }): WrittenFile => ({
  text: JSON.stringify(
    {
      creator: { ...creator, pid: 4242 },
      ...creator.name === "pytest-codspeed" ? { python: { sysconfig: { prefix: "/usr" } } } : {},
      instrument: { type: "walltime" },
      benchmarks: entries.map(write),
    },
    null,
    2,
  ),
  benchmarks: entries.map(({ file, suite, name, mean }): WrittenBenchmark => ({
    file,
    group: suite,
    name,
    duration_ms: mean === null ? null : mean / 1e6,
  })),
}));

export const written: WrittenFormat = { format: "codspeed", files, source: "results/4242.json" };
