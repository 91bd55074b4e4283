// Benchmarks that are called: each trap is found in the one that has it, and not where one comes near.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { inspectBenchmark } from "../../scripts/measure/inspect_benchmark.ts";
import { listFile } from "../../scripts/measure/list_file.ts";
import { needs } from "../helpers/needs.ts";
import { isTried } from "../helpers/thorough.ts";
import { Project } from "../project.ts";
import { findAllTraps, type InspectedBenchmark, TRAPS } from "../../scripts/verdict/traps.ts";

const file = fromFileUrl(new URL("../testdata/traps/traps.ts", import.meta.url));
const options = {
  file,
  flags: ["--no-config"],
  timeoutMs: 60_000,
  signal: new AbortController().signal,
};

/** Where other processes keep the cores busy, a benchmark seems to wait, or does not get two of them. */
const ATTEMPTS = 5;

Deno.test("inspectBenchmark() finds each trap, and none in a benchmark that only comes near it", async (t) => {
  await using project = await Project.create({});
  const { folder } = project;
  const { registrations } = await listFile(options);
  const inspect = async ({ ordinal, name, group }: typeof registrations[number]) => ({
    identity: { file: null, group, name },
    facts: await inspectBenchmark(options, ordinal, folder),
  });
  const kindsOf = (inspected: readonly InspectedBenchmark[]) =>
    findAllTraps(inspected).map(({ trap }) => trap.kind as string);
  const groups = Map.groupBy(registrations, ({ group, name }) => group ?? name);
  assertEquals(groups.size, 2 * TRAPS.length);
  for (const [index, [name, members]] of [...groups].entries()) {
    const isNear = name.endsWith("nearly");
    if (isNear && !isTried(index)) continue;
    const wanted = isNear ? [] : [name];
    const isOfProcessor = name === "waits" || name === "several-cores";
    const step = isOfProcessor ? needs("exact processor time", name) : { name };
    await t.step({
      ...step,
      async fn() {
        let found: string[] = [];
        for (let attempt = 0; attempt < (isNear ? 2 : ATTEMPTS); attempt++) {
          const inspected: InspectedBenchmark[] = [];
          for (const member of members) inspected.push(await inspect(member));
          // On a busy machine the kernel takes cores away, and nothing can be told of how many it uses.
          const isTold = inspected.every(({ facts }) => facts!.wallMs > 0);
          found = isTold || name !== "several-cores" ? kindsOf(inspected) : wanted;
          if (found.join() === wanted.join()) break;
        }
        // Whoever returns a promise that is not awaited also leaves work behind, which may be seen.
        assertEquals(isNear ? found : found.slice(0, 1), wanted);
      },
    });
  }
});

Deno.test("inspectBenchmark() reports no facts about a benchmark that cannot be called", async () => {
  await using project = await Project.create({});
  assertEquals(await inspectBenchmark(options, 99, project.folder), null);
});
