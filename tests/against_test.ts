// What `compare --against` does as a command: exit codes, reports, streams, signals.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Comparison } from "../scripts/verdict/comparison.ts";
import { outcomeOf } from "../scripts/verdict/outcome.ts";
import { CommandProcess } from "./helpers/command_process.ts";
import { once, wait } from "./helpers/compare_project.ts";
import { git, repository } from "./helpers/repository.ts";
import { type Ended, Project, scripts } from "./project.ts";
import { needs } from "./helpers/needs.ts";
import { ifThorough } from "./helpers/thorough.ts";

const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno,git,taskset"];
const COMPARE = fromFileUrl(new URL("compare.ts", scripts));

const process = new CommandProcess("compare", PERMISSIONS);

const compare = (project: Project, args: readonly string[]): Promise<Ended> =>
  process.run(project.folder, args);

const BRIEF = ["--budget", "0.1"];

Deno.test("compare --against exits with the code of its outcome, and writes its reports", async (t) => {
  interface Row {
    readonly what: string;
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
    readonly code: number;
    /** The code for the same comparison with `--strict`, or without it if the row has it. */
    readonly other?: number;
    readonly summary: RegExp;
    readonly error?: RegExp;
  }
  const steady = once("a", wait(4));
  const rows: Row[] = [
    {
      what: "a file does not load now, and a benchmark throws now",
      before: { "a_bench.ts": steady + once("b"), "c_bench.ts": once("c") },
      after: {
        "a_bench.ts": steady + once("b", 'throw "a text"'),
        "c_bench.ts": 'import "./nowhere.ts";\n' + once("c"),
      },
      code: 1,
      summary: /^2 failed, 1 (?!.*(added|removed|not compared))/,
    },
    {
      what: "one file of two did not load before",
      before: { "a_bench.ts": steady, "c_bench.ts": 'import "./nowhere.ts";\n' + once("c") },
      after: { "a_bench.ts": steady, "c_bench.ts": once("c") },
      args: [...BRIEF, "--strict"],
      code: 1,
      other: 0,
      summary: /^1 not compared, (?!.*(added|removed|failed))/,
    },
    {
      what: "files and benchmarks fail in both versions, in the same way or in another",
      before: {
        "a_bench.ts": steady + once("b", 'throw "was"') + once("env", 'Deno.env.get("X")'),
        "c_bench.ts": 'throw "was";\n' + once("c"),
        "d_bench.ts": 'Deno.env.get("X");\n' + once("d"),
      },
      after: {
        "a_bench.ts": steady + once("b", 'throw "is"') + once("env", 'Deno.env.get("X")'),
        "c_bench.ts": 'throw "is";\n' + once("c"),
        "d_bench.ts": 'Deno.env.get("X");\n' + once("d"),
      },
      code: 2,
      other: 2,
      summary: /^4 not compared, 1 /,
      error: new RegExp(
        "^error: Not everything was compared: " + [
          'c_bench\\.ts cannot be loaded by either version: baseline: threw "was"; current: threw "is"',
          'a_bench\\.ts:b cannot be run by either version: baseline: threw "was"; current: threw "is"',
          "d_bench\\.ts cannot be loaded by either version: NotCapable: [^;]* at d_bench\\.ts:1:10",
          "a_bench\\.ts:env cannot be run by either version: NotCapable: ",
        ].map((part) => `(?=.*${part})`).join("") + ".*\n$",
      ),
    },
    {
      what: "nothing loaded before",
      before: { "a_bench.ts": 'throw new Error("no");' },
      after: { "a_bench.ts": once("a") },
      code: 2,
      summary: /^1 not compared$/,
      error: /^error: Nothing was compared: a_bench\.ts:a: .*Error: no at a_bench\.ts:1:7\n$/,
    },
    {
      what: "flags that no V8 has",
      before: { "a_bench.ts": once("a") },
      after: { "a_bench.ts": once("a") },
      args: ["--against-flags=--no-such-flag"],
      code: 2,
      summary: /^1 not compared$/,
      error: /V8 did not recognize flag/,
    },
    {
      what: "nothing in common",
      before: { "a_bench.ts": once("a") },
      after: { "b_bench.ts": once("b") },
      args: ["--bench-from", "own"],
      code: 2,
      summary: /^1 added, 1 removed$/,
      error: /the baseline has 1 \(a\), the current version has 1 \(b\)\n$/,
    },
    {
      what: "no time",
      before: { "a_bench.ts": once("a", wait(400)) + once("b", wait(400)) },
      after: { "a_bench.ts": once("a", wait(400)) + once("b", wait(400)) },
      args: ["--timeout", "0.05", "--budget", "60"],
      code: 2,
      summary: /^2 not measured$/,
      error:
        /2 benchmarks need about 2 min, but the limit is 0\.05 min.*\nerror: 2 of 2 benchmarks were not/,
    },
  ];
  for (const { what, before, after, args = BRIEF, code, other, summary, error } of rows) {
    await t.step(what, async () => {
      await using project = await repository(before);
      for (const name of Object.keys(before)) await Deno.remove(project.path(name));
      for (const [name, text] of Object.entries(after)) await project.write(name, text);
      const ended = await compare(project, ["--against=HEAD", ...args, "--out=out0.json"]);
      assertEquals(ended.code, code, ended.error);
      assertMatch(ended.out.trimEnd().split("\n").at(-1)!, summary);
      if (error === undefined) assertEquals(ended.error, "");
      else assertMatch(ended.error, error);
      const comparison: Comparison = JSON.parse(await project.read("out0.json"));
      const counts = Object.values(comparison.summary);
      assert(counts.some((count) => count > 0), "the report has every benchmark");
      if (other === undefined) return;
      assertEquals(outcomeOf(comparison, !args.includes("--strict")).code, other);
    });
  }
});

Deno.test("compare --groups exits with 2 if a file or a baseline could not be measured", async (t) => {
  const bench = (name: string, more: string, work = "") =>
    `Deno.bench({ name: "${name}", group: "g", n: 1, warmup: 0, ${more} fn() { ${work} } });\n`;
  const group = bench("old", "baseline: true,", wait(4)) + bench("new", "", wait(4));
  await t.step(
    "a file that does not load, a baseline that throws, and a whole group that throws",
    async () => {
      await using project = await Project.create({
        "a_bench.ts": group,
        "b_bench.ts": 'throw "no";',
        "c_bench.ts": bench("old", "baseline: true,", 'throw "no";') + bench("new", ""),
        "d_bench.ts": bench("old", "baseline: true,", 'throw "no";') +
          bench("new", "", 'throw "no";'),
      });
      const { code, error } = await compare(project, ["--groups", ...BRIEF]);
      const reasons = [
        'b_bench.ts could not be loaded: threw "no"',
        'the baseline in the group of c_bench.ts:g/new cannot be run: threw "no"',
        'd_bench.ts:g/new and the baseline in its group cannot be run: threw "no"',
      ];
      assertEquals(error, `error: Not everything was compared: ${reasons.join("; ")}\n`);
      assertEquals(code, 2);
    },
  );
  await t.step("all shards together, with a threshold for the suite", async () => {
    const config = '{ "suite": { "threshold": 5 } }';
    await using project = await Project.create({ "a_bench.ts": group, "benchline.jsonc": config });
    const compared: string[] = [];
    for (const shard of ["1/3", "2/3", "3/3"]) {
      const out = `--out=${shard[0]}.json`;
      const given = ["--groups", "--shard", shard, out, ...BRIEF];
      const { code, error } = await compare(project, given);
      assertEquals([code, error], [
        0,
        'The configuration sets "suite", which has no effect: --groups judges no suite\n',
      ]);
      const { entries }: Comparison = JSON.parse(await project.read(`${shard[0]}.json`));
      compared.push(...entries.map(({ name, verdict }) => `${name} ${verdict}`));
    }
    assertEquals(compared.map((line) => line.split(" ")[0]), ["new"]);
    assert(!compared[0]!.endsWith("not_compared"), compared[0]);
  });
});

Deno.test({
  ...ifThorough(
    "compare --affected leaves out unaffected files, and exits with 0 if there are no others",
  ),
  async fn() {
    await using project = await repository({
      ".gitignore": "report.*\n",
      "a_bench.ts": once("a"),
      "b_bench.ts": `await import("./" + "a.ts").catch(() => {});\n${once("b")}`,
      "data.txt": "1",
    });
    await project.write("data.txt", "2");
    const run = async (...args: string[]) => {
      const outs = ["--out=report.json", "--out=report.xml"];
      const ended = await compare(project, [
        "--against=HEAD",
        "--affected",
        ...BRIEF,
        ...outs,
        ...args,
      ]);
      const text = await project.read("report.json");
      const { entries, affected, suite }: Comparison = JSON.parse(text);
      return { ...ended, names: entries.map(({ name }) => name), affected, suite: suite!.verdict };
    };
    const none = await run("a_bench.ts", "--suite-threshold=5");
    assertEquals([none.code, none.error, none.names, none.suite], [0, "", [], "not_slower"]);
    assertStringIncludes(none.out, "\n  a_bench.ts: same 1 module\n");
    assertStringIncludes(none.out, "\nnothing affected, 1 bench file left out\n");
    assertStringIncludes(await project.read("report.xml"), 'message="same 1 module"');
    const inPart = await run("--filter=b", "--suite-threshold=5", "--threshold=900");
    assertEquals([inPart.code, inPart.suite], [2, "not_measured"], inPart.error);
    assertEquals(inPart.names, ["b"]);
    assertEquals(inPart.affected!.left_out.map(({ file }) => file), ["a_bench.ts"]);
    const reads = await run("a_bench.ts", "--", "-R");
    assertEquals(reads.names, ["a"]);
    assertEquals(reads.affected!.measured[0]!.reason, "it may read data.txt, which differs");
    const told = await run("a_bench.ts", "--data=none", "--", "-R");
    assertEquals([told.code, told.names], [0, []]);
  },
});

Deno.test("compare --against refuses in one line what it cannot compare", async () => {
  await using origin = await repository({ "a_bench.ts": once("a") });
  await git(origin, "commit", "--quiet", "--allow-empty", "--message", "second");
  await using shallow = await Project.create();
  await git(shallow, "clone", "--quiet", "--depth=1", `file://${origin.folder}`, ".");
  await using plain = await Project.create({ "a_bench.ts": once("a") });
  const rows: [Project, string[], RegExp][] = [
    [origin, ["--against", "no-such-branch"], /against no-such-branch: git knows no such commit$/],
    [origin, ["--against=--upload-pack=x"], /git knows no such commit$/],
    [shallow, ["--against", "HEAD~1"], /shallow clone/],
    [plain, ["--against", "main"], /not in a git repository$/],
    [origin, ["--against"], /nothing has changed since the merge base with main, which is HEAD/],
    [origin, ["--against", "main", "--filter", "zzz"], /matches none of 1 benchmarks$/],
    [origin, ["--against", "main", "--baseline", "x.json"], /--baseline cannot be combined/],
    [origin, ["--against", "main", "--placement", "trio"], /must be one of pair, single/],
    [origin, ["--against", "main", "--bench-from", "x"], /must be one of missing, current, own/],
    [
      origin,
      ["--against", "main", "none_bench.ts"],
      /neither version has such a file$/,
    ],
    [origin, ["--against", "main", "/elsewhere/a_bench.ts"], /it is outside the repository/],
    [origin, ["--against-deno", "/no/such/deno"], /\/no\/such\/deno/],
    [origin, ["--affected"], /--affected needs a version to compare with, as in --against main$/],
    [origin, ["--affected", "--groups"], /needs a version to compare with, as in --against main$/],
    [
      origin,
      ["--affected", "--against-flags=--no-opt"],
      /needs a version to compare with, as in --against main$/,
    ],
    [origin, ["--against", "main", "--data", "x"], /--data needs --affected$/],
    [
      origin,
      ["--against", "main", "--affected", "--data", "[z-a]"],
      /Cannot use the glob "\[z-a\]"/,
    ],
  ];
  for (const [project, args, message] of rows) {
    const { code, out, error } = await compare(project, args);
    assertEquals([code, out], [2, ""], `${args}: ${error}`);
    assertMatch(error.trimEnd(), message);
    assertEquals(error.trimEnd().split("\n").length, 1, error);
  }
});

Deno.test({
  ...needs(
    "signals",
    "an interrupted compare --against reports its finished rounds and leaves nothing behind",
  ),
  async fn() {
    await using project = await repository({ "a_bench.ts": once("a", wait(4)) });
    const before = await git(project, "worktree", "list");
    const child = new Deno.Command("deno", {
      args: [
        "run",
        "--no-prompt",
        ...PERMISSIONS,
        COMPARE,
        "--against=HEAD",
        "--budget=600",
        "--timeout=60",
        "--verbose",
        "--format=json",
        "--tolerance=0",
        "--threshold=0",
      ],
      cwd: project.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let said = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) {
      said += decoder.decode(chunk);
      if (said.includes("round 3")) break;
    }
    child.kill("SIGINT");
    const [{ code }, out] = await Promise.all([
      child.status,
      new Response(child.stdout).text(),
    ]);
    assertEquals(code, 130);
    const { entries, doubts }: Comparison = JSON.parse(out);
    assertEquals(entries[0]!.rounds.current >= 2, true);
    assertEquals(doubts.at(-1)!.message, "measuring ended early: it was stopped by SIGINT");
    assertEquals(await git(project, "worktree", "list"), before);
  },
});

Deno.test("compare --against in a hook neither reads nor changes what git commits", async () => {
  await using project = await repository({ "a_bench.ts": once("a") });
  await project.write("a_bench.ts", `${once("a")}// 2\n`);
  await git(project, "commit", "--all", "--quiet", "--message", "second");
  const command = ["deno", "run", "--no-prompt", ...PERMISSIONS, COMPARE, "--against", "HEAD~1"];
  await project.write(
    ".git/hooks/pre-commit",
    `#!/bin/sh\n${[...command, ...BRIEF].join(" ")} >.git/said 2>&1\necho "exit $?" >>.git/said\n`,
  );
  await Deno.chmod(project.path(".git/hooks/pre-commit"), 0o755);
  await project.write("a_bench.ts", `${once("a")}// 3\n`);
  await git(project, "commit", "--all", "--quiet", "--message", "third");
  assertStringIncludes(await project.read(".git/said"), "exit 0");
  assertEquals(await git(project, "show", "HEAD:a_bench.ts"), `${once("a")}// 3`);
  assertEquals(await git(project, "status", "--porcelain"), "");
  assert((await git(project, "diff", "HEAD~1", "--stat")).includes("1 file changed"));
});
