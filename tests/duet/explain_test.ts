// How profiles of both versions explain a change, and why there may be no explanation.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { explainChange, type ExplainOptions } from "../../scripts/duet/explain.ts";
import type { Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { judged } from "../helpers/versioned.ts";
import { Project } from "../project.ts";

/** Enough calls for a thousand samples in three processes. */
const CALLS = 10_000;

/** A benchmark that was judged slower and makes `n` calls in a process. */
function slower(n: number) {
  const place = { file: "a_bench.ts", ordinal: 0, n, warmup: null };
  const places = { baseline: place, current: place };
  return judged("sum", [0.5, 0.51, 0.49, 0.5, 0.5, 0.51], { places });
}

const BENCH = `import { sum } from "../lib/sum.ts";
let kept = 0;
Deno.bench("sum", { n: ${CALLS} }, () => {
  kept ^= sum();
});
export const result = () => kept;
`;

/** A module whose function calls another one `times` times. */
const sum = (times: number) =>
  `function part(all: number): number {
  for (let index = 0; index < 200; index++) all = (all * 31 + index) | 0;
  return all;
}
export function sum(): number {
  let all = 0;
  for (let made = 0; made < ${times}; made++) all = part(all);
  return all;
}
`;

async function explainIn(
  project: Project,
  n: number,
  more: Partial<ExplainOptions> = {},
): Promise<{ explanation: Explanation; profiles: readonly string[] }> {
  const side = (folder: string) => ({
    root: project.path(`${folder}/app`),
    top: project.path(folder),
    flags: [],
    givenFlags: [],
    command: ["deno"],
  });
  let profiles: readonly string[] = [];
  const explanation = await explainChange(slower(n), { baseline: 0.5, current: 1 }, {
    sides: { baseline: side("before"), current: side("after") },
    changed: true,
    benchTimeoutMs: 60_000,
    signal: new AbortController().signal,
    onProfiles: ({ baseline, current }) => profiles = [baseline, current],
    ...more,
  });
  return { explanation, profiles };
}

Deno.test("explainChange() names the function, even in another folder of the checkout", async () => {
  await using project = await Project.create({
    "before/app/a_bench.ts": BENCH,
    "before/lib/sum.ts": sum(100),
    "after/app/a_bench.ts": BENCH,
    "after/lib/sum.ts": sum(200),
  });
  const { explanation, profiles } = await explainIn(project, CALLS);
  const [cause] = explanation.causes;
  assertEquals([cause!.function!.name, cause!.function!.file, cause!.presence], [
    "part",
    "../lib/sum.ts",
    "both",
  ]);
  assertEquals(cause!.calls, { baseline: 100, current: 200 });
  assert(explanation.explained > 0.5, `${explanation.explained}`);
  assertEquals(profiles.length, 2);
  for (const text of profiles) assert(JSON.parse(text).samples.length > 500);
  assert(explanation.frames.length > 0);
});

Deno.test("explainChange() says why there is no explanation", async (t) => {
  await using project = await Project.create({
    "before/app/a_bench.ts": `Deno.bench("sum", { n: 1 }, () => {});`,
    "after/app/a_bench.ts":
      `Deno.bench("sum", { n: 1 }, () => { throw new Error("boom in " + import.meta.url); });`,
  });
  await t.step("if the benchmark throws", async () => {
    const { explanation } = await explainIn(project, 1);
    assertEquals(explanation.causes, []);
    // The checkouts are removed before a reader sees the path.
    assertStringIncludes(explanation.remark!, "boom in a_bench.ts");
  });
  await t.step("if the comparison is stopped", async () => {
    const signal = AbortSignal.abort("stop");
    const { explanation, profiles } = await explainIn(project, 1, { signal });
    assertEquals(explanation.remark, "the comparison was stopped before it was profiled");
    assertEquals(profiles, []);
  });
});
