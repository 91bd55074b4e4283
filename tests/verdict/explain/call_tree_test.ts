import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { CallSample } from "../../../scripts/result/profile/calls.ts";
import { mergeCallTrees } from "../../../scripts/verdict/explain/call_tree.ts";

function code(...stack: readonly [name: string, line: number][]): CallSample {
  return {
    kind: "code",
    stack: stack.map(([name, line]) => ({ name, url: "file:///a/work.ts", line })),
  };
}

function side(samples: readonly CallSample[], durationMs: number) {
  return { runs: [samples], roots: ["file:///a/"], durationMs };
}

const many = (count: number, sample: CallSample) => Array.from({ length: count }, () => sample);

Deno.test("mergeCallTrees() puts both versions into one tree, by time of a call", () => {
  const before = [
    ...many(30, code(["run", 1], ["alpha", 5])),
    ...many(10, code(["run", 1])),
  ];
  const after = [
    ...many(60, code(["run", 1], ["alpha", 9])),
    ...many(20, code(["run", 1], ["beta", 3])),
  ];
  const frames = mergeCallTrees(side(before, 4), side(after, 8));
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

Deno.test("mergeCallTrees() draws nothing that takes less than a thousandth, or too deep", () => {
  const rare = [...many(5000, code(["run", 1])), code(["run", 1], ["rare", 2])];
  assertEquals(mergeCallTrees(side(rare, 1), side(rare, 1)).map((one) => one.function.name), [
    "run",
  ]);
  const deep = code(...Array.from({ length: 5000 }, (): [string, number] => ["again", 1]));
  const frames = mergeCallTrees(side(many(10, deep), 1), side(many(10, deep), 1));
  assertEquals(frames.length, 128);
  assertAlmostEquals(frames.at(-1)!.current_ms, 1);
});

Deno.test("mergeCallTrees() keeps the largest frames of very many, each with its caller", () => {
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
  const frames = mergeCallTrees(side(wide, 1), side(wide, 1));
  assertEquals([frames.length <= 3000, frames.length > 1000], [true, true]);
  assertEquals(frames.every(({ parent }, index) => parent === null || parent < index), true);
});
