import { assertEquals, assertMatch } from "@std/assert";
import { main } from "../scripts/baseline.ts";
import { documentText } from "./helpers/sketches.ts";
import { MemoryIo } from "./helpers/memory_io.ts";

const BASELINE = "benchmarks/baselines/baseline_results.json";
const KEPT = "benchmarks/baselines/history/2026-01-31T12-00-00-000Z_results.json";
const NEWEST = "benchmarks/results/2026-02-01T00-00-00Z_results.json";

const old = documentText([{ name: "old" }]);
const next = documentText([{ name: "next" }]);

Deno.test("baseline accept makes the newest result the baseline and keeps the one before", async () => {
  const io = new MemoryIo({ [BASELINE]: old, [NEWEST]: next });
  assertEquals(await main(["accept"], io), 0);
  assertEquals(io.files.get(BASELINE), next);
  assertEquals(io.files.get(KEPT), old);
  assertMatch(io.out, /is the baseline now; the one before is benchmarks\/baselines\/history\//);
});

Deno.test("baseline accept takes a file, and needs no baseline before", async () => {
  const io = new MemoryIo({ "nightly.json": next });
  assertEquals(await main(["accept", "nightly.json"], io), 0);
  assertEquals([...io.files.keys()], ["nightly.json", BASELINE]);
  assertEquals(io.files.get(BASELINE), next);
});

Deno.test("baseline accept refuses what is not fit to be one, unless forced", async () => {
  const failure = [{ round: 1, message: "boom" }];
  const rows: [what: string, text: string, reason: RegExp][] = [
    ["partial", documentText([{ name: "a" }], { partial: true }), /it is partial; --force/],
    [
      "failed",
      documentText([{ name: "a", failures: failure }]),
      /1 of its benchmarks failed; --force/,
    ],
    ["empty", documentText([]), /it has no benchmarks; --force/],
  ];
  for (const [what, text, reason] of rows) {
    const io = new MemoryIo({ [BASELINE]: old, "x.json": text });
    assertEquals(await main(["accept", "x.json"], io), 2, what);
    assertMatch(io.error, reason, what);
    assertEquals([io.files.get(BASELINE), io.files.size, io.out], [old, 2, ""], what);
    assertEquals(await main(["accept", "x.json", "--force"], io), 0, what);
    assertEquals(io.files.get(BASELINE), text, what);
  }
});

Deno.test("baseline refuses bad usage and bad files, and changes nothing", async () => {
  const rows: [string[], RegExp][] = [
    [[], /baseline wants: accept \[FILE\], found nothing/],
    [["acept"], /found "acept"/],
    [["accept", "a", "b"], /found "accept a b"/],
    [["accept", "none.json"], /Cannot read none\.json: there is no such file/],
    [["accept", "broken.json"], /Cannot read broken\.json: not JSON/],
    [["accept", "--forse"], /did you mean --force/],
    [["accept", "--", "x"], /takes nothing after --/],
    [["accept"], /has no \*_results\.json/],
  ];
  for (const [args, message] of rows) {
    const io = new MemoryIo({ [BASELINE]: old, "broken.json": "{" });
    assertEquals([await main(args, io), io.out], [2, ""], args.join(" "));
    assertMatch(io.error, /^error: [^\n]*\n$/);
    assertMatch(io.error, message);
    assertEquals([io.files.get(BASELINE), io.files.size], [old, 2]);
  }
});
