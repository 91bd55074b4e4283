// A history of another harness takes time in proportion to its commits and its benchmarks.
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
