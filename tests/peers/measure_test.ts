import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { measureRatios, quantile } from "../../benchmarks/peers/measure.ts";
import { randomValues } from "../kernels/random.ts";

let now = 0;
const clock = () => now;
const options = { rounds: 5, burstMilliseconds: 1, patienceMilliseconds: 200, clock };

/** Returns work that takes this long on the test's own clock, however busy the machine is. */
function taking(milliseconds: number) {
  return { call: () => now += milliseconds };
}

Deno.test("measureRatios() returns two ratios per round, in the order of the contenders", async () => {
  const ratios = await measureRatios(taking(0.25), [taking(2), taking(0.25)], options);
  assertEquals(ratios, [Array(10).fill(8), Array(10).fill(1)]);
});

Deno.test("measureRatios() divides by the adjacent turns, so that a slower machine cancels out", async () => {
  let slowdown = 1;
  const slowed = (milliseconds: number) => ({ call: () => now += milliseconds * slowdown });
  const contender = { ...slowed(3), enter: () => void (slowdown *= 1.1) };
  const [ratios] = await measureRatios(slowed(1), [contender], options);
  // The base's turn before is a tenth faster than the contender's turn and the base's turn after
  // it.
  ratios!.forEach((ratio, i) => assertAlmostEquals(ratio, i % 2 === 0 ? 3.3 : 3, 1e-9));
  assertAlmostEquals(quantile(ratios!, 0.5), 3.15, 1e-9);
});

Deno.test("measureRatios() finds equal work equal, even if disturbances only slow it down", async () => {
  const random = randomValues(2000, 1);
  let turns = 0, slowdown = 1;
  const disturbed = {
    call: () => now += 0.25 * slowdown,
    enter: () => void (slowdown = 1 + 8 * random[turns++ % random.length]! ** 4),
  };
  const [ratios] = await measureRatios(disturbed, [disturbed], { ...options, rounds: 500 });
  assertAlmostEquals(quantile(ratios!, 0.5), 1, 0.02);
});

Deno.test("measureRatios() gives a slow contender fewer rounds, but at least one", async () => {
  const rows = [
    { milliseconds: 1, rounds: 5, shows: "fast enough for all" },
    { milliseconds: 65, rounds: 3, shows: "every other round" },
    { milliseconds: 1000, rounds: 1, shows: "slower than the patience allows" },
  ];
  for (const { milliseconds, rounds, shows } of rows) {
    const [ratios] = await measureRatios(taking(0.25), [taking(milliseconds)], options);
    assertEquals(ratios!.length, 2 * rounds, shows);
  }
});

Deno.test("measureRatios() excludes what surrounds a turn from the measured time", async () => {
  const log: string[] = [];
  const contender = {
    asynchronous: true,
    call: () => Promise.resolve(now += log.push("call") > 0 ? 0.5 : 0),
    enter: () => void (now += 100, log.push("enter")),
    leave: () => void (now += 100, log.push("leave")),
  };
  const ratios = await measureRatios(taking(0.25), [contender], { ...options, rounds: 1 });
  assertEquals(ratios, [[2, 2]]);
  const turns = log.join(" ").match(/enter( call)+ leave/g);
  assertEquals(turns?.join(" "), log.join(" "));
  assertEquals(turns?.length, 3, "two turns of warm-up, and one round");
});

Deno.test("measureRatios() warms up until turns stop becoming faster", async () => {
  let milliseconds = 8;
  const contender = { call: () => now += milliseconds = Math.max(0.25, milliseconds * 0.9) };
  const [ratios] = await measureRatios(taking(0.25), [contender], options);
  assertEquals(ratios, Array(10).fill(1));
});

Deno.test("measureRatios() notices calls that become faster slowly, but for long", async () => {
  let milliseconds = 8;
  const contender = { call: () => now += milliseconds = Math.max(0.25, milliseconds * 0.97) };
  const patient = { ...options, patienceMilliseconds: 2000 };
  const [ratios] = await measureRatios(taking(0.25), [contender], patient);
  assertEquals(ratios, Array(10).fill(1));
});

Deno.test("measureRatios() ends the warm-up of calls that become faster and faster", async () => {
  let milliseconds = 8;
  const contender = { call: () => now += milliseconds *= 0.9 };
  const start = now;
  const [ratios] = await measureRatios(taking(0.25), [contender], { ...options, rounds: 1 });
  assertEquals(ratios!.length, 2);
  assert(now - start < options.patienceMilliseconds, `${now - start} ms`);
});

Deno.test("measureRatios() makes full turns with code that is compiled while others warm up", async () => {
  const compiled = now + 30;
  let calls = 0;
  const turns: number[] = [];
  const base = {
    call: () => (calls++, now += now < compiled ? 1 : 0.125),
    enter: () => void (calls = 0),
    leave: () => void turns.push(calls),
  };
  await measureRatios(base, [taking(5)], { ...options, rounds: 1 });
  const withoutWarmUp = turns.slice(2), oneForTheCaches = 1;
  assertEquals(withoutWarmUp, [8 + oneForTheCaches, 8 + oneForTheCaches]);
});

Deno.test("quantile() interpolates between neighbours", () => {
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
