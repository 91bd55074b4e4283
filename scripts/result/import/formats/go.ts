/** The output of `go test -bench`. @module */
import type { Content } from "../content.ts";
import { makeRuns } from "../make_run.ts";
import { architectureName, systemName, timestampInUtc } from "../fields.ts";
import { SUFFIX, TestOutput, type ToldBenchmark } from "./go_benchmarks.ts";
import { Configuration, type Configured, GO_KEYS } from "./go_configuration.ts";
import { figuresBehind, findName } from "./go_line.ts";
import { hasEvents, outputLines, timeOf } from "./go_output.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";

/** Reads results of Go's testing package. A repeated line, as of `-count`, is a round. */
export const go: Importer = { name: "go", recognizes, read };

/** The end of a test's output. */
const ENDED = /^(?:PASS|FAIL|(?:ok {2}|FAIL)\t.*)\r?$/m;
/** Figures after lines that a benchmark printed. */
const FIGURES_ALONE = /^ *[1-9]\d*\t *[\d.]+ ns\/op/m;

function recognizes({ text }: Content): boolean {
  let isBehind = false;
  for (const { 0: line, index } of text.matchAll(/Benchmark.*/g)) {
    const found = findName(line);
    if (found === null || figuresBehind(found.rest, false) === null) continue;
    if (index === 0 || text[index - 1] === "\n") return true;
    isBehind = true;
  }
  // If no line begins with it, a log may have put something in front of every line.
  return (isBehind && ENDED.test(text)) || FIGURES_ALONE.test(text) || hasEvents(text);
}

function read(content: Content): ImportedRun[] {
  const configuration = new Configuration();
  const outputs = new Map<string | null, TestOutput>();
  for (const line of outputLines(content)) {
    let output = outputs.get(line.package);
    if (output === undefined) {
      output = new TestOutput(line.package, configuration);
      outputs.set(line.package, output);
    }
    output.take(line);
  }
  for (const output of outputs.values()) output.end();
  const told = [...outputs.values()].flatMap(({ told }) => told);
  const leftOut = [...outputs.values()].flatMap(({ leftOut }) => leftOut);
  const known = { harness: "go test", timestamp: timestampInUtc(timeOf(content)) };
  const runs = [...joinConfigured(told, configuration)].map(([configured, benchmarks]) => ({
    ...readConfigured(configured),
    benchmarks: benchmarks.map(toBenchmark),
  }));
  return makeRuns(content, known, runs, leftOut);
}

/** The measurements under each configuration. */
function joinConfigured(
  told: readonly ToldBenchmark[],
  configuration: Configuration,
): Map<Configured, ToldBenchmark[]> {
  const known = new Map<string, Configured>();
  const settled = new Map<Configured, Configured>();
  for (const { configured } of told) {
    if (settled.has(configured)) continue;
    const values = configuration.settle(configured);
    const key = JSON.stringify([...values]);
    settled.set(configured, known.get(key) ?? values);
    if (!known.has(key)) known.set(key, values);
  }
  return Map.groupBy(told, ({ configured }) => settled.get(configured)!);
}

function readConfigured(
  configured: Configured,
): Pick<ImportedRun, "environment" | "configuration"> {
  const of = (key: string) => configured.get(key) ?? null;
  const others = [...configured].filter(([key]) => key !== "commit" && !GO_KEYS.includes(key));
  return {
    environment: {
      os: systemName(of("goos")),
      arch: architectureName(of("goarch")),
      cpu: of("cpu"),
      ...configured.has("commit") ? { git_commit: of("commit") } : {},
    },
    configuration: Object.fromEntries(others),
  };
}

/** GOMAXPROCS is a part of the name, and the short name omits it. */
function toBenchmark(
  { name, announced, group, process, result }: ToldBenchmark,
): ImportedBenchmark {
  const short = announced ?? name.replace(SUFFIX, "");
  const isKnown = announced !== null || process.isSuffixed || process.names.has(short);
  return {
    group: group ?? process.group,
    name,
    short_name: isKnown && short !== name ? short : null,
    ...result,
  };
}
