// What only some importers do takes time in proportion to the file.
import { Content } from "../../scripts/result/import/content.ts";
import { githubActionBenchmark } from "../../scripts/result/import/formats/github_action_benchmark.ts";
import type { Importer } from "../../scripts/result/import/importer.ts";
import { libtest } from "../../scripts/result/import/formats/libtest.ts";
import { smallerIsBetter } from "../../scripts/result/import/formats/smaller_is_better.ts";
import { vitest } from "../../scripts/result/import/formats/vitest.ts";
import { assertLinear } from "./doubling.ts";

const WRONG_ENTRY = '{\n"name": "a",\n"unit": "ns",\n"value": null\n},';

const CASES: Readonly<Record<string, readonly [Importer, (size: number) => string]>> = {
  "entries that are wrong": [
    smallerIsBetter,
    (size) => {
      const wrong = WRONG_ENTRY.repeat(size / WRONG_ENTRY.length);
      return `[${wrong}{ "name": "b", "unit": "ns", "value": 1 }]`;
    },
  ],
  "suites of one commit": [githubActionBenchmark, (size) => {
    const list = [{ commit: { id: "a" }, date: 1, benches: [{ name: "b", value: 1, unit: "ns" }] }];
    const suites = Array.from({ length: size / 64 }, (_, index) => [`s${index}`, list]);
    return JSON.stringify({ entries: Object.fromEntries(suites) });
  }],
  "suites within each other": [vitest, (size) => {
    const groups = [{ fullName: "a > ".repeat(size / 4), benchmarks: [{ name: "b", mean: 1 }] }];
    return JSON.stringify({ files: [{ filepath: "/other.bench.ts", groups }] });
  }],
  "threads that a benchmark tells of": [
    libtest,
    (size) => `test a ... bench: 1 ns/iter\ntest b ... ${"thread ".repeat(size / 7)}\n`,
  ],
};

for (const [what, [importer, make]] of Object.entries(CASES)) {
  Deno.test(`reading ${importer.name} is linear in ${what}`, async () => {
    await assertLinear(what, make, (text) => importer.read(new Content(text, "a")));
  });
}
