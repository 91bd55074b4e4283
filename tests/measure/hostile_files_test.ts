// Hostile bench files: each one harms only itself, and one line says why it fails.
import { assert, assertEquals } from "@std/assert";
import { toFileUrl } from "@std/path";
import { runBenchProcess } from "../../scripts/measure/bench_process.ts";
import { HostError, HostProcess } from "../../scripts/measure/host_process.ts";
import { hostOptions } from "../helpers/host_options.ts";
import { isOlderThan } from "../helpers/deno_version.ts";
import { isOneIn } from "../helpers/thorough.ts";
import { inPairs, Project } from "../project.ts";
import { type Fate, FILES, type HostileFile, MAY_RUN } from "./hostile_files.ts";

const source = ({ rows, imports = "" }: HostileFile) =>
  `${imports}${
    rows.map(({ what, load = "", call = "" }) =>
      `{
${load}
Deno.bench({ name: ${JSON.stringify(what)}, n: 1, warmup: 0, fn(b) { ${call} } });
}
`
    ).join("")
  }Deno.bench({ name: "other", n: 1, warmup: 0, fn() {} });
`;

/** Returns the fates of the benchmarks in `deno bench`, which starts again after one that ends it. */
async function benchFates(project: Project, file: HostileFile): Promise<string[]> {
  const fates = Array.from({ length: file.rows.length + 1 }, () => "");
  let keep = [...fates.keys()];
  while (keep.length > 0) {
    const { report, lastBegun, cause } = await runBenchProcess({
      file: toFileUrl(project.path("a_bench.js")).href,
      cwd: project.folder,
      flags: ["--no-check", ...file.flags ?? []],
      keep,
      benchTimeoutMs: file.limitMs ?? 20_000,
      signal: new AbortController().signal,
    });
    for (const { name, results } of report?.benches ?? []) {
      fates[Number(name.slice(1))] = results[0]!.failed?.message ?? "runs";
    }
    const missing = keep.filter((ordinal) => fates[ordinal] === "");
    const blamed = missing.includes(lastBegun!) ? [lastBegun!] : missing;
    for (const ordinal of blamed) fates[ordinal] = cause;
    keep = missing.filter((ordinal) => !blamed.includes(ordinal));
  }
  return fates;
}

/** Returns the fates of the benchmarks in a host, which starts again after one that ends it. */
async function hostFates(project: Project, file: HostileFile): Promise<string[]> {
  const { rows, flags = [], limitMs = 20_000 } = file;
  const names = [...rows.map(({ what }) => what), "other"];
  const fates: string[] = [];
  let host: HostProcess | null = null;
  try {
    for (const ordinal of names.keys()) {
      try {
        host ??= await HostProcess.start(
          hostOptions(project, "a_bench.js", { flags, timeoutMs: limitMs }),
        );
        assertEquals(host.registrations.map(({ name }) => name), names);
        const request = { ordinal, calls: 3, marks: true };
        const [elapsed, , wall] = await host.request({ action: "time", ...request });
        assert(elapsed! <= wall!, "the answer is made up");
        const sampled = await host.request({ action: "sample", ...request });
        assertEquals(sampled.length, 3);
        fates.push("runs");
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        fates.push(error.message);
        if (!error.ended) continue;
        await host?.close();
        host = null;
      }
    }
  } finally {
    await host?.close();
  }
  return fates;
}

/** Repeats a run in which Deno crashed. On a busy machine it sometimes does, but not twice in a row. */
async function againIfDenoCrashed(run: () => Promise<string[]>): Promise<string[]> {
  const fates = await run();
  return fates.includes("it crashed with SIGSEGV") ? await run() : fates;
}

/** Describes a fate that is not the expected one; empty if it is. */
function faultOf(found: string, fate: Fate, what: string): string[] {
  const isRight = fate === "runs"
    ? found === "runs"
    : fate.test(found) && (MAY_RUN.has(fate) || found !== "runs");
  return isRight ? [] : [`${what}: ${found.slice(0, 400)}`];
}

Deno.test({
  name: "a bench file that interferes with measuring only harms itself",
  // Older versions of `deno bench` use functions that such a file takes away.
  ignore: isOlderThan("2.9.6"),
  async fn() {
    const failures = await inPairs([...FILES.entries()], async ([index, file]) => {
      await using project = await Project.create({ "a_bench.js": source(file) });
      const { rows, other = "runs", otherInHost = "runs" } = file;
      const [inBench, inHost] = await Promise.all([
        // `deno bench` takes most of a second for each process.
        isOneIn(7, index) ? againIfDenoCrashed(() => benchFates(project, file)) : null,
        hostFates(project, file),
      ]);
      const fates: [what: string, bench: Fate, host: Fate][] = [
        ...rows.map(({ what, bench, host }): [string, Fate, Fate] => [what, bench, host]),
        [`the other one beside: ${rows.map(({ what }) => what).join(", ")}`, other, otherInHost],
      ];
      return fates.flatMap(([what, bench, host], ordinal) => [
        ...inBench === null ? [] : faultOf(inBench[ordinal]!, bench, `${what}, in deno bench`),
        ...faultOf(inHost[ordinal]!, host, `${what}, in a host`),
      ]);
    });
    assertEquals(failures.flat(), []);
  },
});
