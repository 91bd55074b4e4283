// When init runs the benchmarks, what it asks before, and what it shows meanwhile.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type InitSurroundings, main } from "../../scripts/init.ts";
import { EMPTY, FLAGS, init, nobody, runsOnce } from "../helpers/init.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

Deno.test("init runs no benchmark with --dry-run or --check", async (t) => {
  for (const option of ["--dry-run", "--check"]) {
    await t.step(option, async () => {
      const done = await init(EMPTY, [option], {
        tryBenchmarks: () => Promise.reject(new Error("the benchmarks run")),
      });
      assertEquals([done.code, done.error], [option === "--check" ? 1 : 0, ""]);
      assertStringIncludes(
        done.out,
        `The permissions were not determined: ${option} runs no benchmark\n`,
      );
    });
  }
});

Deno.test("init runs no benchmark if nobody can agree to it", async () => {
  const done = await init(EMPTY, [], {
    tryBenchmarks: () => Promise.reject(new Error("the benchmarks run")),
  });
  assertEquals([done.code, done.files], [2, EMPTY]);
  assertStringIncludes(
    done.out,
    "The permissions were not determined: standard input is not a terminal; --yes runs the benchmarks\n",
  );
  assertStringIncludes(done.error, "error: Cannot ask for confirmation: ");
});

Deno.test("init names everything that it lacks to run the benchmarks", async (t) => {
  const rows: [args: string[], confirm: InitSurroundings["confirm"], why: string][] = [
    [[], null, "that needs --allow-run=deno and, as standard input is not a terminal, --yes"],
    [[], () => true, "that needs --allow-run=deno"],
    [["--yes"], null, "that needs --allow-run=deno"],
  ];
  for (const [args, confirm, why] of rows) {
    await t.step(`${args} ${confirm === null ? "without" : "with"} a terminal`, async () => {
      const { out } = await init(EMPTY, args, { tryBenchmarks: null, confirm });
      assertStringIncludes(out, `The permissions were not determined: ${why}\n`);
    });
  }
});

Deno.test("init shows which file runs, as --quiet and --verbose say", async (t) => {
  const line = "running the benchmarks of a_bench.ts once";
  const rows: [args: string[], isTerminal: boolean, error: string][] = [
    [[], true, `\r\x1b[K${line}\r\x1b[K`],
    [[], false, ""],
    [["--verbose"], false, `${line}\n`],
    [["--quiet"], true, ""],
  ];
  for (const [args, isTerminal, error] of rows) {
    await t.step(`${args} ${isTerminal}`, async () => {
      const io = new MemoryIo(EMPTY);
      io.errorIsTerminal = isTerminal;
      const tryBenchmarks: InitSurroundings["tryBenchmarks"] = ({ onFile }) => {
        onFile!("a_bench.ts");
        return runsOnce(FLAGS)();
      };
      assertEquals(await main(["--yes", ...args], io, { ...nobody, tryBenchmarks }), 0);
      assertEquals(io.error, error);
    });
  }
});

Deno.test("init asks before benchmarks may do more than read", async (t) => {
  const rows: [what: string, args: string[], answer: boolean | null, granted: boolean][] = [
    ["yes", [], true, true],
    ["no", [], false, false],
    ["--yes", ["--yes"], null, true],
    ["--yes, and somebody is there", ["--yes"], false, true],
  ];
  for (const [what, args, answer, granted] of rows) {
    await t.step(what, async () => {
      const asked: string[] = [];
      const confirm = (question: string) => asked.push(question) > 0 && answer!;
      const done = await init(EMPTY, args, {
        confirm: answer === null ? null : confirm,
        tryBenchmarks: ({ allow }) => {
          const isGranted = allow("--allow-run=git\x1b[2J", "a_bench.ts");
          assertEquals(isGranted, granted);
          const missing = isGranted ? [] : ["a_bench.ts asks for --allow-run=git"];
          return Promise.resolve({ permissions: [], missing, ran: 1, failures: [] });
        },
      });
      const question = "a_bench.ts asks for --allow-run=git\\x1b[2J. Grant it to the benchmarks?";
      const isAsked = answer !== null && args.length === 0;
      assertEquals(asked.slice(0, 1), isAsked ? [question] : []);
      const said =
        "a_bench.ts asks for --allow-run=git, which was not granted; to grant it, add it";
      assertEquals(done.out.includes(said), !granted);
    });
  }
});
