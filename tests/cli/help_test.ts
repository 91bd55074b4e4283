// The help of every command, as a whole; tests/helpers/testdata.ts says how to refresh the files.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { closestString } from "../../scripts/deps/closest_string.ts";
import { main as baseline } from "../../scripts/baseline.ts";
import { main as bisect } from "../../scripts/bisect.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as doctor } from "../../scripts/doctor.ts";
import { main as github } from "../../scripts/github.ts";
import { main as history } from "../../scripts/history.ts";
import { main as importResults } from "../../scripts/import.ts";
import { main as init } from "../../scripts/init.ts";
import { main as merge } from "../../scripts/merge.ts";
import { main as run } from "../../scripts/run.ts";
import { VERSION } from "../../scripts/result/version.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { assertGolden } from "../helpers/testdata.ts";

const nobody = new AbortController().signal;
const sleep = () => Promise.resolve();

const commands = {
  baseline,
  bisect,
  compare,
  doctor,
  history,
  import: importResults,
  merge,
  run,
  github: (args: readonly string[], io: MemoryIo) =>
    github(args, io, nobody, {
      env: () => undefined,
      network: { fetch, sleep },
    }),
  init: (args: readonly string[], io: MemoryIo) =>
    init(args, io, { home: "", project: "", confirm: null }),
};

for (const [name, main] of Object.entries(commands)) {
  Deno.test(`${name} --help shows its usage, options, permissions and examples`, async () => {
    const io = new MemoryIo();
    assertEquals(await main(["--help"], io), 0);
    assertEquals(io.error, "");
    const parts = ["Usage:\n  deno run -", "Options:", "Permissions:", "Examples:", "Exit codes:"];
    for (const part of parts) {
      assertStringIncludes(io.out, part);
    }
    assertStringIncludes(io.out, `scripts/${name}.ts`);
    const long = io.out.split("\n").filter((line) => line.length > 80);
    // Only a list of permissions, which cannot be broken, may be longer.
    assert(long.every((line) => /^ *-(E|-allow-\w+)=\S+$/.test(line)), long.join("\n"));
    await assertGolden(`help_${name}.txt`, io.out);
  });

  Deno.test(`${name} -h wins over whatever else is on the line, but not over --`, async () => {
    const io = new MemoryIo();
    assertEquals(await main(["--bogus", "-h"], io), 0);
    assertStringIncludes(io.out, "Usage:");
    const handed = new MemoryIo();
    assertEquals(await main(["--bogus", "--", "--help"], handed), 2);
    assertEquals(handed.out, "");
  });
}

Deno.test("every command tells its version", async () => {
  for (const main of Object.values(commands)) {
    const io = new MemoryIo();
    assertEquals(await main(["--version"], io), 0);
    assertEquals([io.out, io.error], [`benchline ${VERSION}\n`, ""]);
  }
});

Deno.test("every command in scripts/ is held to its help", async () => {
  const scripts = await Array.fromAsync(Deno.readDir(new URL("../../scripts/", import.meta.url)));
  const names = scripts.filter(({ isFile }) => isFile).map(({ name }) => name.replace(".ts", ""));
  assertEquals(names.sort(), [...Object.keys(commands), "benchline"].sort());
  assertEquals(closestString("comapre", names), "compare");
});
