// How commands end after an error: with one line, and an exit code that says who caused it.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { endByError } from "../../scripts/cli/end.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import { VERSION } from "../../scripts/result/version.ts";
import { isOneIn } from "../helpers/thorough.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { type Ended, inPairs, Project, runIn, scripts } from "../project.ts";

const quiet = { name: "compare", verbose: false };

const lacks = (message: string) => new Deno.errors.NotCapable(message);

Deno.test("endByError() distinguishes expected errors from faults", async (t) => {
  const rows: [error: unknown, code: number, line: string][] = [
    [new Failure("Cannot read a.json: it is no\nfile"), 2, "Cannot read a.json: it is no\\nfile"],
    [new Interruption("SIGINT"), 130, "Cannot finish compare: it was stopped by SIGINT"],
    [
      lacks('Requires write access to "a b/c", run again with the --allow-write flag'),
      2,
      'Cannot finish compare: the permission --allow-write is not granted for "a b/c"',
    ],
    [
      lacks("Requires write access to <TMP>, run again with the --allow-write flag"),
      2,
      "Cannot finish compare: the permission --allow-write is not granted for the folder of temporary files",
    ],
    [
      lacks("Requires env access, run again with the --allow-env flag"),
      2,
      "Cannot finish compare: the permission --allow-env is not granted",
    ],
    [
      lacks("Deno.symlinkSync() requires unscoped --allow-read and --allow-write permissions"),
      2,
      "Cannot finish compare: Deno.symlinkSync() requires unscoped --allow-read and --allow-write permissions",
    ],
  ];
  for (const [error, code, line] of rows) {
    await t.step(line, () => {
      const io = new MemoryIo();
      assertEquals([endByError(error, quiet, io), io.error], [code, `error: ${line}\n`]);
    });
  }
});

const PROGRAM = `benchline ${VERSION}, compare, Deno ${Deno.version.deno}, ${Deno.build.target}`;

Deno.test("endByError() says what to report about a fault, and shows the stack only with --verbose", async (t) => {
  const fault = new TypeError("a\n::error::b\x1b[31m", { cause: new RangeError("deeper") });
  const said = "TypeError: a\\n::error::b\\x1b[31m";
  const line = `error: This is a fault in benchline: ${said}; please open an issue with this line`;
  await t.step("without --verbose", () => {
    const io = new MemoryIo();
    assertEquals(endByError(fault, quiet, io), 70);
    assertEquals(io.error, `${line} (${PROGRAM}); --verbose shows the stack\n`);
  });
  await t.step("with --verbose", () => {
    const io = new MemoryIo();
    Object.assign(fault, { secret: "sekret" });
    assertEquals(endByError(fault, { name: "compare", verbose: true }, io), 70);
    const lines = io.error.split("\n");
    assertEquals(lines.slice(0, 3), [
      `${line} (${PROGRAM})`,
      "TypeError: a",
      "\\x3a:error::b\\x1b[31m",
    ]);
    assertStringIncludes(io.error, "end_test.ts");
    assertStringIncludes(io.error, "\nCaused by RangeError: deeper\n");
    assertEquals(io.error.includes("sekret"), false);
  });
  await t.step("a value that is not an error", () => {
    const io = new MemoryIo();
    assertEquals(endByError("text", quiet, io), 70);
    assertMatch(io.error, /^error: This is a fault in benchline: text was thrown; .*\n$/);
  });
});

const commands = (await Array.fromAsync(Deno.readDir(scripts)))
  .filter(({ isFile }) => isFile)
  .map(({ name }) => name.replace(/\.ts$/, ""))
  .filter((name) => name !== "benchline")
  .sort();

const LATER = "await new Promise((done) => setTimeout(done, 10_000));";

/** Bodies of `runCommand`, by the place of the fault. */
const FAULTS = {
  "in the command": "throw new TypeError('broken');",
  "in a timer": `setTimeout(() => { throw new TypeError('broken'); }); ${LATER}`,
  "in a listener":
    `addEventListener('x', () => { throw new TypeError('broken'); }); dispatchEvent(new Event('x')); ${LATER}`,
  "in a promise that nobody waits for": `Promise.reject(new TypeError('broken')); ${LATER}`,
};

/** Runs a command with another module instead of `run_command.ts`. */
async function runBroken(project: Project, command: string, module: string, ...args: string[]) {
  const broken = new URL("cli/run_command.ts", scripts).href;
  const imports = { [broken]: `data:application/javascript,${encodeURIComponent(module)}` };
  const map = `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
  const script = fromFileUrl(new URL(`${command}.ts`, scripts));
  const flags = ["--quiet", "--no-prompt", "--no-config", "--no-check", `--import-map=${map}`];
  return await runIn(project, "deno", ["run", ...flags, script, ...args]);
}

const withBody = (body: string) =>
  `export const EXIT_UNUSABLE = 2; export async function runCommand() { ${body} }`;

function assertFault({ code, out, error }: Ended, command: string, message: string): void {
  assertEquals([code, out], [70, ""], error);
  const line =
    /^error: This is a fault in benchline: (.*); please open an issue with this line \(benchline [\d.]+, (\w+), Deno .*\); --verbose shows the stack\n$/;
  assertEquals(line.exec(error)?.slice(1), [message, command], error);
}

Deno.test("every command ends with exit code 70 and one line, wherever the fault is", async () => {
  await using project = await Project.create();
  const modules = {
    "while it loads":
      "export const EXIT_UNUSABLE = 2, runCommand = null; throw new TypeError('broken');",
    ...Object.fromEntries(Object.entries(FAULTS).map(([where, body]) => [where, withBody(body)])),
  };
  const cases = commands.flatMap((command, index) =>
    Object.values(modules).map((module) => ({ command, module }))
      .filter((_, other) => isOneIn(10, index, other))
  );
  await inPairs(cases, async ({ command, module }) => {
    const ended = await runBroken(project, command, module);
    assertFault(ended, command, "TypeError: broken");
  });
});

Deno.test("benchline ends like the command that it runs, and names that command", async () => {
  await using project = await Project.create();
  for (const body of [FAULTS["in the command"], FAULTS["in a timer"]]) {
    const ended = await runBroken(project, "benchline", withBody(body), "merge");
    assertFault(ended, "merge", "TypeError: broken");
  }
});

Deno.test("a command that waits for something impossible ends with exit code 70", async () => {
  await using project = await Project.create();
  const ended = await runBroken(project, "merge", withBody("await new Promise(() => {});"));
  assertFault(ended, "merge", "Error: the command waits for something that can no longer happen");
});

Deno.test("--verbose shows the stack of a fault", async () => {
  await using project = await Project.create();
  const module = withBody(FAULTS["in a timer"]);
  const { code, error } = await runBroken(project, "merge", module, "--verbose");
  assertEquals(code, 70);
  assertMatch(error, /^error: This is a fault in benchline: .*\)\nTypeError: broken\n {4}at /);
});
