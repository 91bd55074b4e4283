// What goes into a history takes time in proportion to its commits, its benchmarks and its rounds.
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { differencesOf } from "../../scripts/verdict/difference.ts";
import { dayComparison } from "../helpers/history.ts";
import { importAll } from "../helpers/importing.ts";
import { assertLinear } from "./doubling.ts";

const modified = "2026-01-31T12:00:00.000Z";

function kept(commits: number, benchmarks: number): string {
  const benches = Array.from({ length: benchmarks }, (_, index) => ({
    name: `BenchmarkSort${index}`,
    value: 1 + index,
    unit: "ns/op",
    extra: "1 times",
  }));
  const list = Array.from({ length: commits }, (_, index) => ({
    commit: { id: index.toString(16).padStart(40, "0") },
    date: index,
    tool: "go",
    benches,
  }));
  return `window.BENCHMARK_DATA = ${JSON.stringify({ entries: { a: list, b: list } }, null, 2)}`;
}

const KINDS: Readonly<Record<string, (size: number) => string>> = {
  commits: (size) => kept(size / 64, 2),
  "benchmarks of a commit": (size) => kept(2, size / 64),
};

for (const [kind, make] of Object.entries(KINDS)) {
  Deno.test(`reading a history is linear in its ${kind}`, async () => {
    await assertLinear(
      kind,
      make,
      (text) => importAll([{ source: "data.js", text, modified }], null),
    );
  });
}

const ROUND = [0.3, 0.31, 0.29, 2, 0.3, 0.3, 0.31];
const { entries: [entry] } = dayComparison(2, { sort: ROUND });

const COMPARISONS: Readonly<Record<string, (size: number) => Pick<Comparison, "entries">>> = {
  benchmarks: (size) => ({ entries: Array(size).fill(entry) }),
  "rounds of a benchmark": (size) => {
    const changes = Array.from({ length: size }, (_, index) => ROUND[index % ROUND.length]!);
    return { entries: [{ ...entry!, samples: { ...entry!.samples, changes } }] };
  },
};

for (const [kind, make] of Object.entries(COMPARISONS)) {
  Deno.test(`taking differences from a comparison is linear in the ${kind}`, async () => {
    await assertLinear(kind, make, differencesOf);
  });
}
