// Processes under V8's profiler, whose output is not documented.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { toFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { HostError, type HostProcess } from "../../scripts/measure/host_process.ts";
import { observeCalls } from "../../scripts/measure/observe_calls.ts";
import { chooseCalls, profileBenchmark } from "../../scripts/measure/profile_benchmark.ts";
import { placeFunction } from "../../scripts/result/profile/place.ts";
import { hostOptions } from "../helpers/host_options.ts";
import { Project } from "../project.ts";

const FILES = {
  "work.ts": `type Unused = { readonly one: number };

export function slow(count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum = (sum * 31 + index) | 0;
  return sum;
}
`,
  "a_bench.ts": `import { slow } from "./work.ts";
let kept = 0;
Deno.bench("plain", () => {
  kept ^= slow(20_000);
});
Deno.bench("asynchronous", async () => {
  await Promise.resolve();
  for (let index = 0; index < 10; index++) kept ^= slow(2_000);
});
Deno.bench("throws", () => {
  throw new Error("boom");
});
export const result = () => kept;
`,
};

async function profile(project: Project, ordinal: number) {
  const request = { ordinal, n: null, marks: false, profiledMs: 200 };
  const run = await profileBenchmark(hostOptions(project, "a_bench.ts"), request, project.folder);
  assert(run !== null);
  return run;
}

Deno.test("profileBenchmark() shows the called functions with their lines in the source", async (t) => {
  await using project = await Project.create(FILES);
  const roots = [`${toFileUrl(await Deno.realPath(project.folder))}/`];
  for (const [ordinal, name] of ["plain", "asynchronous"].entries()) {
    await t.step(name, async () => {
      const { samples, text } = await profile(project, ordinal);
      assert(samples.length > 100, `${samples.length}`);
      const places = samples.flatMap((sample) =>
        sample.kind === "code" ? [placeFunction(sample.stack.at(-1)!, roots)] : []
      );
      const slow = places.filter((one) => one.name === "slow");
      assert(slow.length > 0.8 * samples.length, `${slow.length} of ${samples.length}`);
      assertEquals([slow[0]!.file, slow[0]!.line], ["work.ts", 3]);
      assert(text.startsWith("{"));
    });
  }
});

Deno.test("profileBenchmark() sees that only a part is timed, and respects the limit of calls", async () => {
  await using project = await Project.create({
    ...FILES,
    "a_bench.ts": `import { slow } from "./work.ts";
let kept = 0;
Deno.bench("part", (b) => {
  kept ^= slow(50_000);
  b.start();
  kept ^= slow(500);
  b.end();
});
let calls = 0;
Deno.bench({ name: "few", n: 3 }, () => {
  if (++calls > 3) throw new Error("called too often");
  kept ^= slow(2_000_000);
});
`,
  });
  const options = hostOptions(project, "a_bench.ts");
  const request = { marks: true, profiledMs: 50 };
  const part = await profileBenchmark(options, { ...request, ordinal: 0, n: null }, project.folder);
  assertEquals(part!.timedInPart, true);
  const few = await profileBenchmark(options, { ...request, ordinal: 1, n: 3 }, project.folder);
  assertEquals(few!.timedInPart, false);
});

Deno.test("chooseCalls() warms up with half of the calls that a benchmark allows", async (t) => {
  const rows: [n: number, warm: number[], callMs: number, left: number][] = [
    [1, [], 1, 1],
    [2, [1], 1, 1],
    [3, [1], 1, 2],
    [10, [1, 2, 2], 1, 5],
    [100, [1, 2, 4, 8, 16, 19], 1, 50],
    [10, [1, 1, 1, 1, 1], 50, 4],
  ];
  for (const [n, warm, callMs, left] of rows) {
    await t.step(`${n} calls of ${callMs} ms`, async () => {
      const made: number[] = [];
      const request: HostProcess["request"] = ({ calls }) => {
        made.push(calls);
        return Promise.resolve([calls * callMs, 0, calls * callMs, 0]);
      };
      const asked = { ordinal: 0, n, marks: false, profiledMs: 200 };
      assertEquals(await chooseCalls({ request }, asked), left);
      assertEquals(made, warm);
    });
  }
});

Deno.test("profileBenchmark() fails in one line if the benchmark does", async () => {
  await using project = await Project.create(FILES);
  await assertRejects(() => profile(project, 2), HostError, "boom");
});

Deno.test("observeCalls() counts calls, and sees which functions access objects of many shapes", async (t) => {
  await using project = await Project.create({
    ...FILES,
    "a_bench.ts": `import { slow } from "./work.ts";
const keys = [..."abcdefgh"];
const shapes = keys.map((key) => ({ [key]: 1, value: 1 }));
let kept = 0;
function few(): void {
  for (const _ of keys) kept += shapes[0]!.value;
}
function many(): void {
  for (const shape of shapes) kept += shape.value;
}
Deno.bench("a", async () => {
  await Promise.resolve();
  for (let index = 0; index < 10; index++) kept ^= slow(20);
  few();
  many();
});
`,
  });
  const calls = { ordinal: 0, n: null, durationMs: 0.02 };
  const host = hostOptions(project, "a_bench.ts");
  const { counts, megamorphic } = (await observeCalls(host, calls, project.folder))!;
  await t.step("calls", () => {
    assertEquals(counts.find(({ name }) => name === "slow")!.calls, 10);
  });
  await t.step("shapes", () => {
    assertEquals(
      megamorphic.filter(({ url }) => url.startsWith("file:")).map(({ name, property }) => [
        name,
        property,
      ]),
      [["many", "value"]],
    );
  });
});

Deno.test("observeCalls() counts nothing if a benchmark may not be called often enough", async () => {
  await using project = await Project.create(FILES);
  const host = hostOptions(project, "a_bench.ts");
  const observe = (n: number | null, durationMs: number) =>
    observeCalls(host, { ordinal: 1, n, durationMs }, project.folder);
  assertEquals(await observe(3, 0.02), null);
  assertEquals(await observe(null, 5000), null);
});
