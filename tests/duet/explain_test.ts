// Both versions under the profiler: what is said, and what is said where nothing can be.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { explainChange, type ExplainOptions } from "../../scripts/duet/explain.ts";
import type { Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { judged } from "../helpers/versioned.ts";
import { Project } from "../project.ts";

const SLOWER = judged("sum", [0.5, 0.51, 0.49, 0.5, 0.5, 0.51]);

const BENCH = `import { sum } from "./sum.ts";
let kept = 0;
Deno.bench("sum", () => {
  kept ^= sum(20_000);
});
export const result = () => kept;
`;

const sum = (times: number) =>
  `export function sum(count: number): number {
  let all = 0;
  for (let index = 0; index < ${times} * count; index++) all = (all * 31 + index) | 0;
  return all;
}
`;

async function explainIn(
  project: Project,
  more: Partial<ExplainOptions> = {},
): Promise<{ explanation: Explanation; profiles: number }> {
  const side = (folder: string) => (
    { root: project.path(folder), flags: [], givenFlags: [], command: ["deno"] }
  );
  let profiles = 0;
  const explanation = await explainChange(SLOWER, { baseline: 0.02, current: 0.04 }, {
    sides: { baseline: side("before"), current: side("after") },
    changed: true,
    benchTimeoutMs: 60_000,
    signal: new AbortController().signal,
    onProfiles: ({ baseline, current }) => profiles += baseline.length + current.length,
    ...more,
  });
  return { explanation, profiles };
}

Deno.test("explainChange() names the function, and hands on the profiles", async () => {
  await using project = await Project.create({
    "before/a_bench.ts": BENCH,
    "before/sum.ts": sum(1),
    "after/a_bench.ts": BENCH,
    "after/sum.ts": sum(2),
  });
  const { explanation, profiles } = await explainIn(project);
  const [cause] = explanation.causes;
  assertEquals([cause!.function!.name, cause!.function!.file], ["sum", "sum.ts"]);
  assert(explanation.explained > 0.5, `${explanation.explained}`);
  assert(profiles >= 6 && profiles % 2 === 0, `${profiles}`);
  assert(explanation.frames.length > 0);
});

Deno.test("explainChange() says why there is no explanation", async (t) => {
  await using project = await Project.create({
    "before/a_bench.ts": `Deno.bench("sum", () => {});`,
    "after/a_bench.ts": `Deno.bench("sum", () => { throw new Error("boom"); });`,
  });
  await t.step("where the benchmark throws", async () => {
    const { explanation } = await explainIn(project);
    assertEquals(explanation.causes, []);
    assertStringIncludes(explanation.remark!, "boom");
  });
  await t.step("where the comparison is stopped", async () => {
    const { explanation, profiles } = await explainIn(project, {
      signal: AbortSignal.abort("stop"),
    });
    assertEquals(explanation.remark, "the comparison was stopped before it was profiled");
    assertEquals(profiles, 0);
  });
});
