import { assertEquals } from "@std/assert";
import { compare, type Result, rowOf } from "../../benchmarks/peers/compare.ts";
import type { Contender, Prepared } from "../../benchmarks/peers/contender.ts";
import type { Work } from "../../benchmarks/peers/works.ts";

const options = { rounds: 3, burstMilliseconds: 0.1, patienceMilliseconds: 50 };

const work: Work<"add"> = {
  name: "one sum",
  operation: "add",
  tolerance: 0.01,
  scale: 1,
  inputs: () => ({ a: Float32Array.of(1), b: Float32Array.of(2) }),
};

/** Returns a contender that returns `result` for every request. */
function giving(name: string, result: number, more: Partial<Prepared> = {}): Contender {
  const prepared = { call() {}, results: () => [[result]], ...more };
  const operations = { add: () => prepared };
  return { name, kind: "JavaScript", threads: 1, version: "1", operations };
}

async function statuses(contenders: Contender[]): Promise<string[]> {
  const { results } = await compare(work, contenders, options);
  return results.map(({ contender, status, ratio }) =>
    `${contender} ${status}${ratio ? `, ${ratio.rounds} rounds` : ""}`
  );
}

Deno.test("compare() times correct contenders, and reports the others", async () => {
  const throwing = giving("throwing", 3, {
    call() {
      throw new Error("out of memory");
    },
  });
  assertEquals(
    await statuses([
      giving("base", 3),
      giving("close", 3.02),
      giving("wrong", 3.1),
      throwing,
      { ...giving("other", 3), operations: {} },
    ]),
    ["base right", "close right, 3 rounds", "wrong wrong", "throwing failed", "other not offered"],
  );
});

Deno.test("compare() times nothing if no correct contender can be the divisor", async () => {
  assertEquals(await statuses([giving("base", 4), giving("peer", 3)]), [
    "base wrong",
    "peer right",
  ]);
});

Deno.test("compare() leaves and disposes of every contender, even if it is wrong or fails", async () => {
  const log: string[] = [];
  const logging = (name: string, result: number, call = () => {}) =>
    giving(name, result, {
      call,
      leave: () => void log.push(`${name} left`),
      dispose: () => void log.push(`${name} disposed`),
    });
  const fail = () => {
    throw new Error("no");
  };
  await compare(work, [logging("wrong", 4), logging("failing", 3, fail)], options);
  assertEquals(log, ["wrong left", "wrong disposed", "failing left", "failing disposed"]);
});

Deno.test("rowOf() says how far the kernel differs from itself, and whether that is too far", () => {
  const timed = (median: number): Result => ({
    contender: "again",
    status: "right",
    ratio: { median, quartiles: [median, median], rounds: 9 },
  });
  const rows = [
    { results: [], again: undefined, noisy: false, shows: "not timed" },
    { results: [timed(1.049)], again: 1.049, noisy: false, shows: "a little slower" },
    { results: [timed(1.051)], again: 1.051, noisy: true, shows: "slower" },
    { results: [timed(0.953)], again: 0.953, noisy: false, shows: "a little faster" },
    { results: [timed(0.952)], again: 0.952, noisy: true, shows: "faster by as large a factor" },
  ];
  for (const { results, again, noisy, shows } of rows) {
    const row = rowOf(work, results);
    assertEquals([row.again, row.noisy], [again, noisy], shows);
  }
});
