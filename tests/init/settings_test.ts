// The settings that init finds in a project, and those that it keeps.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseConfig } from "../../scripts/verdict/config.ts";
import { EMPTY, FLAGS, init, runsOnce, tasksIn } from "../helpers/init.ts";

Deno.test("init takes over the settings of the task bench", async (t) => {
  const rows: [
    task: string,
    permissions: boolean,
    config: Record<string, unknown>,
    said: string,
  ][] = [
    ["deno bench -A bench/ --filter=sort", false, {
      files: ["bench/"],
      filter: "sort",
      flags: ["-A"],
    }, "taken over from it: bench/ --filter=sort -A\n"],
    ["deno bench --unstable-kv", false, {
      flags: ["--unstable-kv", ...FLAGS],
    }, "2 benchmarks ran once and needed --allow-read=data.\n"],
    [
      "deno bench -P --json",
      true,
      { flags: ["-P"] },
      "Not taken over from the task bench: --json\n",
    ],
    ["deno bench", true, { flags: ["-P"] }, "with their permissions in deno.json: -P\n"],
    ["echo", false, { flags: FLAGS }, "it does not start deno bench.\n"],
  ];
  for (const [bench, hasPermissions, config, said] of rows) {
    await t.step(bench, async () => {
      const before = { "deno.json": JSON.stringify({ tasks: { bench } }) };
      const done = await init(before, ["--yes"], {
        tryBenchmarks: runsOnce(FLAGS),
        hasPermissions: () => Promise.resolve(hasPermissions),
      });
      assertEquals(done.code, 0, done.error);
      assertEquals(tasksIn(done.files["deno.json"]!)["bench"], bench);
      const { files, filter, flags } = parseConfig(done.files["benchline.jsonc"]!, "x");
      const found = Object.entries({ files, filter, flags }).filter(([, one]) => one !== undefined);
      assertEquals(Object.fromEntries(found), config);
      assertStringIncludes(done.out, said);
      assertStringIncludes(done.out, "next: deno task bench:save\n");
    });
  }
});

Deno.test("init keeps the settings of a configuration", async () => {
  const config = '{ "files": ["own/"], "filter": "own", "flags": ["-R"] }';
  const deno = '{ "tasks": { "bench": "deno bench -A --filter=sort bench/" } }';
  const before = { "deno.json": deno, "benchline.jsonc": config };
  const done = await init(before, ["--yes"]);
  assertEquals([done.code, done.files["benchline.jsonc"]], [0, config]);
});

Deno.test("init adds the permissions to a configuration that has no flags", async () => {
  const before = { ...EMPTY, "benchline.jsonc": '{\n    "threshold": 3 // mine\n}\n' };
  const failures = ["a", "b", "c", "d", "e"];
  const { files, out } = await init(before, ["--yes"], {
    tryBenchmarks: runsOnce(FLAGS, failures),
  });
  assertEquals(
    files["benchline.jsonc"],
    '{\n    "threshold": 3, // mine\n    "flags": ["--allow-read=data"]\n}\n',
  );
  assertStringIncludes(out, "Cannot run c\nCannot run 2 more files or benchmarks\n");
  const again = await init(files, [], {
    tryBenchmarks: () => Promise.reject(new Error("the benchmarks run again")),
  });
  assertEquals([again.code, again.files], [0, files]);
  const none = await init({ "deno.json": "{}" }, ["--yes"], {
    tryBenchmarks: () => Promise.resolve({ permissions: [], missing: [], ran: 0, failures: [] }),
  });
  assertStringIncludes(none.out, "No benchmark was found.\n");
  assertEquals(parseConfig(none.files["benchline.jsonc"]!, "x").flags, undefined);
});
