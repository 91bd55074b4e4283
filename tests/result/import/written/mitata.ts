/** Random output of mitata 0.1 and 1 with `format: "json"`. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/** mitata replaces `$` and the name of an argument by its value, so random names have no `$`. */
const name = anyText.map((name) => name.replaceAll("$", "S"));
const outcome = fc.option(figures(1e-3), { freq: 5 });

interface Trial {
  readonly group: string | null;
  readonly name: string;
  /** Nanoseconds of each run; null if it fails. */
  readonly runs: readonly (number | null)[];
  readonly kind: "static" | "in the name" | "not in the name";
  readonly baseline: boolean;
}

const trial: fc.Arbitrary<Trial> = fc.record({
  group: fc.option(name),
  name,
  runs: fc.array(outcome, { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom("static", "in the name", "not in the name"),
  baseline: fc.boolean(),
});

const trials = fc.uniqueArray(trial, {
  minLength: 1,
  maxLength: 6,
  selector: ({ group, name }) => JSON.stringify([group, name]),
}).filter((trials) => trials.some(({ runs }) => runs[0] !== null));

function statistics(avg: number) {
  const heap = { _: 0, total: 0, min: null, max: null, avg: null };
  return {
    kind: "fn",
    samples: [avg],
    min: avg / 2,
    max: 2 * avg,
    p50: avg,
    p75: avg,
    p99: avg,
    avg,
    ticks: 64,
    heap,
  };
}

function resultOf(avg: number | null, error: unknown) {
  return avg === null ? { error } : { stats: statistics(avg) };
}

const errors = fc.constantFrom<unknown>(
  { message: "planted", stack: "at a.js:1:1" },
  "text",
  null,
  3,
);

const context = {
  now: 1_790_000_000_000,
  arch: "x64-linux",
  version: "20.20.2",
  runtime: "node",
  cpu: { name: "AMD EPYC", freq: 3.1 },
};

const version1 = fc.tuple(trials, errors, fc.boolean()).map(
  ([trials, error, hasLayout]): WrittenFile => {
    const layout: { name: string | null; types: string[] }[] = [{ name: null, types: [] }];
    const benchmarks: object[] = [];
    const read: WrittenBenchmark[] = [];
    for (const { group, name, runs, kind, baseline } of trials) {
      const isStatic = kind === "static";
      const alias = kind === "in the name" ? `${name} $size` : name;
      if (group !== null) layout.push({ name: group, types: ["g"] });
      const measured = isStatic ? runs.slice(0, 1) : runs;
      for (const [index, avg] of measured.entries()) {
        const argument = {
          static: "",
          "in the name": ` ${index}`,
          "not in the name": ` (size=${index})`,
        };
        read.push({
          file: null,
          group: hasLayout ? group : null,
          name: `${name}${argument[kind]}`,
          duration_ms: avg === null ? null : avg / 1e6,
        });
      }
      benchmarks.push({
        alias,
        ...(hasLayout ? { group: group === null ? 0 : layout.length - 1 } : {}),
        baseline,
        runs: measured.map((avg, index) => ({
          ...resultOf(avg, error),
          args: isStatic ? {} : { size: index },
          name: alias.replaceAll("$size", `${index}`),
        })),
      });
    }
    const report = hasLayout ? { layout, benchmarks, context } : { benchmarks, context };
    return { text: `${JSON.stringify(report)}\n`, benchmarks: read };
  },
);

const version0 = fc.tuple(trials, errors, fc.constantFrom(0, 2)).map(
  ([trials, error, indent]): WrittenFile => ({
    text: `${
      JSON.stringify(
        {
          benchmarks: trials.map(({ group, name, runs, baseline }, index) => ({
            name,
            group: group ?? (index % 2 === 0 ? null : `$mitata_group${index}`),
            time: 500,
            warmup: true,
            baseline,
            async: false,
            ...resultOf(runs[0]!, error),
          })),
          cpu: "AMD EPYC",
          runtime: "bun 1.3.0 (x64-linux)",
        },
        null,
        indent,
      )
    }\n`,
    benchmarks: trials.map(({ group, name, runs }) => ({
      file: null,
      group,
      name,
      duration_ms: runs[0]! === null ? null : runs[0]! / 1e6,
    })),
  }),
);

/** Before groups had a layout, only names distinguished benchmarks. */
const files = fc.oneof(version1, version0).filter(({ benchmarks }) =>
  new Set(benchmarks.map(({ group, name }) => JSON.stringify([group, name]))).size ===
    benchmarks.length
);

export const written: WrittenFormat = { format: "mitata", files, source: "bench.json" };
