import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../benchmarks/evidence/main.ts";
import { EVIDENCE_VERSION } from "../../benchmarks/evidence/record.ts";
import { renderSvg } from "../../benchmarks/evidence/svg.ts";
import { renderTable } from "../../benchmarks/evidence/table.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { assertGolden } from "../helpers/testdata.ts";
import { SAMPLE } from "./sample.ts";

Deno.test("evidence --render shows and draws earlier measurements", async () => {
  // It includes the summary, as evidence writes it.
  const io = new MemoryIo({ "e.json": JSON.stringify({ ...SAMPLE, summary: [] }) });
  assertEquals(await main(["--render", "e.json", "--svg", "pictures/e.svg"], io), 0);
  assertEquals(io.out, renderTable(SAMPLE));
  assertEquals(io.files.get("pictures/e.svg"), renderSvg(SAMPLE));
});

Deno.test("evidence --render joins recordings of one machine, and no others", async () => {
  const [early, late] = [SAMPLE.trials.slice(0, 2), SAMPLE.trials.slice(2)];
  const files = {
    "late.json": JSON.stringify({ ...SAMPLE, trials: late, failed: [] }),
    "early.json": JSON.stringify({ ...SAMPLE, trials: early }),
    "elsewhere.json": JSON.stringify({
      ...SAMPLE,
      environment: { ...SAMPLE.environment, cpu: "Another CPU" },
    }),
  };
  const io = new MemoryIo(files);
  const both = ["--render", "early.json", "--render", "late.json", "--out", "all.json"];
  assertEquals(await main(both, io), 0);
  assertEquals(io.out, renderTable(SAMPLE));
  assertEquals(JSON.parse(io.files.get("all.json")!).trials.length, SAMPLE.trials.length);
  const oneCore = { ...SAMPLE.environment, cpu_cores: 1 };
  const confined = new MemoryIo({
    ...files,
    "early.json": JSON.stringify({ ...SAMPLE, trials: early, environment: oneCore }),
  });
  assertEquals(await main(both, confined), 0);
  assertStringIncludes(confined.out, "Pinned to 1 of the 2 cores: 2 trials\n");
  const mixed = new MemoryIo(files);
  assertEquals(await main(["--render", "early.json", "--render", "elsewhere.json"], mixed), 2);
  assertStringIncludes(mixed.error, "cpu was Test CPU, is Another CPU");
});

Deno.test("evidence --render reads recordings from before trials had kinds", async () => {
  const io = new MemoryIo({ "old.json": JSON.stringify({ ...SAMPLE, version: "1.2" }) });
  assertEquals(await main(["--render", "old.json", "--out", "new.json"], io), 0);
  assertEquals(io.out, renderTable(SAMPLE));
  assertEquals(JSON.parse(io.files.get("new.json")!).version, EVIDENCE_VERSION);
});

Deno.test("evidence --render distinguishes trials of some kinds from those of all", async () => {
  const kinds = ["json", "map"];
  const [trial, ...others] = SAMPLE.trials;
  const io = new MemoryIo({
    "quick.json": JSON.stringify({ ...SAMPLE, trials: [{ ...trial, kinds }], failed: [] }),
    "long.json": JSON.stringify({ ...SAMPLE, trials: others }),
  });
  assertEquals(await main(["--render", "quick.json", "--render", "long.json"], io), 0);
  assertStringIncludes(
    io.out,
    "Trials of only some kinds, which weigh more in all counts: 1 trial of json, map\n",
  );
});

Deno.test("evidence --help shows its options", async () => {
  const io = new MemoryIo();
  assertEquals(await main(["--help"], io), 0);
  await assertGolden("help_evidence.txt", io.out);
});

Deno.test("evidence measures nothing if it could not save the result or join it", async (t) => {
  const future = JSON.stringify({ ...SAMPLE, version: "2.0" });
  const partial = JSON.stringify({ ...SAMPLE, trials: undefined });
  const rows = [
    {
      args: ["--out", "out/e.json"],
      error: "Cannot write out/e.json: it already exists; add to it with --resume",
    },
    {
      args: ["--out", "e.json", "--resume", "e.json"],
      error: "it allows neither --out nor --render",
    },
    { args: ["--scenarios", "same,3%"], error: 'found "3%"' },
    { args: ["--quick", "--kinds", "json,yaml"], error: 'found "yaml"' },
    { args: ["--resume", "gone.json"], error: "Cannot read gone.json: there is no such file" },
    { args: ["--resume", "text"], error: "Cannot read the evidence in text: it is not JSON" },
    { args: ["--render", "future"], error: 'version 1.2 or 1.3 is needed, found "2.0"' },
    { args: ["--render", "partial"], error: "a part is missing" },
    { args: ["--render", "null"], error: "version 1.2 or 1.3 is needed, found undefined" },
  ];
  for (const { args, error } of rows) {
    await t.step(args.join(" "), async () => {
      const files = { "out/e.json": "{}", text: "hello", future, partial, null: "null" };
      const io = new MemoryIo(files);
      assertEquals(await main(args, io), 2);
      assertStringIncludes(io.error, error);
      assertEquals(io.out, "");
      assertEquals([...io.files.keys()], Object.keys(files));
    });
  }
});
