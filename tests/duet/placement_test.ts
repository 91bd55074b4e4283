import { assertEquals, assertRejects } from "@std/assert";
import { choosePlacement } from "../../scripts/duet/placement.ts";
import { Failure } from "../../scripts/result/failure.ts";

const side = (root: string, ...flags: string[]) => ({
  root,
  flags,
  givenFlags: flags,
  command: ["deno"],
});

Deno.test("choosePlacement() takes a pair where one process cannot hold both sides", async (t) => {
  const here = side("/p");
  const rows: [what: string, Parameters<typeof choosePlacement>[1]][] = [
    ["the same files", { baseline: here, current: here }],
    ["other flags", { baseline: side("/b", "--v8-flags=--no-opt"), current: here }],
    ["another Deno", { baseline: { ...side("/b"), command: ["deno2"] }, current: here }],
  ];
  for (const [what, sides] of rows) {
    await t.step(what, async () => {
      assertEquals((await choosePlacement(null, sides, null, [])).name, "pair");
      assertEquals((await choosePlacement(null, sides, [0], [])).name, "pair");
      await assertRejects(
        () => choosePlacement("single", sides, null, []),
        Failure,
        "use --placement pair",
      );
    });
  }
});

Deno.test("choosePlacement() says where nothing can be kept on a core", async () => {
  const here = side("/p");
  const { doubts } = await choosePlacement("pair", { baseline: here, current: here }, null, []);
  assertEquals(doubts.map(({ kind }) => kind), ["unpinned-machine"]);
});
