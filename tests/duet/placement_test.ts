import { assertEquals, assertRejects } from "@std/assert";
import { choosePlacement } from "../../scripts/duet/placement.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { versioned } from "../helpers/versioned.ts";

const { signal } = new AbortController();
const some = [versioned("a")];
const side = (root: string, ...flags: string[]) => ({
  root,
  flags,
  givenFlags: flags,
  command: ["deno"],
});

Deno.test("choosePlacement() chooses a pair if one process cannot hold both sides", async (t) => {
  const here = side("/p");
  const rows: [what: string, Parameters<typeof choosePlacement>[1]][] = [
    ["the same files", { baseline: here, current: here }],
    ["other flags", { baseline: side("/b", "--v8-flags=--no-opt"), current: here }],
    ["another Deno", { baseline: { ...side("/b"), command: ["deno2"] }, current: here }],
  ];
  for (const [what, sides] of rows) {
    await t.step(what, async () => {
      assertEquals((await choosePlacement(null, sides, null, some, signal)).name, "pair");
      assertEquals((await choosePlacement(null, sides, [0], some, signal)).name, "pair");
      await assertRejects(
        () => choosePlacement("single", sides, null, some, signal),
        Failure,
        "use --placement pair",
      );
    });
  }
});

Deno.test("choosePlacement() says if nothing can be pinned to a core", async () => {
  const here = side("/p");
  const { doubts } = await choosePlacement(
    "pair",
    { baseline: here, current: here },
    null,
    [],
    signal,
  );
  assertEquals(doubts.map(({ kind }) => kind), ["unpinned-machine"]);
});

Deno.test("choosePlacement() proves nothing if nothing can be run", async () => {
  const sides = { baseline: side("/b"), current: side("/p", "--v8-flags=--no-opt") };
  assertEquals((await choosePlacement("single", sides, null, [], signal)).name, "pair");
});
