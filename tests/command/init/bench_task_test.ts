// Tests on tasks as projects write them.
import { assertEquals } from "@std/assert";
import { grantPermissions, readBenchTask } from "../../../scripts/command/init/bench_task.ts";

type Settings = ReturnType<typeof readBenchTask>;

const rows: readonly [command: string, settings: Partial<NonNullable<Settings>> | null][] = [
  ["deno bench", {}],
  ["deno bench --allow-write --allow-read", { flags: ["--allow-write", "--allow-read"] }],
  ["deno bench -A --unstable-kv", { flags: ["-A", "--unstable-kv"] }],
  ["deno bench -P=bench bench/ x_bench.ts", {
    flags: ["-P=bench"],
    files: ["bench/", "x_bench.ts"],
  }],
  ["deno bench -RW=out -- a b", { flags: ["-RW=out"], leftOut: ["-- a b"] }],
  ["deno bench --config other.json -c a.json b", {
    flags: ["--config=other.json", "--config=a.json"],
    files: ["b"],
  }],
  ["deno bench --filter 'a b' --no-run --json", {
    filter: "a b",
    leftOut: ["--no-run", "--json"],
  }],
  ["deno bench -Z bench", { files: ["bench"], leftOut: ["-Z"] }],
  ["deno task build && MODE=1 deno bench -A | tee out.txt", {
    flags: ["-A"],
    leftOut: ["deno task build && MODE=1", "| tee out.txt"],
  }],
  ["deno run -A bench/main.ts", null],
  ["node bench.js", null],
  ["", null],
];

Deno.test("readBenchTask() reads the arguments of deno bench", async (t) => {
  for (const [command, settings] of rows) {
    await t.step(command, () => {
      const nothing = { files: [], filter: null, flags: [], leftOut: [] };
      assertEquals(readBenchTask(command), settings === null ? null : { ...nothing, ...settings });
    });
  }
});

Deno.test("grantPermissions() finds permissions and permission sets", () => {
  for (const flags of [["-A"], ["--seed=1", "-P"], ["--deny-net"], ["-RW=out"], ["-P=bench"]]) {
    assertEquals(grantPermissions(flags), true, flags.join(" "));
  }
  assertEquals(grantPermissions(["--unstable-kv", "--seed=1"]), false);
});
