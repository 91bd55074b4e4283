import { assertEquals } from "@std/assert";
import type { DuetRound } from "../../scripts/result/duet.ts";
import { isAtFloor } from "../../scripts/verdict/floor.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";

const NS = 1e-6;

/** Returns a round whose sides take so many nanoseconds if an empty call takes `floor`. */
function round(baseline: number, current: number, floor: number | null): DuetRound {
  return {
    ...toDuetRounds([Math.log(current / baseline)])[0]!,
    durationMs: { baseline: baseline * NS, current: current * NS },
    floorMs: floor === null ? null : { baseline: floor * NS, current: floor * NS },
  };
}

Deno.test("isAtFloor() recognises benchmarks that measure only the call", async (t) => {
  const rows: [what: string, rounds: DuetRound[], expected: boolean][] = [
    ["an empty function", [round(6.2, 6.2, 6.2)], true],
    ["an increment, 0.36 ns apart, on a fast machine", [round(2, 2.36, 1.9)], true],
    ["a square root that is computed at compile time", [round(7.5, 7.6, 6.3)], true],
    ["some work, but less than a call", [round(9.9, 10.1, 6.2)], true],
    ["as much work as a call", [round(12.4, 12.4, 6.2)], true],
    ["more work than a call", [round(12.6, 12.6, 6.2)], false],
    ["20 ns of work", [round(20, 21, 6.2)], false],
    ["50 ns of work", [round(50, 55, 6.2)], false],
    ["from the floor to far above it", [round(2, 50, 2)], false],
    ["from far above the floor to it", [round(50, 2, 2)], false],
    ["from the floor to nearly half a call above it", [round(6.2, 9.2, 6.2)], true],
    ["from the floor to more than half a call above it", [round(6.2, 9.5, 6.2)], false],
    ["a long call, whose floor is not measured", [round(1000, 1100, null)], false],
    ["no rounds", [], false],
    ["compiled into the loop on one side", [round(0.4, 6.2, 6.2)], true],
    ["optimised away on one side, 50 ns on the other", [round(0.001, 50, 6.2)], false],
    [
      "a round with a busy neighbour while the floor is measured",
      [round(20, 20, 15), round(20, 20, 6.2), round(20, 20, 6.2)],
      false,
    ],
    [
      "a round with a busy neighbour while one side is measured",
      [round(6.2, 19, 6.2), round(6.2, 6.4, 6.2), round(6.3, 6.2, 6.2)],
      true,
    ],
    ["one long round of two", [round(6.2, 6.2, 6.2), round(900, 900, null)], false],
  ];
  for (const [what, rounds, expected] of rows) {
    await t.step(what, () => assertEquals(isAtFloor(rounds), expected));
  }
});
