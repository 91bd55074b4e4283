/** The files for the samples of the documentation. @module */
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import type { CommitLine } from "../../scripts/result/commit.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { seeded } from "../helpers/draws.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";
import { makeEntry } from "../helpers/entries.ts";
import { dayDocument } from "../helpers/history.ts";
import { readTestdata } from "../helpers/testdata.ts";
import { Project } from "../project.ts";

/**
 * Returns the files that the samples name, except `results/`:
 *
 * - `comparison.json` and `result.json`, measured once and recorded in `tests/testdata/docs/`
 * - `old.json` and `new.json`, results that differ in one benchmark
 * - `old.txt` and `new.txt`, the same in the format of `go test -bench`
 * - `hyperfine.json`, as hyperfine writes it
 */
export async function documentedFiles(): Promise<Record<string, string>> {
  return {
    "comparison.json": await readTestdata("docs/comparison.json"),
    "result.json": await readTestdata("docs/result.json"),
    "old.json": resultText(1, "2026-01-30T12:00:00.000Z"),
    "new.json": resultText(1.4, "2026-01-31T12:00:00.000Z"),
    "old.txt": goText(1),
    "new.txt": goText(1.4),
    "hyperfine.json": await readTestdata("import/hyperfine/named.json"),
  };
}

const MICROSECONDS = [["countWords", 84], ["parseLines", 43], ["slugify", 200]] as const;

/**
 * Returns ten rounds of each benchmark around its duration, multiplied by a factor for `slugify`.
 */
function roundsOf(factor: number): { readonly name: string; readonly durationsMs: number[] }[] {
  const random = seeded(factor * 10);
  return MICROSECONDS.map(([name, duration]) => {
    const mean = duration / 1000 * (name === "slugify" ? factor : 1);
    const durationsMs = Array.from({ length: 10 }, () => mean * Math.exp(0.01 * random.normal()));
    return { name, durationsMs };
  });
}

function resultText(factor: number, timestamp: string): string {
  const benchmarks = roundsOf(factor).map(({ name, durationsMs }) =>
    makeBenchmark(name, { file: "text_bench.ts", durationsMs })
  );
  return stringifyResultDocument(makeDocument(benchmarks, { timestamp }));
}

function goText(factor: number): string {
  const lines = roundsOf(factor).flatMap(({ name, durationsMs }) =>
    durationsMs.map((duration) => {
      const title = `Benchmark${name[0]!.toUpperCase()}${name.slice(1)}-8`;
      return `${title}\t   10000\t${(duration * 1e6).toFixed(0)} ns/op\n`;
    })
  );
  const head = "goos: linux\ngoarch: amd64\npkg: example.com/text\ncpu: Test CPU\n";
  return `${head}${lines.join("")}PASS\nok  \texample.com/text\t30.1s\n`;
}

/**
 * Makes a project with a result per day in `results/`; `sort` is slower by 30 % from the twentieth
 * on.
 */
export async function documentedHistory(): Promise<Project> {
  return await Project.create(dailyResults(30));
}

function dailyResults(days: number): Record<string, string> {
  const random = seeded(3);
  const noise = () => Math.exp(0.01 * random.normal());
  return Object.fromEntries(Array.from({ length: days }, (_, day) => {
    const document = dayDocument(day, {
      parse: 3 * noise(),
      sort: 10 * (day < 20 ? 1 : 1.3) * noise(),
    });
    return [`results/${String(day + 1).padStart(2, "0")}.json`, stringifyResultDocument(document)];
  }));
}

/**
 * Returns the output of `bisect` on a slowdown in two commits, with the figures of a search that
 * `deno task evidence:bisect` made.
 */
export function printedSearch(): string {
  const identity = { file: "work_bench.ts", group: null, name: "beta" };
  const entry = (change: number, lower: number, upper: number, severity: "moderate" | "severe") =>
    makeEntry({
      ...identity,
      verdict: "regression",
      severity,
      change,
      interval: { lower, upper, level: 0.95 },
    });
  const commit = (hash: string, subject: string): [string, CommitLine] => [
    hash,
    { hash, author: "Ada", timestamp: "2026-11-23T12:00:00Z", subject },
  ];
  const [first, second] = ["bcbb5a1d12c3".repeat(4).slice(0, 40), "dcc14b322b68".padEnd(40, "0")];
  const result = {
    identity,
    whole: entry(1.018, 1.007, 1.029, "severe"),
    culprits: [
      { commits: [first!], entry: entry(0.585, 0.574, 0.596, "severe") },
      { commits: [second!], entry: entry(0.281, 0.275, 0.286, "moderate") },
    ],
    left: [],
    rest: 0,
    complete: true,
    skipped: [],
  };
  const log = new Map([
    commit(first!, "Change 20"),
    commit(second!, "Change 26"),
  ]);
  return renderBisection({ results: [result], open: [], stopped: null }, log, 29, {
    paint: noPaint,
    columns: 80,
  });
}
