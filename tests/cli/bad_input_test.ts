// Checks that wrong input of any kind causes one line on standard error, exit code 2 and no file.
import { assertEquals } from "@std/assert";
import type { CommandIo } from "../../scripts/cli/io.ts";
import { main as baseline } from "../../scripts/baseline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as doctor } from "../../scripts/doctor.ts";
import { IMPORT_FORMATS } from "../../scripts/result/import/names.ts";
import { main as run } from "../../scripts/run.ts";
import { pointDocumentText } from "../helpers/documents.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const BASELINE = "benchmarks/baselines/baseline_results.json";
const NEWEST = "benchmarks/results/2026-01-31T12-00-00Z_results.json";
const good = pointDocumentText({ a: 10 });

type Main = (args: readonly string[], io: CommandIo) => Promise<number>;

/** Runs a command that must refuse; `files` are added to a baseline and a result. */
async function assertRefused(
  main: Main,
  args: readonly string[],
  message: string,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const io = new MemoryIo({ [BASELINE]: good, [NEWEST]: good, ...files });
  const before = new Map(io.files);
  const code = await main(args, io);
  assertEquals([io.error, io.out, code], [`error: ${message}\n`, "", 2]);
  assertEquals(io.files, before, "nothing is written");
}

Deno.test("every command refuses unknown options, and names the nearest one", async (t) => {
  const rows: [main: Main, args: string[], message: string][] = [
    [compare, ["--max-time", "5"], "Unknown option --max-time: --help lists the options"],
    [compare, ["--treshold=5"], "Unknown option --treshold=5: did you mean --threshold?"],
    [compare, ["--Strict"], "Unknown option --Strict: did you mean --strict?"],
    [compare, ["-threshold", "5"], "Unknown option -threshold: did you mean --threshold?"],
    [compare, ["--no-strict"], "Unknown option --no-strict: did you mean --strict?"],
    [compare, ["--_", "x"], "Unknown option --_: --help lists the options"],
    [compare, ["--\x1b[31mstrict"], "Unknown option --\\u001b[31mstrict: did you mean --strict?"],
    [baseline, ["--__proto__=1"], "Unknown option --__proto__=1: --help lists the options"],
    [baseline, ["accept", "--forse"], "Unknown option --forse: did you mean --force?"],
    [run, ["--qiet"], "Unknown option --qiet: did you mean --quiet?"],
    [doctor, ["--round", "9"], "Unknown option --round: did you mean --rounds?"],
  ];
  for (const [main, args, message] of rows) {
    await t.step(args.join(" "), () => assertRefused(main, args, message));
  }
});

Deno.test("every command refuses impossible values", async (t) => {
  const percent = "must be a number from 0 to 1000000, found";
  const rows: [main: Main, args: string[], message: string][] = [
    ...["x", "-5", "", "10%", "0x10", "NaN", "Infinity", "1e999", "1 0", "1000001"].map(
      (value): [Main, string[], string] => [
        compare,
        [`--threshold=${value}`],
        `--threshold ${percent} "${value}"`,
      ],
    ),
    [compare, ["--threshold", "-5"], `--threshold ${percent} "-5"`],
    [compare, ["--threshold"], "--threshold must be followed by a value, found nothing"],
    [
      compare,
      ["--baseline", "--strict"],
      '--baseline must be followed by a value, found "--strict"',
    ],
    [
      compare,
      ["--baseline", "--current=a"],
      '--baseline must be followed by a value, found "--current=a"',
    ],
    [compare, ["--current="], "--current must be followed by a value, found nothing"],
    [compare, ["--strict=no"], '--strict takes no value, found "no"'],
    [
      compare,
      ["--format", "xml"],
      '--format must be one of terminal, markdown, html, json, annotations, junit, sarif, found "xml"',
    ],
    [
      compare,
      ["--out", "report"],
      '--out must be a file that ends with .txt, .md, .html, .json, .xml, .sarif, or FORMAT:FILE with one of terminal, markdown, html, json, annotations, junit, sarif, found "report"',
    ],
    [
      run,
      ["--shard", "3/2"],
      '--shard must be K/N, part K of N with K from 1 to N and N up to 1000, found "3/2"',
    ],
    [
      compare,
      ["--metric", "speed"],
      '--metric must be one of duration, throughput, memory, found "speed"',
    ],
    [
      compare,
      ["--metric", "duration,"],
      '--metric must be one of duration, throughput, memory, found ""',
    ],
    [
      compare,
      ["--threshold", "21", "--moderate", "20"],
      "Cannot use the thresholds: expected tolerance <= threshold <= moderate <= severe, found 5, 21, 20, 50",
    ],
    [run, ["--out", "--quiet"], '--out must be followed by a value, found "--quiet"'],
    [run, ["--rounds", "0"], '--rounds must be a whole number from 1 to 1000, found "0"'],
    [run, ["--rounds", "1.5"], '--rounds must be a whole number from 1 to 1000, found "1.5"'],
    [run, ["--timeout", "0"], '--timeout must be a number from 0.001 to 100000, found "0"'],
    [
      run,
      ["--format", "markdown"],
      '--format must be one of terminal, json, bencher, customSmallerIsBetter, go, found "markdown"',
    ],
    [doctor, ["--rounds", "3"], '--rounds must be a whole number from 4 to 1000, found "3"'],
  ];
  for (const [main, args, message] of rows) {
    await t.step(args.join(" "), () => assertRefused(main, args, message));
  }
});

Deno.test("compare and baseline refuse arguments that they would have to ignore", async (t) => {
  const rows: [main: Main, args: string[], message: string][] = [
    [
      compare,
      ["a.json"],
      'compare takes results as --baseline FILE --current FILE, and bench files only with --against or --groups, found "a.json"',
    ],
    [
      compare,
      ["--filter", "x"],
      "Cannot use --filter without --against or --groups: nothing is measured",
    ],
    [
      compare,
      ["--bench-from", "own"],
      "Cannot use --bench-from without --against: nothing is measured",
    ],
    [
      compare,
      ["main"],
      'compare takes a version as --against main, and results as --baseline FILE --current FILE, found "main"',
    ],
    [
      compare,
      ["--", "--allow-read"],
      "Cannot use flags after -- without --against or --groups: nothing is measured",
    ],
    [
      compare,
      ["--against", "--current", "a.json"],
      "--current cannot be combined with --against, which measures instead of comparing results",
    ],
    [
      compare,
      ["--against", "main", "--metric=memory"],
      "--metric cannot be combined with --against, which measures instead of comparing results",
    ],
    [
      compare,
      ["--groups", "--baseline=a.json"],
      "--baseline cannot be combined with --groups, which measures instead of comparing results",
    ],
    [
      compare,
      ["--against-flags=--no-opt", "--from=go"],
      "--from cannot be combined with --against-flags, which measures instead of comparing results",
    ],
    [
      compare,
      ["--groups", "--bench-from=own"],
      "--bench-from cannot be combined with --groups, which measures one version",
    ],
    [
      compare,
      ["--groups", "--setup=npm ci"],
      "--setup cannot be combined with --groups, which measures one version",
    ],
    [compare, ["--setup=npm ci"], "Cannot use --setup without --against: nothing is measured"],
    ...(["--against-deno=2.8.0", "--against-flags=--no-opt"].flatMap((given) =>
      [["bench-from", "current"], ["setup", "npm ci"]].map((
        [name, value],
      ): [Main, string[], string] => [
        compare,
        [given, `--${name}=${value}`],
        `Cannot use --${name} without --against: no other version is checked out`,
      ])
    )),
    [baseline, [], "baseline needs an action: accept [FILE], found nothing"],
    [baseline, ["acept"], 'baseline needs an action: accept [FILE], found "acept"'],
    [baseline, ["accept", "a", "b"], 'baseline accept takes one file, found "a b"'],
    [baseline, ["accept", "--", "x"], "baseline takes nothing after --"],
  ];
  for (const [main, args, message] of rows) {
    await t.step(args.join(" "), () => assertRefused(main, args, message));
  }
});

Deno.test("compare says what is wrong with its files", async (t) => {
  const entry = (fields: string) => good.replace('"duration_ms": 10', fields);
  const [first] = /\{\n {6}"name"[\s\S]*\n {4}\}/.exec(good)!;
  const unknown = `it matches none of the formats ${IMPORT_FORMATS.join(", ")}; --from says which`;
  const rows: [what: string, content: string, message: string][] = [
    ["malformed", '{\n  "a" 1\n}', 'not JSON at line 2, column 7: unexpected token "1"'],
    ["empty", "", "it is empty"],
    ["too deeply nested JSON", "[".repeat(100_000), "it is nested more than 128 levels deep"],
    [
      "no benchmarks",
      good.replace('"benchmarks"', '"bench"'),
      "benchmarks must be an array, found nothing",
    ],
    ["not a result", '{ "name": "a" }', unknown],
    ["an array", "[1, 2]", unknown],
    ["no duration", entry('"x": 1'), "benchmarks[0].duration_ms must be a number, found nothing"],
    [
      "a string",
      entry('"duration_ms": "10 ms"'),
      'benchmarks[0].duration_ms must be a number, found "10 ms"',
    ],
    [
      "zero",
      entry('"duration_ms": 0'),
      "benchmarks[0].duration_ms must be a number above 0, found 0",
    ],
    [
      "negative",
      entry('"duration_ms": -1'),
      "benchmarks[0].duration_ms must be a number above 0, found -1",
    ],
    [
      "infinite",
      entry('"duration_ms": 1e999'),
      "benchmarks[0].duration_ms must be a finite number, found Infinity",
    ],
    [
      "absurd",
      entry('"duration_ms": 1e9'),
      "benchmarks[0].duration_ms must be at most 86400000 (a day, in ms), found 1000000000",
    ],
    ["NaN", entry('"duration_ms": NaN'), 'not JSON at line 27, column 22: unexpected token "NaN"'],
    [
      "a newer major version",
      good.replace('"version": "1.4"', '"version": "2.1"'),
      'it was written by "benchline 0.1.0" with schema version 2.1, but this program reads 1.4',
    ],
    [
      "a duplicate benchmark",
      good.replace(first, `${first}, ${first}`),
      'benchmarks[1] repeats benchmarks[0], "benchmarks/test_bench.ts:a"; file, group and name together must occur once',
    ],
  ];
  for (const [what, content, message] of rows) {
    await t.step(what, async () => {
      for (const option of ["--baseline", "--current"]) {
        const files = { "bad.json": content };
        await assertRefused(
          compare,
          [option, "bad.json"],
          `Cannot read bad.json: ${message}`,
          files,
        );
      }
      const files = { "bad.json": content };
      await assertRefused(
        baseline,
        ["accept", "bad.json"],
        `Cannot read bad.json: ${message}`,
        files,
      );
    });
  }
});

Deno.test("compare says which file is missing and how to make one", async (t) => {
  const hint = "make one with: deno task bench, then: deno task baseline accept";
  await t.step("the baseline", async () => {
    const io = new MemoryIo({ [NEWEST]: good });
    assertEquals(await compare([], io), 2);
    assertEquals(io.error, `error: Cannot read ${BASELINE}: there is no such file; ${hint}\n`);
  });
  await t.step("any result", async () => {
    const io = new MemoryIo({ [BASELINE]: good });
    assertEquals(await compare([], io), 2);
    assertEquals(
      io.error,
      "error: Cannot find a result: benchmarks/results has no *_results.json; make one with: deno task bench\n",
    );
  });
  const rows: [args: string[], message: string][] = [
    [["--baseline", "none.json"], "Cannot read none.json: there is no such file"],
    [["--current", "none.json"], "Cannot read none.json: there is no such file"],
    [["--current", "a\n::error::b"], "Cannot read a\\n::error::b: there is no such file"],
    [["--current", "benchmarks"], "Cannot read benchmarks: it is a directory, not a file"],
    [["--baseline", "benchmarks"], "Cannot read benchmarks: it is a directory, not a file"],
    [["--config", "none.jsonc"], "Cannot read none.jsonc: there is no such file"],
  ];
  for (const [args, message] of rows) {
    await t.step(args.join(" "), () => assertRefused(compare, args, message));
  }
});

Deno.test("compare exits with 2 for two results without benchmarks", async () => {
  const empty = pointDocumentText({});
  const io = new MemoryIo({ [BASELINE]: empty, [NEWEST]: empty });
  assertEquals(await compare(["--baseline", BASELINE], io), 2);
  assertEquals(io.error, "error: Nothing was compared: neither side has a benchmark\n");
});

Deno.test("compare says what is wrong with its configuration", async (t) => {
  const rows: [what: string, config: string, message: string][] = [
    [
      "unknown",
      '{ "treshold": 1 }',
      "Cannot read benchline.jsonc: treshold is not known, did you mean threshold?",
    ],
    ["malformed", "{", "Cannot read benchline.jsonc: not JSON at line 1, column 2: unexpected end"],
    [
      "a hostile glob",
      '{ "benchmarks": { "a\\n::error::b*": { "severe": 1 } } }',
      "Cannot use the thresholds of a\\n::error::b*: expected tolerance <= threshold <= moderate <= severe, found 5, 10, 20, 1",
    ],
    [
      "a hostile key",
      '{ "benchmarks": { "\u009b2J*": { "x\\n\u202e": 1 } } }',
      'Cannot read benchline.jsonc: benchmarks["\\x9b2J*"].x\\n\\u{202e} is not known, one of tolerance, threshold, moderate, severe is wanted',
    ],
  ];
  for (const [what, config, message] of rows) {
    await t.step(what, () => assertRefused(compare, [], message, { "benchline.jsonc": config }));
  }
});
