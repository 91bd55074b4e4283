/** Random reports of the JSON exporters of BenchmarkDotNet 0.11.5 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,7}$/);

/** The job in DisplayInfo, and the part of it that belongs to the name; generated names vary. */
const job = fc.oneof(
  fc.constant({ display: "DefaultJob", kept: null }),
  fc.stringMatching(/^[A-Z]{6}$/).map((id) => ({
    display: `Job-${id}(Runtime=.NET 8.0, Toolchain=[x])`,
    kept: "(Runtime=.NET 8.0, Toolchain=[x])",
  })),
  identifier.filter((id) => id !== "DefaultJob").map((id) => ({ display: id, kept: id })),
  identifier.map((id) => ({ display: `${id}(LaunchCount=2)`, kept: `${id}(LaunchCount=2)` })),
);

const entry = fc.record({
  namespace: fc.option(fc.array(identifier, { minLength: 1, maxLength: 2 })),
  around: fc.array(identifier, { maxLength: 2 }),
  type: fc.tuple(identifier, fc.constantFrom("", "<Int32>", "<Int32, List<String>>"))
    .map(([name, generic]) => name + generic),
  method: identifier,
  // BenchmarkDotNet quotes a title with spaces.
  title: fc.option(anyText.map((text) => `' ${text}'`)),
  parameters: fc.uniqueArray(fc.tuple(identifier, anyText), {
    maxLength: 2,
    selector: ([name]) => name,
  }),
  job,
  mean: fc.option(figures(1e-3), { freq: 5 }),
  launches: fc.integer({ min: 1, max: 3 }),
  memory: fc.boolean(),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

function classOf({ namespace, around, type }: Entry): string {
  return [...namespace ?? [], [...around, type].join("+")].join(".");
}

function titleOf({ method, parameters }: Entry): string {
  const values = parameters.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return values.length === 0 ? method : `${method}(${values.join(", ")})`;
}

function nameOf(entry: Entry): string {
  return entry.job.kept === null ? titleOf(entry) : `${titleOf(entry)} ${entry.job.kept}`;
}

function write(entry: Entry, isFull: boolean): unknown {
  const { namespace, type, method, title, parameters, job, mean, launches, memory } = entry;
  const values = parameters.map(([name, value]) => `${name}=${value}`);
  const shown = values.length === 0 ? "" : ` [${values.join(", ")}]`;
  const descriptor = { Id: "Gen0Collects", Unit: "Count", TheGreaterTheBetter: false };
  return {
    DisplayInfo: `${type}.${title ?? method}: ${job.display}${shown}`.trim(),
    Namespace: namespace?.join(".") ?? null,
    Type: type,
    Method: method,
    MethodTitle: title ?? method,
    Parameters: values.join("&"),
    FullName: `${classOf(entry)}.${titleOf(entry)}`,
    Statistics: mean === null ? null : { N: 2, Min: mean, Max: mean, Mean: mean, Kurtosis: "" },
    ...memory ? { Memory: { Gen0Collections: 1, BytesAllocatedPerOperation: 24 } } : {},
    ...isFull
      ? {
        Measurements: Array.from({ length: mean === null ? 0 : launches }, (_, launch) => ({
          IterationMode: "Workload",
          IterationStage: "Result",
          LaunchIndex: launch + 1,
          IterationIndex: 1,
          Operations: 16,
          Nanoseconds: mean! * 16,
        })),
        Metrics: [{ Value: "", Descriptor: descriptor }],
      }
      : {},
  };
}

const entries = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 8,
  selector: (entry) => JSON.stringify([classOf(entry), nameOf(entry)]),
});
const version = fc.constantFrom("0.11.5", "0.12.1", "0.13.12", "0.15.8");

const files = fc.tuple(version, entries, fc.boolean(), fc.constantFrom(0, 2)).map(
  ([version, entries, isFull, indent]): WrittenFile => {
    const report = {
      Title: "Demo-20260301-101112",
      HostEnvironmentInfo: { BenchmarkDotNetVersion: version, ProcessorName: "AMD EPYC" },
      Benchmarks: entries.map((entry) => write(entry, isFull)),
    };
    return {
      text: `${JSON.stringify(report, null, indent)}\n`,
      benchmarks: entries.map((entry): WrittenBenchmark => ({
        file: null,
        group: classOf(entry),
        name: nameOf(entry),
        duration_ms: entry.mean === null ? null : entry.mean / 1e6,
      })),
    };
  },
);

export const written: WrittenFormat = { format: "dotnet", files, source: "report-full.json" };
