/** Random results of asv, in both versions of its files. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";
import { anyCharacter } from "../../../helpers/any.ts";

const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
/** A value as Python's repr() prints it. Values of a parameter differ, or else asv numbers them. */
const repr = fc.oneof(
  fc.integer().map(String),
  fc.string({ unit: anyCharacter, maxLength: 8 }).map((text) => JSON.stringify(text)),
);
/** From a hundredth of a nanosecond to three hours, evenly over the decades. */
const anyDuration = fc.double({ min: -8, max: 7, noNaN: true }).map((power) => 10 ** power);

const kinds = {
  time: fc.option(anyDuration, { freq: 8 }),
  timeraw: fc.option(anyDuration, { freq: 8 }),
  mem: fc.constant(null),
  peakmem: fc.constant(null),
  track: fc.constant(null),
};

interface Told {
  readonly name: string;
  readonly kind: string;
  readonly params: readonly (readonly string[])[];
  /** Milliseconds; null if the benchmark failed or measures no time. */
  readonly durations: readonly (number | null)[];
  readonly values: readonly (number | null)[];
}

const benchmark: fc.Arbitrary<Told> = fc.record({
  path: fc.array(identifier, { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
  own: identifier,
  params: fc.array(
    fc.uniqueArray(repr, { minLength: 1, maxLength: 3 }),
    { maxLength: 2 },
  ),
}).chain(({ path, kind, own, params }) => {
  const length = params.reduce((product, values) => product * values.length, 1);
  return fc.tuple(
    fc.array(kinds[kind], { minLength: length, maxLength: length }),
    fc.array(fc.option(fc.nat(), { freq: 8 }), { minLength: length, maxLength: length }),
  ).map(([durations, counts]) => ({
    name: [...path, `${kind}_${own}`].join("."),
    kind,
    params,
    durations,
    values: kind.startsWith("time")
      ? durations.map((ms) => ms === null ? null : ms / 1000)
      : counts,
  }));
});

function combinations(params: Told["params"]): string[] {
  const all = params.reduce<string[][]>(
    (before, values) => before.flatMap((some) => values.map((value) => [...some, value])),
    [[]],
  );
  return all.map((values) => values.length === 0 ? "" : `(${values.join(", ")})`);
}

/** Returns whether all values failed: asv then writes null instead of a list, and no parameters. */
function isNothing({ values }: Told): boolean {
  return values.every((value) => value === null);
}

function benchmarksOf(told: Told): WrittenBenchmark[] {
  const places = isNothing(told) ? [""] : combinations(told.params);
  return places.map((place, index) => ({
    file: null,
    group: null,
    name: told.name + place,
    duration_ms: isNothing(told) ? null : told.durations[index]!,
  }));
}

const COLUMNS = [
  "result",
  "params",
  "version",
  "started_at",
  "duration",
  "stats_ci_99_a",
  "stats_ci_99_b",
  "stats_q_25",
  "stats_q_75",
  "stats_number",
  "stats_repeat",
  "samples",
  "profile",
];

interface Run {
  readonly commit: string;
  readonly date: number;
  readonly benchmarks: readonly Told[];
  readonly startedAt: number | null;
  readonly version: 1 | 2;
}

function write({ commit, date, benchmarks, startedAt, version }: Run): unknown {
  const shared = {
    commit_hash: commit,
    date,
    params: { arch: "x86_64", cpu: "CPU", machine: "laptop", os: "Linux 6.1", ram: "16GB" },
    python: "3.11",
    requirements: {},
    version,
  };
  if (version === 2) {
    const rows = benchmarks.map((told) => {
      const result = isNothing(told) ? null : told.values;
      return [told.name, [result, told.params, "0123", startedAt ?? undefined, 0.5]];
    });
    return {
      ...shared,
      env_name: "virtualenv-py3.11",
      env_vars: {},
      result_columns: COLUMNS,
      results: Object.fromEntries(rows),
      durations: {},
    };
  }
  const results = benchmarks.map((told) => {
    const { name, params, values } = told;
    if (params.length === 0) return [name, values[0]];
    return [name, isNothing(told) ? null : { params, result: values }];
  });
  const times = startedAt === null
    ? {}
    : { started_at: Object.fromEntries(benchmarks.map(({ name }) => [name, startedAt])) };
  return { ...shared, ...times, profiles: {}, results: Object.fromEntries(results) };
}

const time = fc.integer({ min: Date.UTC(2013, 0), max: Date.UTC(2030, 0) });

const files = fc.record({
  commit: fc.stringMatching(/^[0-9a-f]{40}$/),
  date: time,
  startedAt: fc.option(time),
  version: fc.constantFrom<1 | 2>(1, 2),
  benchmarks: fc.uniqueArray(benchmark, {
    minLength: 1,
    maxLength: 6,
    selector: ({ name }) => name,
  }),
}).map((run): WrittenFile => ({
  text: JSON.stringify(write(run), null, run.version === 1 ? 4 : undefined),
  benchmarks: run.benchmarks.flatMap(benchmarksOf),
}));

export const written: WrittenFormat = {
  format: "asv",
  files,
  source: "results/laptop/01234567-virtualenv-py3.11.json",
};
