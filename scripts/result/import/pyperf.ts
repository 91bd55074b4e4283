/** What pyperf writes. @module */
import * as v from "../../deps/valibot.ts";
import type { Environment } from "../schema.ts";
import { mean } from "../spread.ts";
import type { Content, Keys } from "./content.ts";
import { needNumber, needSample, onlyRun, readEach, readFigures } from "./describe_run.ts";
import { architectureName, isRecord, systemName } from "./fields.ts";
import type { ImportedBenchmark, ImportedRound, ImportedRun, Importer } from "./importer.ts";
import { describeSamples, once } from "./samples.ts";
import { measureOf, MS_PER_SECOND } from "./units.ts";

const metadata = v.optional(v.record(v.string(), v.unknown(), "an object"), {});

const suiteSchema = v.object({
  metadata,
  benchmarks: v.array(
    v.object({
      metadata,
      runs: v.array(
        v.object(
          { metadata, values: v.optional(v.array(v.unknown(), "an array"), []) },
          "an object",
        ),
        "an array",
      ),
    }, "an object"),
    "an array",
  ),
}, "an object");

type Benchmark = v.InferOutput<typeof suiteSchema>["benchmarks"][number];
type Metadata = Readonly<Record<string, unknown>>;

/** Results of pyperf; each of its runs is a process, so a round. */
export const pyperf: Importer = {
  name: "pyperf",
  recognizes({ json }) {
    if (!isRecord(json) || !Array.isArray(json.benchmarks)) return false;
    const first: unknown = json.benchmarks[0];
    const runs = isRecord(first) && Array.isArray(first.runs) ? first.runs : [];
    return runs.some((run) => isRecord(run) && ("values" in run || "warmups" in run));
  },
  read,
};

function read(content: Content): ImportedRun[] {
  const suite = content.read(suiteSchema);
  const shared = { ...suite.benchmarks[0]?.metadata, ...suite.metadata };
  const version = shared.perf_version ?? shared.pyperf_version;
  return onlyRun(content, {
    harness: typeof version === "string" ? `pyperf ${version}` : "pyperf",
    environment: describeEnvironment(shared),
    ...readEach(suite.benchmarks, (benchmark, index) => {
      const path = ["benchmarks", index];
      // What holds for all runs is moved upwards, as far as it goes.
      const metadata: Metadata = { ...suite.metadata, ...benchmark.metadata };
      const name = metadata.name ?? benchmark.runs[0]?.metadata.name;
      if (typeof name !== "string") {
        throw content.failureAt([...path, "metadata", "name"], "a string", name);
      }
      return [readFigures({ name }, () => readRuns(content, benchmark, metadata, path))];
    }),
  });
}

function readRuns(
  content: Content,
  { runs }: Benchmark,
  metadata: Metadata,
  path: Keys,
): Omit<ImportedBenchmark, "name"> {
  const unit = String(metadata.unit ?? "second");
  const rounds: ImportedRound[] = [];
  const values: number[] = [];
  for (const [run, { metadata: own, values: found }] of runs.entries()) {
    // Runs that only look for the number of loops have none.
    if (found.length === 0) continue;
    const at = [...path, "runs", run, "values"];
    if (unit !== "second") {
      values.push(mean(found.map((value, index) => needNumber(content, [...at, index], value))));
      continue;
    }
    const durations = found.map((value, index) =>
      needSample(content, [...at, index], value, MS_PER_SECOND)
    );
    const loops = loopsOf({ ...metadata, ...own });
    const iterations = loops === null ? null : loops * durations.length;
    rounds.push({ ...describeSamples(once(durations)), iterations });
  }
  if (values.length > 0) {
    const { better } = measureOf(unit) as { better?: "lower" | "higher" };
    return {
      metrics: [{ name: unit, unit, value: mean(values), better: better ?? null, rounds: values }],
    };
  }
  if (rounds.length === 0) throw content.failureAt([...path, "runs"], "one with values", []);
  return rounds.length === 1 ? rounds[0]! : { rounds };
}

/** Calls that a value is the mean of. */
function loopsOf({ loops, inner_loops = 1 }: Metadata): number | null {
  return typeof loops === "number" && typeof inner_loops === "number" ? loops * inner_loops : null;
}

function describeEnvironment(metadata: Metadata): Partial<Environment> {
  const { platform, cpu_model_name, cpu_count, python_implementation, python_version } = metadata;
  const [system, ...rest] = typeof platform === "string" ? platform.split("-") : [];
  const arch = rest.find((part) => /^(x86_64|aarch64|arm64|AMD64|i686|ppc64le|s390x)$/.test(part));
  // Such as "3.13.5 (64-bit) revision 0ab1234".
  const version = typeof python_version === "string" ? python_version.split(" ")[0]! : null;
  return {
    os: systemName(system ?? null),
    arch: architectureName(arch ?? null),
    cpu: typeof cpu_model_name === "string" ? cpu_model_name : null,
    cpu_cores: typeof cpu_count === "number" ? cpu_count : null,
    runtime: version === null ? null : `${nameOf(python_implementation)} ${version}`,
  };
}

function nameOf(implementation: unknown): string {
  if (implementation === "cpython") return "CPython";
  if (implementation === "pypy") return "PyPy";
  return typeof implementation === "string" ? implementation : "Python";
}
