/** Random histories of one commit, as github-action-benchmark writes them. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";
import { anyCharacter } from "../../../helpers/any.ts";

interface Bench {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly range?: string;
  readonly extra?: string;
}

/** The values that a tool reports for one benchmark, and what the importer has to read. */
interface Told {
  readonly benches: readonly Bench[];
  readonly name: string;
  /** Milliseconds; null if there is no duration. */
  readonly duration_ms: number | null;
}

const anyName = fc.string({ unit: anyCharacter, maxLength: 12 });
/** From a hundredth of a nanosecond to three hours, evenly over the decades. */
const anyDuration = fc.double({ min: -8, max: 7, noNaN: true }).map((power) => 10 ** power);

/**
 * Sometimes replaces the values by NaN, which the action writes for a number that it cannot read.
 */
function perhaps(told: Told): fc.Arbitrary<Told> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(told) },
    {
      weight: 1,
      arbitrary: fc.constant({
        ...told,
        benches: told.benches.map((one) => ({ ...one, value: NaN })),
        duration_ms: null,
      }),
    },
  );
}

/** Makes a tool that reports times or calls per second, in a unit of so many milliseconds. */
function plain(
  units: readonly (readonly [unit: string, ms: number, isRate?: true])[],
  more: Pick<Bench, "range" | "extra"> = {},
): fc.Arbitrary<Told> {
  return fc.tuple(anyName, anyDuration, fc.constantFrom(...units)).chain((
    [name, duration_ms, [unit, ms, isRate]],
  ) => {
    const value = isRate ? ms / duration_ms : duration_ms / ms;
    return perhaps({ benches: [{ name, value, unit, ...more }], name, duration_ms });
  });
}

/** A Go benchmark name as the action parses it: without blanks, and without a hyphen at its end. */
const goName = fc.stringMatching(/^Benchmark[A-Z][\w/=,.]{0,10}[a-z]$/);

const goLines = fc.record({
  name: goName,
  duration_ms: anyDuration,
  bytes: fc.option(fc.nat()),
  processors: fc.option(fc.integer({ min: 2, max: 128 })),
  /** Whether each figure is also kept separately, as since version 1.18. */
  isSplit: fc.boolean(),
}).map(({ name, duration_ms, bytes, processors, isSplit }): Told => {
  const extra = `100 times${processors === null ? "" : `\n${processors} procs`}`;
  const value = duration_ms * 1e6;
  const figures = bytes === null
    ? [{ name, value, unit: "ns/op", extra }]
    : [{ name, value, unit: `ns/op\t      ${bytes} B/op`, extra }];
  const parts = bytes === null || !isSplit ? [] : [
    { name: `${name} - ns/op`, value, unit: "ns/op", extra },
    { name: `${name} - B/op`, value: bytes, unit: "B/op", extra },
  ];
  return {
    benches: [...figures, ...parts],
    name: processors === null ? name : `${name}-${processors}`,
    duration_ms,
  };
});

const metric = fc.tuple(anyName, fc.integer(), fc.constantFrom("MB/s", "points", "", "bytes")).map(
  ([name, value, unit]): Told => ({ benches: [{ name, value, unit }], name, duration_ms: null }),
);

const TOOLS: Readonly<Record<string, fc.Arbitrary<Told>>> = {
  cargo: plain([["ns/iter", 1e-6]], { range: "± 24" }),
  go: goLines,
  benchmarkjs: plain([["ops/sec", 1000, true]], { range: "±0.74%", extra: "93 samples" }),
  benchmarkluau: plain([["ms", 1], ["us", 1e-3]], { range: "±0.163%", extra: "luau" }),
  pytest: plain([["iter/sec", 1000, true]], { range: "stddev: 6.17e-06", extra: "rounds: 5" }),
  googlecpp: plain([["ns/iter", 1e-6], ["us/iter", 1e-3], ["ms/iter", 1], ["s/iter", 1000]]),
  catch2: plain([["ns", 1e-6], ["us", 1e-3], ["ms", 1], ["s", 1000]], { range: "± 11.719" }),
  julia: plain([["ns", 1e-6]], { extra: "gctime=0\nmemory=0\nallocs=0" }),
  jmh: plain([["us/op", 1e-3], ["ns/op", 1e-6], ["ops/s", 1000, true], ["ops/ms", 1, true]]),
  benchmarkdotnet: plain([["ns", 1e-6]], { range: "± 0.37" }),
  customSmallerIsBetter: fc.oneof(plain([["Milliseconds", 1], ["sec", 1000]]), metric),
  customBiggerIsBetter: fc.oneof(plain([["ops/s", 1000, true], ["iter/ms", 1, true]]), metric),
};

const suites = fc.uniqueArray(
  fc.tuple(
    anyName,
    fc.constantFrom(...Object.entries(TOOLS)).chain(([tool, told]) =>
      fc.uniqueArray(told, { minLength: 1, maxLength: 5, selector: ({ name }) => name }).map((
        all,
      ) => ({ tool, all }))
    ),
  ),
  { minLength: 1, maxLength: 4, selector: ([suite]) => suite },
);

const files = fc.record({
  suites,
  id: fc.stringMatching(/^[0-9a-f]{40}$/),
  date: fc.integer({ min: Date.UTC(2019, 10), max: Date.UTC(2030, 0) }),
  indent: fc.constantFrom(undefined, 2),
}).filter(({ suites }) =>
  // The importer refuses a file without readable benchmarks.
  suites.some(([, { all }]) => all.some(isReadable))
).map(({ suites, id, date, indent }): WrittenFile => {
  const user = { email: "user@example.com", name: "User", username: "user" };
  const url = `https://github.com/user/project/commit/${id}`;
  const commit = { author: user, committer: user, id, message: "Change", url };
  const entries = suites.map((
    [suite, { tool, all }],
    index,
  ) => [suite, [{
    commit,
    date: date + index,
    tool,
    benches: all.flatMap(({ benches }) => benches),
  }]]);
  const data = { lastUpdate: date, repoUrl: "", entries: Object.fromEntries(entries) };
  return {
    text: JSON.stringify(data, null, indent),
    benchmarks: suites.flatMap(([group, { all }]) =>
      all.map(({ name, duration_ms }): WrittenBenchmark => ({
        file: null,
        group,
        name,
        duration_ms,
      }))
    ),
  };
});

function isReadable({ benches }: Told): boolean {
  return benches.every(({ value }) => !Number.isNaN(value));
}

/** JSON only: a script is not a log, so nothing may surround it. */
export const written: WrittenFormat = {
  format: "github-action-benchmark",
  files,
  source: "data.json",
};
