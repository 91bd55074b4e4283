// Runs the `run` command as its users do: in a separate folder, over real bench files and with real
// `deno bench` processes. No test asserts a speed. If a test looks at a duration, a busy wait makes it
// known, and the bounds are wide.
import {
  assert,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { parseResultDocument } from "../scripts/result/parse.ts";
import type { ResultDocument } from "../scripts/result/schema.ts";
import { startRunProcess } from "./helpers/command_process.ts";
import { ifThorough } from "./helpers/thorough.ts";
import {
  assertUnusable,
  benchmarkOf,
  BUSY,
  type Ended,
  HANG,
  measure,
  OUTSIDE,
  Project,
  runBenchline,
} from "./project.ts";

const process = startRunProcess();

/** Runs the command in a process that others use, too; no types are checked. */
function runAgain(project: Project, args: readonly string[]): Promise<Ended> {
  const flags = args.includes("--") ? ["--no-check"] : ["--", "--no-check"];
  return process.run(project.folder, [...args, ...flags], OUTSIDE);
}

function names(document: ResultDocument): string[] {
  return document.benchmarks.map(({ name }) => name);
}

Deno.test("run measures each chosen benchmark in as many processes as asked", async (t) => {
  await using project = await Project.create({
    "sub/isolated_bench.ts": `${BUSY}
const state = globalThis as unknown as { loads?: number };
state.loads = (state.loads ?? 0) + 1;
console.log("printed before the report");
Deno.writeTextFileSync("loads.txt", \`\${Deno.pid} \${state.loads}\\n\`, { append: true });
Deno.bench({
  name: "waits 2 ms",
  group: "waits",
  description: "a busy wait",
  work: { operations: 4, unit: "rows", bytes: 8, flops: 2 },
  n: 25,
  fn: () => busy(2),
} as Deno.BenchDefinition);
Deno.bench("waits 2 ms, async", { group: "waits", n: 25 }, async () => {
  await Promise.resolve();
  busy(2);
});
Deno.bench("waits 1 ms of 5", { n: 25 }, (b) => {
  busy(2);
  b.start();
  busy(1);
  b.end();
  busy(2);
});
Deno.bench("tiny", () => {});
Deno.bench("left out", { n: 1 }, () => Deno.writeTextFileSync("called", ""));
`,
  });
  const args = ["--rounds=2", "--filter=/^waits|^tiny/", "--out=out/of/the way.json"];
  const { code, out, error, document } = await measure(project, [...args, "--", "--allow-write"]);

  await t.step("exit code, streams and file", async () => {
    assertEquals(code, 0, error);
    assertEquals(await project.read("out/of/the way.json"), out);
    // The empty function may be reported as optimised away.
    assertMatch(
      error,
      /^(warning: sub\/isolated_bench.ts:tiny: .*\n)*wrote out\/of\/the way.json\n$/,
    );
    assertEquals(await project.list("out/of"), ["the way.json"], "no temporary file is left");
    assertEquals(await project.list(), ["loads.txt", "out", "sub"]);
    assertEquals(names(parseResultDocument(out, "out")), names(document));
    assert(!document.partial);
    assertEquals(document.warnings, []);
    assertMatch(document.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
  await t.step("identities", () => {
    assertEquals(
      document.benchmarks.map(({ file, group, name }) => [file, group, name]),
      [
        ["sub/isolated_bench.ts", "waits", "waits 2 ms"],
        ["sub/isolated_bench.ts", "waits", "waits 2 ms, async"],
        ["sub/isolated_bench.ts", null, "waits 1 ms of 5"],
        ["sub/isolated_bench.ts", null, "tiny"],
      ],
    );
  });
  await t.step("timing is sane", () => {
    for (const name of ["waits 2 ms", "waits 2 ms, async"]) {
      const { duration_ms, min_ms, median_ms } = benchmarkOf(document, name);
      for (const value of [duration_ms, min_ms, median_ms]) {
        assertGreater(value!, 1.5);
        assertLess(value!, 50);
      }
    }
    const explicit = benchmarkOf(document, "waits 1 ms of 5");
    assertGreater(explicit.min_ms!, 0.9);
    assertLess(explicit.min_ms!, 2, "only what lies between start() and end() counts");
    assertLess(explicit.median_ms!, 4);
  });
  await t.step("statistics are in order", () => {
    for (const entry of document.benchmarks) {
      assertEquals(entry.failures, []);
      assertLessOrEqual(entry.min_ms!, entry.p75_ms!);
      assertLessOrEqual(entry.p75_ms!, entry.p99_ms!);
      assertLessOrEqual(entry.p99_ms!, entry.max_ms!);
      assertLessOrEqual(entry.min_ms!, entry.duration_ms!);
      assertLessOrEqual(entry.duration_ms!, entry.max_ms!);
      assertGreater(entry.median_ms!, 0);
      assertGreaterOrEqual(entry.std_dev_ms!, 0);
    }
    // Benchmarks that limit their calls are not called again for the heap.
    const heaps = document.benchmarks.map(({ memory_mb }) => memory_mb);
    assertEquals(heaps.map((heap) => heap === null), [true, true, true, false]);
    for (const heap of heaps) assertGreaterOrEqual(heap ?? 0, 0);
  });
  await t.step("iterations and rounds", () => {
    for (const entry of document.benchmarks) {
      assertEquals(entry.rounds.length, 2);
      const sum = entry.rounds.reduce((total, round) => total + round.iterations!, 0);
      assertEquals(entry.iterations, sum);
      for (const round of entry.rounds) assertGreaterOrEqual(round.iterations!, 10);
    }
    const tiny = benchmarkOf(document, "tiny");
    assertEquals(tiny.rounds.map(({ batched }) => batched), [true, true]);
    assertEquals(tiny.iterations! % 10_000, 0, "batches are of 10,000 calls");
    for (const entry of document.benchmarks) {
      if (entry === tiny) continue;
      assertEquals(entry.rounds.map(({ batched }) => batched), [false, false]);
      assertGreaterOrEqual(entry.iterations!, 2 * 25);
      assertLess(entry.iterations!, 10_000, "calls of 1 ms or more are timed one by one");
    }
  });
  await t.step("throughput, work and description", () => {
    const declared = benchmarkOf(document, "waits 2 ms");
    assertEquals(declared.throughput_unit, "rows/s");
    assertLess(Math.abs(declared.throughput! * declared.duration_ms! / 4000 - 1), 1e-6);
    assertEquals(declared.work, { operations: 4, unit: "rows", bytes: 8, flops: 2 });
    assertEquals(declared.description, "a busy wait");
    const plain = benchmarkOf(document, "tiny");
    assertEquals(plain.throughput_unit, "op/s");
    assertLess(Math.abs(plain.throughput! * plain.duration_ms! / 1000 - 1), 1e-6);
    assertEquals([plain.work, plain.description], [null, null]);
  });
  await t.step("each round is a process with fresh module state", async () => {
    const loads = (await project.read("loads.txt")).trim().split("\n").map((line) =>
      line.split(" ")
    );
    assertEquals(loads.length, 4, "one to look, two rounds, one to sample");
    assertEquals(new Set(loads.map(([pid]) => pid)).size, 4);
    assertEquals(loads.map(([, count]) => count), ["1", "1", "1", "1"]);
  });
  await t.step("environment", () => {
    const { environment } = document;
    assertEquals(environment.os, Deno.build.os);
    assertEquals(environment.arch, Deno.build.arch);
    assertEquals(environment.cpu_cores, navigator.hardwareConcurrency);
    assertEquals(environment.deno_version, Deno.version.deno);
    assertEquals(environment.v8_version, Deno.version.v8);
    assertGreater(environment.cpu!.length, 0);
    assertGreater(environment.memory_total_mb!, 100);
    assertEquals(environment.v8_flags, []);
    assertEquals([environment.git_commit, environment.git_dirty, environment.ci], [
      null,
      null,
      null,
    ]);
  });
});

Deno.test({
  ...ifThorough("run records what fails or takes too long, and keeps the others"),
  async fn(t) {
    await using project = await Project.create({
      "mixed_bench.ts": `${BUSY}
  const BRIEF = { n: 10, warmup: 0 };
  Deno.bench("first", BRIEF, () => busy(1));
  Deno.bench("throws", () => { throw new Error("boom"); });
  Deno.bench("lacks", () => { Deno.env.get("A"); });
  Deno.bench("exits", () => Deno.exit(3));
  Deno.bench("endless", { n: 1, warmup: 0 }, () => { ${HANG} });
  Deno.bench("rejects", BRIEF, () => { Promise.reject(new Error("nobody listens")); busy(1); });
  Deno.bench("never resolves", async () => { await new Promise(() => {}); });
  Deno.bench("last", BRIEF, () => busy(1));
  `,
      "sub/throws_bench.ts": `Deno.bench("lost", () => {});\nthrow new Error("at the top");\n`,
      "exits_bench.ts": `Deno.bench("gone", () => {});\nDeno.exit(7);\n`,
    });
    const { code, document } = await measure(project, ["--rounds", "1", "--bench-timeout", "4"]);
    assertEquals(code, 1);

    await t.step("the result is in the default folder", async () => {
      const files = await project.list("benchmarks/results");
      assertEquals(files.length, 1);
      assertMatch(files[0]!, /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z_results\.json$/);
    });
    await t.step("every file and benchmark is there, in order", () => {
      assertEquals(
        document.benchmarks.map(({ file, name }) => [file, name]),
        [
          ["exits_bench.ts", "gone"],
          ...["first", "throws", "lacks", "exits", "endless", "rejects", "never resolves", "last"]
            .map((name) => ["mixed_bench.ts", name]),
          ["sub/throws_bench.ts", "lost"],
        ],
      );
    });
    await t.step("the others are measured", () => {
      for (const name of ["first", "last"]) {
        assertEquals(benchmarkOf(document, name).failures, []);
        assertGreater(benchmarkOf(document, name).duration_ms!, 0.9);
      }
      assert(!document.partial);
    });
    const rows: [name: string, round: number | null, message: RegExp][] = [
      ["throws", 1, /^boom$/],
      ["lacks", 1, /^Requires env access to "A" \(put flags for Deno after --, .* --allow-env\)$/],
      ["exits", 1, /exit code: 3/],
      ["endless", 1, /^over the limit of 4 s$/],
      ["rejects", 1, /unhandled rejection.*nobody listens/],
      ["never resolves", 1, /Promise resolution is still pending/],
      ["lost", null, /could not be loaded: Error: at the top/],
      ["gone", null, /could not be loaded: .*Deno\.exit\(7\)/],
    ];
    for (const [name, round, message] of rows) {
      await t.step(`${name}: recorded with its reason`, () => {
        const entry = benchmarkOf(document, name);
        assertEquals([entry.duration_ms, entry.throughput, entry.rounds], [null, null, []]);
        assertEquals(entry.failures.length, 1);
        assertEquals(entry.failures[0]!.round, round);
        assertMatch(entry.failures[0]!.message, message);
      });
    }
    await t.step("the files that could not be loaded are named", () => {
      assertEquals(document.warnings.length, 2);
      for (const file of ["sub/throws_bench.ts", "exits_bench.ts"]) {
        assert(document.warnings.some((warning) => warning.startsWith(file)), file);
      }
    });
  },
});

Deno.test("run says in one line why there is nothing to run", async (t) => {
  const rows: [shows: string, files: Record<string, string>, args: string[], message: RegExp][] = [
    ["an empty folder", {}, [], /Nothing to run/],
    [
      "a file without benchmarks",
      { "a_bench.ts": "export {};" },
      [],
      /a_bench\.ts registers no benchmark/,
    ],
    ["a missing file", {}, ["lost_bench.ts"], /Cannot run lost_bench\.ts: there is no such file/],
    [
      "a file that throws",
      { "a_bench.ts": 'throw new Error("top");' },
      [],
      /a_bench\.ts could not be loaded: Error: top/,
    ],
    [
      "a file whose benchmarks are all ignored",
      { "a_bench.ts": 'Deno.bench({ name: "a", ignore: true, fn() {} });' },
      [],
      /every benchmark is ignored/,
    ],
    [
      "a filter that matches nothing",
      { "a_bench.ts": 'Deno.bench("a", () => {});' },
      ["--filter", "b"],
      /the filter "b" matches none of 1/,
    ],
    [
      "a filter that is no regular expression",
      { "a_bench.ts": 'Deno.bench("a", () => {});' },
      ["--filter", "/(/"],
      /Cannot use the filter \/\(\//,
    ],
    [
      "a flag that deno bench does not know",
      { "a_bench.ts": 'Deno.bench("a", () => {});' },
      ["--", "--nonsense"],
      /--nonsense/,
    ],
  ];
  for (const [shows, files, args, message] of rows) {
    await t.step(shows, async () => {
      await using project = await Project.create(files);
      await assertUnusable(await runAgain(project, args), project, message);
    });
  }
});

Deno.test("run refuses bad usage in one line", async (t) => {
  await using project = await Project.create({ "a_bench.ts": 'Deno.bench("a", () => {});' });
  const rows: [args: string[], message: string][] = [
    [["--round", "2"], "Unknown option --round: did you mean --rounds?"],
    [["--rounds", "0"], "--rounds must be a whole number from 1 to 1000"],
    [["--rounds", "1.5"], "--rounds must be a whole number"],
    [["--bench-timeout", "soon"], "--bench-timeout must be a number"],
    [["--format", "xml"], "--format must be one of terminal, json"],
    [["--out"], "--out must be followed by a value"],
  ];
  for (const [args, message] of rows) {
    await t.step(args.join(" "), async () => {
      await assertUnusable(await runAgain(project, args), project, message);
    });
  }
  await t.step("without the permission to start deno", async () => {
    const ended = await runBenchline(project, [], ["--allow-read=.", "--allow-write=."]);
    await assertUnusable(ended, project, "--allow-run=deno");
  });
});

Deno.test("run says when the result cannot be written", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench("a", { n: 1 }, () => {});',
    "file": "",
    "folder/kept": "",
  });
  const rows: [shows: string, out: string, message: string][] = [
    ["a file for a folder", "file/r.json", "Cannot write file/r.json"],
    ["a folder", "folder", "it is a directory"],
  ];
  for (const [shows, out, message] of rows) {
    await t.step(shows, async () => {
      await assertUnusable(await runAgain(project, ["--out", out]), project, message);
    });
  }
  await t.step("no permission", async () => {
    const permissions = ["--allow-run=deno,git", "--allow-read=."];
    const ended = await runBenchline(project, ["--out", "r.json"], permissions);
    await assertUnusable(ended, project, "--allow-write=r.json");
  });
  assertEquals(await project.list(), ["a_bench.ts", "file", "folder"]);
});

Deno.test("run keeps names as they are in the document, and makes them harmless on the terminal", async () => {
  const hostile = ["__proto__", "constructor", "a\nb", "\x1b[31mred", "::error::x", "", "twice"];
  const named = hostile.filter((name) => name !== "");
  await using project = await Project.create({
    "names_bench.ts": named.concat("twice").map((name) =>
      `Deno.bench(${JSON.stringify(name)}, { group: "g", n: 1 }, () => {});`
    ).join("\n"),
  });
  const ended = await runAgain(project, ["--rounds", "1", "--out", "r.json"]);
  assertEquals(ended.code, 0, ended.error);
  const document = parseResultDocument(await project.read("r.json"), "r.json");
  assertEquals(names(document), [...named, "twice #2"]);
  assertEquals(document.warnings.length, 1);
  assertStringIncludes(document.warnings[0]!, "names_bench.ts registers g/twice more than once");
  // deno-lint-ignore no-control-regex -- the output must have no control characters
  assertEquals(ended.out.match(/[\x00-\x09\x0b-\x1f]/g), null);
  assert(!ended.out.split("\n").some((line) => line.startsWith("::")), ended.out);
  assertEquals(({} as Record<string, unknown>)["duration_ms"], undefined);
});
