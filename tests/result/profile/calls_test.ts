import { assertEquals } from "@std/assert";
import { samplesOfCalls } from "../../../scripts/result/profile/calls.ts";
import type { Profile } from "../../../scripts/result/profile/parse_profile.ts";

const HOST = `data:host${"x".repeat(1015)}`;
/** V8 truncates its URL in profiles. */
const MARKS = { host: `${HOST}${"x".repeat(9000)}`, before: "before", after: "after" };

const fn = (name: string, url = "file:///a.ts") => ({ name, url, line: 1 });
/** A host: node 3 is the benchmark, 4 is its callee, and 9 is its later continuation. */
const NODES: Profile["nodes"] = [
  { fn: { name: "(root)", url: "", line: null }, parent: null },
  { fn: fn("before", HOST), parent: 0 },
  { fn: fn("call", HOST), parent: 0 },
  { fn: fn("bench"), parent: 2 },
  { fn: fn("work"), parent: 3 },
  { fn: fn("after", HOST), parent: 0 },
  { fn: { name: "(garbage collector)", url: "", line: null }, parent: 0 },
  { fn: { name: "(program)", url: "", line: null }, parent: 0 },
  { fn: { name: "(idle)", url: "", line: null }, parent: 0 },
  { fn: fn("later"), parent: 0 },
  { fn: fn("now", "ext:deno_web/performance.js"), parent: 1 },
];

const told = (samples: readonly number[]) =>
  samplesOfCalls({ nodes: NODES, samples }, MARKS)?.map((sample) =>
    sample.kind === "code" ? sample.stack.map(({ name }) => name).join(">") : sample.kind
  );

Deno.test("samplesOfCalls() takes the samples between the marks", () => {
  assertEquals(told([9, 6, 4, 1, 1, 3, 4, 6, 7, 8, 9, 5, 5, 4, 6]), [
    "bench",
    "bench>work",
    "collection",
    "native",
    "waiting",
    "later",
  ]);
});

Deno.test("samplesOfCalls() names no function if only the host is visible", () => {
  assertEquals(told([1, 2, 2, 4, 5]), ["native", "native", "bench>work"]);
});

Deno.test("samplesOfCalls() counts callees of a mark as the mark", () => {
  assertEquals(told([10, 3, 10, 4, 5]), ["bench>work"]);
});

Deno.test("samplesOfCalls() returns nothing if a mark is missing", () => {
  assertEquals([told([3, 4, 5]), told([1, 3, 4]), told([5, 3, 1])], [
    undefined,
    undefined,
    undefined,
  ]);
});
