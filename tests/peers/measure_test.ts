import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { measureRatios, quantile } from "../../benchmarks/peers/measure.ts";

const options = { rounds: 5, burstMilliseconds: 1, patienceMilliseconds: 200 };

function spin(milliseconds: number) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

Deno.test("measureRatios() gives a ratio a round, in the contenders' order", async () => {
  const base = { call: () => spin(0.2) };
  const [slow, same] = await measureRatios(base, [{ call: () => spin(2) }, base], options);
  assertEquals([slow!.length, same!.length], [5, 5]);
  // Far apart on purpose: a busy machine must not be able to fail this.
  assert(quantile(slow!, 0.5) > 2 * quantile(same!, 0.5));
});

Deno.test("measureRatios() gives a slow contender fewer rounds, but never none", async () => {
  const base = { call: () => spin(0.2) };
  const [slow] = await measureRatios(base, [{ call: () => spin(150) }], options);
  assertEquals(slow!.length, 1);
});

Deno.test("measureRatios() keeps what surrounds a turn outside the measured time", async () => {
  const log: string[] = [];
  const contender = {
    asynchronous: true,
    call: () => Promise.resolve(log.push("call")),
    enter: () => void log.push("enter"),
    leave: () => void log.push("leave"),
  };
  await measureRatios({ call: () => spin(0.2) }, [contender], { ...options, rounds: 1 });
  const turns = log.join(" ").match(/enter( call)+ leave/g);
  assertEquals(turns?.join(" "), log.join(" "));
  assertEquals(turns?.length, 2, "one to warm up, one round");
});

Deno.test("quantile() goes between neighbours by proportion", () => {
  const rows = [
    { values: [3], share: 0.25, wanted: 3, shows: "a single value" },
    { values: [4, 2], share: 0.5, wanted: 3, shows: "unsorted input" },
    { values: [1, 2, 3, 4], share: 0.25, wanted: 1.75, shows: "a quarter" },
    { values: [1, 2, 3, 4], share: 1, wanted: 4, shows: "the largest" },
  ];
  for (const { values, share, wanted, shows } of rows) {
    assertAlmostEquals(quantile(values, share), wanted, 1e-12, shows);
  }
});
