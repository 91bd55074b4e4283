import { assertEquals } from "@std/assert";
import { doubtBusyMachine } from "../../scripts/duet/busy_machine.ts";
import { judged } from "../helpers/versioned.ts";

Deno.test("doubtBusyMachine() names the load only if it may be why something is inconclusive", () => {
  const open = judged("sort", [0.06, 0.08, 0.03, 0.05, 0.1, 0.04]);
  const settled = judged("sort", [0, 0.01, -0.01, 0, 0.01, 0]);
  const messages = (...args: Parameters<typeof doubtBusyMachine>) =>
    doubtBusyMachine(...args).map(({ message }) => message);
  assertEquals(messages([settled, open], 3.46, 2), [
    "the machine was busy before the measurement: load 3.5 on 2 cores",
  ]);
  assertEquals(messages([settled, open], 2, 2), []);
  assertEquals(messages([settled], 3.5, 2), []);
  assertEquals(messages([open], null, 2), []);
});
