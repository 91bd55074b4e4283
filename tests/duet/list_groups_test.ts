// Which benchmarks are compared with the baselines of their groups, and which files cannot be.
import { assertEquals, assertRejects } from "@std/assert";
import { listGroups } from "../../scripts/duet/list_groups.ts";
import { listBenchmarks } from "../../scripts/measure/list_benchmarks.ts";
import { Failure } from "../../scripts/result/failure.ts";
import type { Shard } from "../../scripts/result/shard.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { Project } from "../project.ts";

const grouped = (name: string, more = "") =>
  `Deno.bench({ name: "${name}", group: "sort", ${more} fn() {} });\n`;
const alone = (name: string) => `Deno.bench("${name}", () => {});\n`;
const sort = grouped("now") + grouped("v1", "baseline: true,");

async function list(
  texts: Readonly<Record<string, string>>,
  more: { files?: readonly string[]; filter?: string; shard?: Shard } = {},
) {
  await using project = await Project.create(texts);
  const { files = [], filter = null, shard = null } = more;
  const listing = await listBenchmarks({
    root: project.folder,
    flags: [],
    ignore: [],
    files,
    filter,
    benchTimeoutMs: 20_000,
    signal: new AbortController().signal,
  });
  return listGroups(listing, { filter, shard, thresholdsOf: () => DEFAULT_THRESHOLDS });
}

/** Which benchmarks cannot be compared, why, and what to do. */
const failuresOf = ({ benchmarks }: Awaited<ReturnType<typeof list>>) =>
  benchmarks.flatMap(({ identity: { file, name }, failure }) =>
    failure === null ? [] : [[file, name, failure.side, failure.message, failure.advice]]
  );

Deno.test("listGroups() compares the benchmarks of a group with its baseline", async () => {
  const { benchmarks, doubts } = await list({
    "a_bench.ts": sort + grouped("v2") + alone("alone"),
  });
  assertEquals(
    benchmarks.map(({ identity, places }) => [identity.name, places.baseline!.ordinal]),
    [["now", 1], ["v2", 1]],
  );
  assertEquals(doubts.map(({ message }) => message), [
    "1 benchmark was left out: no baseline in the same group",
  ]);
  const without = () => list({ "a_bench.ts": alone("alone") });
  await assertRejects(without, Failure, "no group has a benchmark with baseline: true");
});

Deno.test("listGroups() fails a file that cannot be loaded, on both sides", async () => {
  const listed = await list({
    "a_bench.ts": sort,
    "none_bench.ts": 'throw "no";',
    "some_bench.ts": `${sort}throw "no";`,
    "baseline_bench.ts": `${grouped("v1", "baseline: true,")}throw "no";`,
    "alone_bench.ts": `${alone("alone")}throw "no";`,
  });
  const cause = 'could not be loaded: threw "no"';
  const whole = (name: string) => [name, "the whole file", "both", `${name} ${cause}`, null];
  assertEquals(failuresOf(listed), [
    ["some_bench.ts", "now", "both", `some_bench.ts ${cause}`, null],
    whole("alone_bench.ts"),
    whole("baseline_bench.ts"),
    whole("none_bench.ts"),
  ]);
  assertEquals(listed.benchmarks.filter(({ open }) => open).length, 1);
  // A benchmark of a file that was not loaded may well have a baseline.
  assertEquals(listed.doubts.filter(({ kind }) => kind === "without-baseline"), []);
});

Deno.test("listGroups() fails a file of another harness, unless a filter may leave it out", async () => {
  const files = {
    "deno.json": '{ "imports": { "tinybench": "./stub.ts" } }',
    "stub.ts": "",
    "a_bench.ts": sort,
    "tiny_bench.ts": 'import "tinybench";',
  };
  const [failure, ...more] = failuresOf(await list(files));
  assertEquals(more, []);
  assertEquals(failure!.slice(0, 4), [
    "tiny_bench.ts",
    "the whole file",
    "both",
    "tiny_bench.ts registers no benchmark",
  ]);
  assertEquals(failuresOf(await list(files, { filter: "/now|v1/" })), []);
});

Deno.test("listGroups() has each benchmark and each file in one shard, whichever has the baseline", async () => {
  const names = ["one", "two", "three", "four"];
  const files = {
    "a_bench.ts": grouped("v1", "baseline: true,") + names.map((name) => grouped(name)).join("") +
      alone("alone"),
    "none_bench.ts": 'throw "no";',
  };
  const parts = [];
  for (const index of [1, 2, 3]) parts.push(await list(files, { shard: { index, total: 3 } }));
  const found = parts.flatMap(({ benchmarks }) => benchmarks.map(({ identity }) => identity.name));
  assertEquals(found.sort(), [...names, "the whole file"].sort());
  const left = parts.flatMap(({ doubts }) =>
    doubts.filter((one) => one.kind === "without-baseline")
  );
  assertEquals(left.length, 1);
});

Deno.test("listGroups() refuses a file that is not there", async () => {
  const run = () => list({ "a_bench.ts": sort }, { files: ["a_bench.ts", "b_bench.ts"] });
  await assertRejects(run, Failure, "Cannot compare b_bench.ts: there is no such file");
});
