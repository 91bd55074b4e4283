// Compares the whole help of every command; tests/helpers/testdata.ts says how to refresh the
// files.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { closestString } from "../../scripts/deps/closest_string.ts";
import { main as benchline } from "../../scripts/benchline.ts";
import { spec as compareSpec } from "../../scripts/command/compare/spec.ts";
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
import { scriptWord } from "../../scripts/cli/script_word.ts";
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

/**
 * Removes what depends on the place of this project from help: paths, and line breaks before them.
 */
function maskScripts(help: string): string {
  const [before, examples] = help.split("\nExamples:\n", 2) as [string, string];
  let masked = examples.replaceAll(/\n {4}(?=\S)/g, " ");
  for (const name of Object.keys(commands)) {
    const script = new URL(`../../scripts/${name}.ts`, import.meta.url).href;
    masked = masked.replaceAll(scriptWord(script), `/…/scripts/${name}.ts`);
  }
  return `${before}\nExamples:\n${masked}`;
}

for (const [name, main] of Object.entries(commands)) {
  Deno.test(`${name} --help shows its usage, options, permissions and examples`, async () => {
    const io = new MemoryIo();
    assertEquals(await main(["--help"], io), 0);
    assertEquals(io.error, "");
    const parts = [
      "Usage:\n  deno run -",
      "ptions:\n  --",
      "Permissions:",
      "Examples:",
      "Exit codes:",
    ];
    for (const part of parts) {
      assertStringIncludes(io.out, part);
    }
    assertStringIncludes(io.out, `scripts/${name}.ts`);
    const long = io.out.split("\n").filter((line) => line.length > 80);
    // Only lists of permissions and paths may be longer, as they cannot be broken.
    assert(long.every((line) => /^ *('?-(E|-allow-\w+)=\S+|\S+\.ts)$/.test(line)), long.join("\n"));
    await assertGolden(`help_${name}.txt`, maskScripts(io.out));
  });

  Deno.test(`${name} -h takes precedence over all other arguments before --`, async () => {
    const io = new MemoryIo();
    assertEquals(await main(["--bogus", "-h"], io), 0);
    assertStringIncludes(io.out, "Usage:");
    const handed = new MemoryIo();
    assertEquals(await main(["--bogus", "--", "--help"], handed), 2);
    assertEquals(handed.out, "");
  });
}

/** Returns the help that benchline shows on a terminal with so many columns. */
async function helpAt(columns: number, args: readonly string[]): Promise<string> {
  const io = new MemoryIo();
  io.outIsTerminal = true;
  io.columns = columns;
  await benchline(args, io);
  return io.out;
}

Deno.test("help fits into a narrow terminal, with each description below its name", async () => {
  for (const columns of [40, 50, 59]) {
    for (const args of [["--help"], ...Object.keys(commands).map((name) => [name, "--help"])]) {
      if (args[0] === "github") continue;
      const help = await helpAt(columns, args);
      // Only words that cannot be broken may be longer, such as lists of permissions.
      const long = help.split("\n").filter((line) => line.length > columns && / \S+ \S/.test(line));
      assertEquals(long.filter((line) => !/^ +\S+ \\$/.test(line)), [], args.join(" "));
    }
  }
  const help = await helpAt(40, ["compare", "--help"]);
  assertStringIncludes(
    help,
    "\n  --against-deno D\n    run the baseline on another Deno, a\n    version",
  );
  assertStringIncludes(help, "\n  --allow-read\n    the project, and checkouts of other\n");
  assertStringIncludes(await helpAt(40, ["--help"]), "\n  run\n    Runs bench files in several\n");
});

Deno.test("help is as wide as the terminal, and at most 80 columns", async () => {
  const io = new MemoryIo();
  await benchline(["compare", "--help"], io);
  assertEquals(await helpAt(80, ["compare", "--help"]), io.out);
  assertEquals(await helpAt(200, ["compare", "--help"]), io.out);
  const at60 = await helpAt(60, ["compare", "--help"]);
  assertStringIncludes(at60, "\n  --against-deno D            run the baseline on another\n");
});

Deno.test("help lists every option once, under the headings of the command", async () => {
  const { options, sections } = compareSpec;
  const names = sections!.flatMap(([, names]) => names);
  assertEquals(names.toSorted(), Object.keys(options).toSorted());
  const help = await helpAt(80, ["compare", "--help"]);
  for (const [heading] of sections!) assertStringIncludes(help, `\n${heading}:\n  --`);
  assertStringIncludes(help, "\nOther options:\n  --help ");
});

Deno.test("every command shows its version", async () => {
  for (const main of Object.values(commands)) {
    const io = new MemoryIo();
    assertEquals(await main(["--version"], io), 0);
    assertEquals([io.out, io.error], [`benchline ${VERSION}\n`, ""]);
  }
});

Deno.test("a golden file has the help of every command in scripts/", async () => {
  const scripts = await Array.fromAsync(Deno.readDir(new URL("../../scripts/", import.meta.url)));
  const names = scripts.filter(({ isFile }) => isFile).map(({ name }) => name.replace(".ts", ""));
  assertEquals(names.sort(), [...Object.keys(commands), "benchline"].sort());
  assertEquals(closestString("comapre", names), "compare");
});
