import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { CallSample } from "../../../scripts/result/profile/calls.ts";
import { type Frame, mergeCallTrees } from "../../../scripts/verdict/explain/call_tree.ts";
import { compareCosts, type ProfiledSide } from "../../../scripts/verdict/explain/costs.ts";

function code(...stack: readonly [name: string, line: number][]): CallSample {
  return {
    kind: "code",
    stack: stack.map(([name, line]) => ({ name, url: "file:///a/work.ts", line })),
  };
}

function side(samples: readonly CallSample[], durationMs: number) {
  return { runs: [samples], roots: ["file:///a/"], durationMs };
}

function merge(baseline: ProfiledSide, current: ProfiledSide): Frame[] {
  return mergeCallTrees(compareCosts({ baseline, current }));
}

const many = (count: number, sample: CallSample) => Array.from({ length: count }, () => sample);

Deno.test("mergeCallTrees() merges both versions into one tree, ordered by time per call", () => {
  const before = [
    ...many(30, code(["run", 1], ["alpha", 5])),
    ...many(10, code(["run", 1])),
  ];
  const after = [
    ...many(60, code(["run", 1], ["alpha", 9])),
    ...many(20, code(["run", 1], ["beta", 3])),
  ];
  const frames = merge(side(before, 4), side(after, 8));
  assertEquals(
    frames.map(({ function: { name, line }, parent, baseline_ms, current_ms }) => [
      name,
      line,
      parent,
      baseline_ms,
      current_ms,
    ]),
    [["run", 1, null, 4, 8], ["alpha", 9, 0, 3, 6], ["beta", 3, 0, 0, 2]],
  );
});

Deno.test("mergeCallTrees() omits frames below a thousandth of the time, or too deep", () => {
  const rare = [...many(5000, code(["run", 1])), code(["run", 1], ["rare", 2])];
  assertEquals(merge(side(rare, 1), side(rare, 1)).map((one) => one.function.name), [
    "run",
  ]);
  const deep = code(...Array.from({ length: 5000 }, (): [string, number] => ["again", 1]));
  const frames = merge(side(many(10, deep), 1), side(many(10, deep), 1));
  assertEquals(frames.length, 128);
  assertAlmostEquals(frames.at(-1)!.current_ms, 1);
});

Deno.test("mergeCallTrees() keeps the largest of very many frames, each with its caller", () => {
  const wide = Array.from({ length: 100 }, (_, index) =>
    many(
      index % 7 + 4,
      code(
        ["run", 1],
        ...Array.from({ length: 40 }, (_, depth): [string, number] => [
          `f${index}_${depth}`,
          depth + 2,
        ]),
      ),
    )).flat();
  const frames = merge(side(wide, 1), side(wide, 1));
  assertEquals(frames.length, 3000);
  assertEquals(frames.every(({ parent }, index) => parent === null || parent < index), true);
  // There are seven sizes, and no room for the smallest.
  const smallest = Math.min(...frames.map(({ current_ms }) => current_ms));
  assertAlmostEquals(smallest, 5 / wide.length);
});

Deno.test("mergeCallTrees() draws equal frames even if there are too many of them", () => {
  const equal = Array.from(
    { length: 40 },
    (_, index) =>
      code(
        ["run", 1],
        ...Array.from({ length: 100 }, (_, depth): [string, number] => [
          `f${index}_${depth}`,
          depth + 2,
        ]),
      ),
  );
  assertEquals(merge(side(equal, 1), side(equal, 1)).length, 3000);
});

Deno.test("mergeCallTrees() separates a function's own time from that of omitted calls", () => {
  const small = Array.from({ length: 2000 }, (_, index) => code(["run", 1], [`f${index}`, 2]));
  const [run, ...others] = merge(
    side([...small, ...many(500, code(["run", 1]))], 1),
    side(small, 1),
  );
  assertEquals(others, []);
  assertAlmostEquals(run!.baseline_own_ms, 0.2);
  assertEquals([run!.current_own_ms, run!.current_ms], [0, 1]);
});

Deno.test("mergeCallTrees() distinguishes a removed function from one in its place", () => {
  const frames = merge(
    side([...many(10, code(["", 10])), ...many(900, code(["", 20]))], 1),
    side(many(900, code(["", 20])), 1),
  );
  assertEquals(frames.map(({ function: { line }, gone }) => [line, gone]), [[10, true], [
    20,
    false,
  ]]);
});
