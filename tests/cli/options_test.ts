import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { defineCommand, parseOptions } from "../../scripts/cli/options.ts";
import { note, warn } from "../../scripts/cli/messages.ts";
import { formatTimeLeft, ProgressLine } from "../../scripts/cli/progress.ts";
import { runCommand } from "../../scripts/cli/run_command.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import { VERSION } from "../../scripts/result/version.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const spec = defineCommand({
  name: "try",
  summary: "Tries the options.",
  usage: "[OPTIONS]",
  permissions: [{ kind: "read", why: "a file" }],
  passesOn: true,
  options: {
    flag: { type: "flag", help: "a flag" },
    text: { type: "text", help: "a text" },
    maybe: { type: "maybe-text", help: "a text or nothing" },
    number: { type: "number", min: 0.5, max: 10, help: "a number" },
    whole: { type: "number", min: 1, integer: true, help: "a whole number" },
    one: { type: "choice", choices: ["a", "b"], help: "a choice" },
    some: { type: "choices", choices: ["a", "b"], help: "choices" },
    texts: { type: "texts", help: "texts" },
  },
  examples: [],
  exitCodes: [],
});

const nothing = {
  flag: false,
  text: null,
  maybe: null,
  number: null,
  whole: null,
  one: null,
  some: null,
  texts: null,
};

Deno.test("parseOptions() reads options in any form", async (t) => {
  const rows: [args: string[], options: Partial<Record<keyof typeof nothing, unknown>>][] = [
    [[], {}],
    [["--flag"], { flag: true }],
    [["--text", "x"], { text: "x" }],
    [["--text=x"], { text: "x" }],
    [["--text", "--x"], { text: "--x" }],
    [["--text=--flag"], { text: "--flag" }],
    [["--text", "-"], { text: "-" }],
    [["--text", "xxflag"], { text: "xxflag" }],
    [["--text", "a=b"], { text: "a=b" }],
    [["--text", "007"], { text: "007" }],
    [["--flag", "--flag"], { flag: true }],
    [["--maybe"], { maybe: "" }],
    [["--maybe", "--flag"], { maybe: "", flag: true }],
    [["--maybe", "x"], { maybe: "x" }],
    [["--number", "0.5"], { number: 0.5 }],
    [["--number=+1e1"], { number: 10 }],
    [["--number", ".5"], { number: 0.5 }],
    [["--whole", "1e3"], { whole: 1000 }],
    [["--one", "b"], { one: "b" }],
    [["--some", "b, a,b"], { some: ["b", "a"] }],
    [["--some", "b", "--some=a"], { some: ["b", "a"] }],
    [["--texts", "b, a", "--texts=-"], { texts: ["b, a", "-"] }],
  ];
  for (const [args, options] of rows) {
    await t.step(args.join(" "), () => {
      assertEquals(parseOptions(spec, args).options, { ...nothing, ...options });
    });
  }
});

Deno.test("parseOptions() refuses impossible arguments", async (t) => {
  const rows: [args: string[], message: string][] = [
    [["--number", "0.4"], '--number must be a number from 0.5 to 10, found "0.4"'],
    [["--number", "10.1"], '--number must be a number from 0.5 to 10, found "10.1"'],
    [["--number", "1,5"], '--number must be a number from 0.5 to 10, found "1,5"'],
    [["--number", "--flag"], '--number must be followed by a value, found "--flag"'],
    [["--number", "--flag=1"], '--number must be followed by a value, found "--flag=1"'],
    [["--whole", "0"], '--whole must be a whole number of at least 1, found "0"'],
    [["--whole", "1.5"], '--whole must be a whole number of at least 1, found "1.5"'],
    [["--text", ""], "--text must be followed by a value, found nothing"],
    [["--texts", "a", "--texts="], "--texts must be followed by a value, found nothing"],
    [["--some="], "--some must be followed by a value, found nothing"],
    [["--text"], "--text must be followed by a value, found nothing"],
    [["--text", "a", "--text=b"], "--text was given twice, but takes one value"],
    [["--maybe", "--maybe", "a"], "--maybe was given twice, but takes one value"],
    [["--whole=1", "--whole=1", "--whole=1"], "--whole was given 3 times, but takes one value"],
    [["--one=a", "--one=b"], "--one was given twice, but takes one value"],
    [["--one", "c"], '--one must be one of a, b, found "c"'],
    [["--one", "a\n\x1b[31m"], '--one must be one of a, b, found "a\\n\\u001b[31m"'],
    [["--flag=true"], '--flag takes no value, found "true"'],
    [["--version=1"], '--version takes no value, found "1"'],
    [
      ["--allow-read"],
      "Unknown option --allow-read: put flags for Deno after --, as in: -- --allow-read",
    ],
    [
      ["--flag", "--deny-net=a\x1b"],
      "Unknown option --deny-net=a\\u001b: put flags for Deno after --, as in: -- --deny-net=a\\u001b",
    ],
    [["-A"], "Unknown option -A: put flags for Deno after --, as in: -- -A"],
    [["-P=bench"], "Unknown option -P=bench: put flags for Deno after --, as in: -- -P=bench"],
    [["-RW"], "Unknown option -RW: put flags for Deno after --, as in: -- -RW"],
    [
      ["--no-check"],
      "Unknown option --no-check: put flags for Deno after --, as in: -- --no-check",
    ],
    [
      ["--unstable-ffi"],
      "Unknown option --unstable-ffi: put flags for Deno after --, as in: -- --unstable-ffi",
    ],
    [["--no-flag"], "Unknown option --no-flag: did you mean --flag?"],
    [["--allow"], "Unknown option --allow: --help lists the options"],
    [["--flga"], "Unknown option --flga: did you mean --flag?"],
    [["-f"], "Unknown option -f: did you mean --flag?"],
  ];
  for (const [args, message] of rows) {
    await t.step(args.join(" "), () => {
      const error = assertThrows(() => parseOptions(spec, args), Failure);
      assertEquals(error.message, message);
    });
  }
});

Deno.test("parseOptions() says where to put flags for Deno if a command passes nothing on", () => {
  const { passesOn: _, ...strict } = spec;
  assertThrows(
    () => parseOptions(strict, ["--allow-read"]),
    Failure,
    "Unknown option --allow-read: put flags for Deno before the script's name",
  );
});

Deno.test("parseOptions() keeps positionals unchanged, and passes on arguments after --", () => {
  const parsed = parseOptions(spec, ["1e3", "--flag", "a b", "-", "--", "--text", "--", "x"]);
  assertEquals(parsed.positionals, ["1e3", "a b", "-"]);
  assertEquals(parsed.rest, ["--text", "--", "x"]);
  const { passesOn: _, ...strict } = spec;
  assertThrows(() => parseOptions(strict, ["--"]), Failure, "try takes nothing after --");
});

Deno.test("runCommand() prints an expected failure as one line", async () => {
  const io = new MemoryIo();
  const fail = () => Promise.reject(new Failure("Cannot read a\n::error::\x1b[31mb"));
  assertEquals(await runCommand(spec, [], io, fail), 2);
  assertEquals([io.out, io.error], ["", "error: Cannot read a\\n::error::\\x1b[31mb\n"]);
  assertEquals(await runCommand(spec, [], io, () => Promise.resolve(1)), 1);
});

Deno.test("runCommand() ends as a signal ends a process", async () => {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(codes)) {
    const io = new MemoryIo();
    const controller = new AbortController();
    controller.abort(new Interruption(signal as keyof typeof codes));
    const stopped = () => Promise.try(() => controller.signal.throwIfAborted()).then(() => 0);
    assertEquals(await runCommand(spec, [], io, stopped), code);
    assertEquals(io.error, `error: Cannot finish try: it was stopped by ${signal}\n`);
  }
});

Deno.test("runCommand() ends a fault with 70 rather than 1, and shows its stack with --verbose", async () => {
  const bug = () => Promise.reject(new TypeError("a bug"));
  const io = new MemoryIo();
  assertEquals(await runCommand(spec, [], io, bug), 70);
  assertMatch(io.error, /^error: This is a fault in benchline: TypeError: a bug; .*\n$/);
  const verbose = new MemoryIo();
  assertEquals(await runCommand(spec, ["--verbose"], verbose, bug), 70);
  assertStringIncludes(verbose.error, "\nTypeError: a bug\n");
  assertStringIncludes(verbose.error, "options_test.ts");
});

Deno.test("runCommand() shows the version only if --version is before --", async () => {
  const io = new MemoryIo();
  const never = () => Promise.reject(new TypeError("it ran"));
  assertEquals(await runCommand(spec, ["--bogus", "--version"], io, never), 0);
  assertEquals([io.out, io.error], [`benchline ${VERSION}\n`, ""]);
  const handed = new MemoryIo();
  const rest = await runCommand(spec, ["--", "--version"], handed, (parsed) => {
    assertEquals(parsed.rest, ["--version"]);
    return Promise.resolve(0);
  });
  assertEquals([rest, handed.out], [0, ""]);
});

Deno.test("runCommand() omits only notes with --quiet", async () => {
  for (
    const [args, kept] of [[[], "wrote a\n"], [["--quiet"], ""], [["--", "--quiet"], "wrote a\n"]]
  ) {
    const io = new MemoryIo();
    await runCommand(spec, args as string[], io, () => {
      note(io, "wrote a");
      warn(io, "b");
      io.writeOut("c");
      return Promise.resolve(0);
    });
    assertEquals([io.error, io.out], [`${kept}warning: b\n`, "c"]);
    note(io, "after");
    assertEquals(io.error.endsWith("after\n"), true);
  }
});

Deno.test("ProgressLine writes one escaped line, and only on a terminal", () => {
  for (
    const [terminal, quiet, shown] of [[true, false, true], [true, true, false], [
      false,
      false,
      false,
    ]]
  ) {
    const io = Object.assign(new MemoryIo(), { errorIsTerminal: terminal, columns: 20 });
    const progress = new ProgressLine(io, { quiet: quiet! });
    progress.show("round 1 · \x1b[31mname\n and more that is too long");
    progress.clear();
    assertEquals(io.error, shown ? "\r\x1b[Kround 1 · \\x1b[31m…\r\x1b[K" : "");
    assertEquals(io.out, "");
  }
});

Deno.test("ProgressLine writes a line once a minute if there is no terminal", () => {
  const io = new MemoryIo();
  const progress = new ProgressLine(io);
  const steps = ["00:00", "00:59", "01:00", "01:30", "02:01", "09:00", "08:30", "09:29", "09:30"];
  for (const time of steps) {
    io.time = `2026-01-31T12:${time}.000Z`;
    progress.show(`at ${time} \x1b[31m`);
  }
  progress.clear();
  const shown = ["01:00", "02:01", "09:00", "09:30"];
  assertEquals(io.error, shown.map((time) => `at ${time} \\x1b[31m\n`).join(""));
  const quiet = new MemoryIo();
  const silent = new ProgressLine(quiet, { quiet: true });
  quiet.time = "2026-01-31T13:00:00.000Z";
  silent.show("round 1");
  assertEquals(quiet.error, "");
});

Deno.test("ProgressLine gives each step a line with --verbose, unless --quiet is given", () => {
  const io = new MemoryIo();
  const progress = new ProgressLine(io, { verbose: true });
  for (const text of ["round 1", "round 1", "\x1b[31m"]) progress.show(text);
  progress.clear();
  assertEquals(io.error, "round 1\n\\x1b[31m\n");
  const both = new MemoryIo();
  new ProgressLine(both, { verbose: true, quiet: true }).show("round 1");
  assertEquals(both.error, "");
});

Deno.test("formatTimeLeft() assumes the average speed so far", () => {
  assertEquals(formatTimeLeft(1000, 0, 10), "");
  assertEquals(formatTimeLeft(1000, 1, 61), "1:00 left");
  assertEquals(formatTimeLeft(1000, 1, 10), "0:09 left");
  assertEquals(formatTimeLeft(1000, 10, 10), "0:00 left");
  assertEquals(formatTimeLeft(1000, 11, 10), "0:00 left");
  assertEquals(formatTimeLeft(-1000, 1, 61), "0:00 left");
  assertEquals(formatTimeLeft(3_600_000, 1, 3), "120:00 left");
});
