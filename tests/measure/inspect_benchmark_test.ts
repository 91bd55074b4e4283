// Inspections of benchmarks: each trap is found in the benchmark that has it, and not in one that comes
// near it.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { HostProcess } from "../../scripts/measure/host_process.ts";
import { inspectBenchmark, inspectIn } from "../../scripts/measure/inspect_benchmark.ts";
import { listFile } from "../../scripts/measure/list_file.ts";
import type { BenchmarkFacts } from "../../scripts/result/benchmark_facts.ts";
import { needs } from "../helpers/needs.ts";
import { isTried, THOROUGH } from "../helpers/thorough.ts";
import { Project } from "../project.ts";
import { findAllTraps, type InspectedBenchmark, TRAPS } from "../../scripts/verdict/traps.ts";

const file = fromFileUrl(new URL("../testdata/traps/traps.ts", import.meta.url));
const options = {
  file,
  flags: ["--no-config"],
  timeoutMs: 60_000,
  signal: new AbortController().signal,
};

/** If other processes keep the cores busy, a benchmark seems to wait, or does not get two of them. */
const ATTEMPTS = 5;

/** Inspects a benchmark without a profile, which takes twice as long as everything else. */
async function inspectUnprofiled(ordinal: number): Promise<BenchmarkFacts> {
  const host = await HostProcess.start(options);
  try {
    return await inspectIn(host, ordinal);
  } finally {
    await host.close();
  }
}

Deno.test("inspectBenchmark() finds each trap, and none in a benchmark that only comes near it", async (t) => {
  await using project = await Project.create({});
  const { folder } = project;
  const { registrations } = await listFile(options);
  const kindsOf = (inspected: readonly InspectedBenchmark[]) =>
    findAllTraps(inspected).map(({ trap }) => trap.kind as string);
  const groups = Map.groupBy(registrations, ({ group, name }) => group ?? name);
  assertEquals(groups.size, 2 * TRAPS.length);
  for (const [index, [name, members]] of [...groups].entries()) {
    const isNear = name.endsWith("nearly");
    if (!isTried(index)) continue;
    const wanted = isNear ? [] : [name];
    // Only this trap shows in the profile. A benchmark that is near another trap must not have it.
    const isProfiled = name.startsWith("set-up") || (isNear && THOROUGH);
    const isOfProcessor = name === "waits" || name === "several-cores";
    const step = isOfProcessor ? needs("exact processor time", name) : { name };
    await t.step({
      ...step,
      async fn() {
        let found: string[] = [];
        for (let attempt = 0; attempt < (isNear ? 2 : ATTEMPTS); attempt++) {
          const inspected: InspectedBenchmark[] = [];
          for (const { ordinal, name, group } of members) {
            const facts = isProfiled
              ? await inspectBenchmark(options, ordinal, folder)
              : await inspectUnprofiled(ordinal);
            inspected.push({ identity: { file: null, group, name }, facts });
          }
          // If the kernel takes cores away, the facts do not show how many a benchmark uses.
          const isKnown = inspected.every(({ facts }) => facts!.wallMs > 0);
          found = isKnown || name !== "several-cores" ? kindsOf(inspected) : wanted;
          if (found.join() === wanted.join()) break;
        }
        // A benchmark that does not await its promise also leaves work behind, which may be seen.
        assertEquals(isNear ? found : found.slice(0, 1), wanted);
      },
    });
  }
});

Deno.test("inspectBenchmark() reports no facts about a benchmark that cannot be called", async () => {
  await using project = await Project.create({});
  assertEquals(await inspectBenchmark(options, 99, project.folder), null);
});
