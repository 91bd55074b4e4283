import { assertEquals } from "@std/assert";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import { fc } from "../../scripts/deps/fast_check.ts";
import { type BenchmarkIdentity, formatIdentity } from "../../scripts/result/identity.ts";
import { doubtIdentities, pairUp } from "../../scripts/verdict/pair_up.ts";
import { assertLinear } from "../bounds/doubling.ts";
import { makeBenchmark } from "../helpers/documents.ts";
import { trialsOf } from "../helpers/thorough.ts";

/** Parses `name`, `file:name` or, with a short form, `file:name=short`. */
function read(text: string): BenchmarkResult {
  const [, file = null, name, short_name = null] = /^(?:(.+):)?([^=]+)(?:=(.+))?$/.exec(text)!;
  return makeBenchmark(name!, { file, short_name, duration_ms: 1 });
}

/** Returns every pair as `baseline > current`, with `-` if a side has none. */
function pairsOf(baseline: readonly string[], current: readonly string[]): string[] {
  const write = (side: BenchmarkResult | null) => side === null ? "-" : formatIdentity(side);
  return pairUp(baseline.map(read), current.map(read)).map((pair) =>
    `${write(pair.baseline)} > ${write(pair.current)}`
  );
}

Deno.test("pairUp() pairs only equal benchmarks", async (t) => {
  const rows: [shows: string, baseline: string[], current: string[], pairs: string[]][] = [
    ["equal benchmarks", ["a.ts:x", "a.ts:y"], ["a.ts:y", "a.ts:x"], [
      "a.ts:y > a.ts:y",
      "a.ts:x > a.ts:x",
    ]],
    ["a checkout in another folder", ["/home/ann/p/bench/a.ts:x"], ["/home/bob/p/bench/a.ts:x"], [
      "/home/ann/p/bench/a.ts:x > /home/bob/p/bench/a.ts:x",
    ]],
    ["a checkout on another system", ["D|/a/p/bench/a.ts:x"], ["/home/runner/p/bench/a.ts:x"], [
      "D|/a/p/bench/a.ts:x > /home/runner/p/bench/a.ts:x",
    ]],
    ["paths from another folder of the project", ["core/a.ts:x"], ["packages/core/a.ts:x"], [
      "core/a.ts:x > packages/core/a.ts:x",
    ]],
    [
      "the longest common tail",
      ["/r/core/a.ts:x", "/r/app/a.ts:x"],
      ["/s/app/a.ts:x", "/s/core/a.ts:x"],
      ["/r/app/a.ts:x > /s/app/a.ts:x", "/r/core/a.ts:x > /s/core/a.ts:x"],
    ],
    ["a second file with a similar path", ["core/a.ts:x"], ["/r/core/a.ts:x", "/r/app/a.ts:x"], [
      "core/a.ts:x > /r/core/a.ts:x",
      "- > /r/app/a.ts:x",
    ]],
    ["two candidates in the current result", ["a.ts:x"], ["/r/core/a.ts:x", "/r/app/a.ts:x"], [
      "- > /r/core/a.ts:x",
      "- > /r/app/a.ts:x",
      "a.ts:x > -",
    ]],
    ["two candidates in the baseline", ["/r/core/a.ts:x", "/r/app/a.ts:x"], ["a.ts:x"], [
      "- > a.ts:x",
      "/r/core/a.ts:x > -",
      "/r/app/a.ts:x > -",
    ]],
    ["a common tail of another benchmark", ["/r/a.ts:x"], ["/s/a.ts:y"], [
      "- > /s/a.ts:y",
      "/r/a.ts:x > -",
    ]],
    ["files of different names", ["/r/a.ts:x"], ["/s/ba.ts:x"], [
      "- > /s/ba.ts:x",
      "/r/a.ts:x > -",
    ]],
    ["relative paths that differ after their beginning", ["core/a.ts:x"], ["app/a.ts:x"], [
      "- > app/a.ts:x",
      "core/a.ts:x > -",
    ]],
    [
      "other folders of a project with a common folder",
      ["/r/core/a.ts:x", "/r/b.ts:y"],
      ["/r/app/a.ts:x", "/r/b.ts:y"],
      ["- > /r/app/a.ts:x", "/r/b.ts:y > /r/b.ts:y", "/r/core/a.ts:x > -"],
    ],
    [
      "a longer path in a project with a common file",
      ["core/a.ts:x", "b.ts:y"],
      ["packages/core/a.ts:x", "b.ts:y"],
      ["- > packages/core/a.ts:x", "b.ts:y > b.ts:y", "core/a.ts:x > -"],
    ],
    ["no file on one side", ["x"], ["a.ts:x"], ["x > a.ts:x"]],
    ["no file on the other side", ["a.ts:x"], ["x"], ["a.ts:x > x"]],
    ["no file, and two candidates", ["x"], ["a.ts:x", "b.ts:x"], [
      "- > a.ts:x",
      "- > b.ts:x",
      "x > -",
    ]],
    ["no file, and the same name with a file", ["x", "a.ts:x"], ["a.ts:x"], [
      "a.ts:x > a.ts:x",
      "x > -",
    ]],
    ["a different number of processors", ["Sum-4=Sum"], ["Sum-8=Sum"], ["Sum-4 > Sum-8"]],
    ["a short form only in the baseline", ["Sum"], ["Sum-8=Sum"], ["Sum > Sum-8"]],
    ["a short form only in the current result", ["Sum-8=Sum"], ["Sum"], ["Sum-8 > Sum"]],
    ["an equal benchmark, and an added one", ["Sum-4=Sum"], ["Sum-4=Sum", "Sum-8=Sum"], [
      "Sum-4 > Sum-4",
      "- > Sum-8",
    ]],
    ["one of two that remained", ["Sum-4=Sum", "Sum-8=Sum"], ["Sum-8=Sum", "Sum-16=Sum"], [
      "Sum-8 > Sum-8",
      "- > Sum-16",
      "Sum-4 > -",
    ]],
    ["two candidates", ["Sum-2=Sum"], ["Sum-4=Sum", "Sum-8=Sum"], [
      "- > Sum-4",
      "- > Sum-8",
      "Sum-2 > -",
    ]],
    ["a short form that is also a name", ["Sum-4=Sum", "Sum"], ["Sum-8=Sum"], [
      "- > Sum-8",
      "Sum-4 > -",
      "Sum > -",
    ]],
    ["a different folder and a different number", ["/r/a.ts:x-4=x"], ["/s/a.ts:x-8=x"], [
      "/r/a.ts:x-4 > /s/a.ts:x-8",
    ]],
    ["no file and a different number", ["x-4=x"], ["/s/a.ts:x-8=x"], ["x-4 > /s/a.ts:x-8"]],
    ["an equal name before an equal file", ["/r/a.ts:x-4=x", "b.ts:x-8=x"], ["a.ts:x-8=x"], [
      "/r/a.ts:x-4 > a.ts:x-8",
      "b.ts:x-8 > -",
    ]],
    ["names of built-in properties", ["__proto__"], ["a.ts:__proto__"], [
      "__proto__ > a.ts:__proto__",
    ]],
  ];
  for (const [shows, baseline, current, pairs] of rows) {
    await t.step(shows, () => {
      const drive = (texts: readonly string[]) => texts.map((text) => text.replace("D|", "D:"));
      assertEquals(pairsOf(drive(baseline), drive(current)), drive(pairs));
    });
  }
});

const name = fc.constantFrom("x", "y", "x-4=x", "x-8=x");
const file = fc.constantFrom(
  null,
  "a.ts",
  "p/a.ts",
  "/r/a.ts",
  "/r/p/a.ts",
  "/s/a.ts",
  "/s/p/a.ts",
);
const side = fc.uniqueArray(
  fc.tuple(file, name).map(([file, name]) => `${file === null ? "" : `${file}:`}${name}`),
  { selector: (text) => formatIdentity(read(text)), maxLength: 8 },
);

Deno.test("pairUp() returns every benchmark once, and pairs those of one identity", () => {
  fc.assert(
    fc.property(side, side, (before, after) => {
      const pairs = pairUp(before.map(read), after.map(read));
      for (const [which, texts] of [["baseline", before], ["current", after]] as const) {
        const found = pairs.flatMap((pair) => pair[which] ?? []).map(formatIdentity);
        assertEquals(found.sort(), texts.map((text) => formatIdentity(read(text))).sort());
      }
      for (const { baseline, current } of pairs) {
        const twin = [...before].find((text) =>
          current !== null && formatIdentity(read(text)) === formatIdentity(current)
        );
        if (twin !== undefined) assertEquals(formatIdentity(baseline!), formatIdentity(current!));
      }
    }),
    { seed: 1, numRuns: trialsOf(500) },
  );
});

Deno.test("pairUp() pairs the same benchmarks whichever side is called the baseline", () => {
  const namesOf = (a: BenchmarkIdentity | null, b: BenchmarkIdentity | null) =>
    [a, b].map((one) => one === null ? "-" : formatIdentity(one)).join(" ");
  fc.assert(
    fc.property(side, side, (before, after) => {
      const [one, other] = [before.map(read), after.map(read)];
      assertEquals(
        pairUp(one, other).map(({ baseline, current }) => namesOf(baseline, current)).sort(),
        pairUp(other, one).map(({ baseline, current }) => namesOf(current, baseline)).sort(),
      );
    }),
    { seed: 2, numRuns: trialsOf(500) },
  );
});

Deno.test("doubtIdentities() counts the pairs made in each way, and names the first", () => {
  const of = (baseline: string[], current: string[]) =>
    doubtIdentities(pairUp(baseline.map(read), current.map(read)));
  assertEquals(of(["x", "y"], ["x"]), []);
  assertEquals(
    of(
      ["Sum-4=Sum", "Encode-4=Encode", "Decode-4=Decode"],
      ["Sum-8=Sum", "Encode-8=Encode", "Decode-8=Decode"],
    ),
    [{
      kind: "other-identity",
      message: "3 benchmarks were compared although the names differ: Sum-4 with Sum-8, and 2 more",
      advice: null,
    }],
  );
  assertEquals(
    of(["/r/a.ts:x-4=x", "y"], ["/s/a.ts:x-8=x", "b.ts:y"]).map(({ message }) => message),
    [
      "1 benchmark was compared although the folders differ: /r/a.ts:x-4 with /s/a.ts:x-8",
      "1 benchmark was compared although one side names no file: y with b.ts:y",
      "1 benchmark was compared although the names differ: /r/a.ts:x-4 with /s/a.ts:x-8",
    ],
  );
});

Deno.test("pairUp() takes linear time in the benchmarks and in the folders of a path", async () => {
  const makers = {
    files: (root: string, size: number) =>
      Array.from(
        { length: size / 64 },
        (_, index) => makeBenchmark("x", { file: `${root}/p${index}/a.ts` }),
      ),
    folders: (root: string, size: number) => [
      makeBenchmark("x", { file: root + "/a".repeat(size) }),
    ],
    "short names": (root: string, size: number) =>
      Array.from(
        { length: size / 64 },
        (_, index) => makeBenchmark(`x-${root}-${index}`, { short_name: `x${index >> 1}` }),
      ),
  };
  for (const [what, make] of Object.entries(makers)) {
    await assertLinear(
      what,
      (size) => [make("/r", size), make("/s", size)] as const,
      ([baseline, current]) => pairUp(baseline, current),
    );
  }
});
