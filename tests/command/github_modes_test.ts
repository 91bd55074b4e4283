// Checks what the action reports without measuring, on files in memory and with a simulated server.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Given } from "../../scripts/command/github/given.ts";
import { Reports } from "../../scripts/command/github/reports.ts";
import { main } from "../../scripts/github.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

/** Runs the action in this process on files in memory, and records the requests to GitHub. */
async function githubInMemory(
  mode: string,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const event = { pull_request: { number: 7, base: { sha: "0".repeat(40) } } };
  const io = new MemoryIo({ "event.json": JSON.stringify(event), ...files });
  const bodies: string[] = [];
  const existing = { id: 5, user: { type: "Bot" }, body: "<!-- benchline:ci/bench -->\nold" };
  const variables: Record<string, string> = {
    BENCHLINE_OUT: "out",
    GITHUB_EVENT_PATH: "event.json",
    GITHUB_REPOSITORY: "owner/name",
    GITHUB_WORKFLOW: "ci",
    GITHUB_JOB: "bench",
    GITHUB_STEP_SUMMARY: "summary.md",
    GITHUB_OUTPUT: "outputs",
    ...env,
  };
  const code = await main([mode], io, new AbortController().signal, {
    env: (name) => variables[name],
    network: {
      sleep: () => Promise.resolve(),
      fetch(url, init) {
        if (typeof init?.body === "string") {
          bodies.push(`${init.method} ${url} ${JSON.parse(init.body).body}`);
        }
        return Promise.resolve(Response.json(init?.method === "GET" ? [existing] : {}));
      },
    },
  });
  return { code, io, bodies };
}

Deno.test("github measures nothing if benchmarks could read the token", async () => {
  for (const mode of ["compare", "run"]) {
    const { code, io } = await githubInMemory(mode, { GITHUB_TOKEN: "secret" });
    assertEquals(code, 2);
    assertEquals(
      io.error,
      `error: github ${mode} runs code of the pull request, which could read GITHUB_TOKEN: set it only in the step of github comment\n`,
    );
    assertEquals(io.files.has("summary.md"), false);
  }
});

Deno.test("github compare says why nothing was compared, and comment updates the comment", async () => {
  const old = { "out/comparison.json": "{}", "out/report.html": "old", "out/junit.xml": "old" };
  const { code, io } = await githubInMemory(
    "compare",
    { BENCHLINE_AGAINST: "main", BENCHLINE_BUDGET: "<b>\n::error::x" },
    old,
  );
  assertEquals(code, 2);
  const reason = '--budget must be a number from 0.1 to 100000, found "<b>\\n::error::x"';
  assertEquals(io.error, `error: ${reason}\n`);
  const text = "## Benchmarks: not compared\n\n" +
    '--budget must be a number from 0.1 to 100000, found "&lt;b&gt;&#92;n&#58;&#58;error&#58;&#58;x"\n';
  assertEquals(io.files.get("summary.md"), `${text}\n`);
  // Files of another run do not count as results of this one.
  assertEquals([...io.files.keys()].filter((path) => path.startsWith("out/")), []);
  assertEquals(io.files.get("outputs"), `reason=${reason}\n`);

  const comment = await githubInMemory("comment", {
    BENCHLINE_REASON: reason,
    GITHUB_TOKEN: "secret",
  }, old);
  const comments = "https://api.github.com/repos/owner/name/issues/comments/5";
  assertEquals(comment.bodies, [`PATCH ${comments} <!-- benchline:ci/bench -->\n${text}`]);
  assertEquals([comment.code, comment.io.error], [0, "updated the comment on pull request 7\n"]);
});

Deno.test("github comment always replaces the comment of the previous run", async (t) => {
  const rows: [what: string, env: Record<string, string>, code: number, said: string][] = [
    [
      "a previous step that was stopped",
      {},
      0,
      "The reason is not known; the log of the job may say more",
    ],
    ["no comparison", { BENCHLINE_COMPARISON: "a.json" }, 2, "there is no such file"],
    [
      "a malformed comparison",
      { BENCHLINE_COMPARISON: "event.json" },
      2,
      "Cannot read event&#46;json",
    ],
  ];
  for (const [what, env, code, said] of rows) {
    await t.step(what, async () => {
      const ended = await githubInMemory("comment", { ...env, GITHUB_TOKEN: "secret" });
      assertEquals([ended.code, ended.bodies.length], [code, 1]);
      assertStringIncludes(ended.bodies[0]!, "## Benchmarks: not compared\n");
      assertStringIncludes(ended.bodies[0]!.replace("event.json", "event&#46;json"), said);
    });
  }
});

Deno.test("github compare gives the comment the reason if it could not compare", async () => {
  const { code, io } = await githubInMemory("compare", {
    BENCHLINE_AGAINST: "main",
    BENCHLINE_FILES: "a_bench.ts --config=x",
  });
  assertEquals(code, 2);
  assertStringIncludes(
    io.files.get("outputs")!,
    "reason=The input files must be bench files, found ",
  );
});

Deno.test("github continues if a report cannot be written", async () => {
  const io = new MemoryIo();
  io.unwritable.add("summary.md");
  const reports = new Reports(
    new Given((name) => ({ GITHUB_STEP_SUMMARY: "summary.md", GITHUB_OUTPUT: "outputs" })[name]),
    io,
  );
  await reports.addToSummary("text");
  await reports.setOutputs({ regressions: 1 });
  assertEquals(io.error, "warning: Cannot write summary.md: the operating system denies it\n");
  await reports.setOutputs({ comparison: "a\nregressions=0" });
  const [first, line, value, ...rest] = io.files.get("outputs")!.split("\n");
  const end = line!.slice("comparison<<".length);
  assertEquals([first, value, ...rest], ["regressions=1", "a", "regressions=0", end, ""]);
  assert(end.length > 20 && line!.startsWith("comparison<<"));
});

Deno.test("github run says why there is no result, and ignores results of earlier runs", async () => {
  const { code, io } = await githubInMemory(
    "run",
    { BENCHLINE_ROUNDS: "many" },
    { "out/ci_results.json": "{}", "out/comparison.json": "{}" },
  );
  assertEquals(code, 2);
  assertEquals(
    io.files.get("summary.md"),
    "## Benchmarks: not measured\n\n" +
      '--rounds must be a whole number from 1 to 1000, found "many"\n\n',
  );
  assertEquals([...io.files.keys()].filter((path) => path.startsWith("out/")), []);
});

Deno.test("github says what is wrong with its input", async (t) => {
  const rows: [what: string, mode: string, env: Record<string, string>, error: string][] = [
    [
      "an unknown mode",
      "measure",
      {},
      'github needs an action: compare, run, comment, keep, found "measure"',
    ],
    [
      "an option in place of a file",
      "compare",
      { BENCHLINE_FILES: "--config=x" },
      'found "--config=x"',
    ],
    [
      "a malformed number",
      "compare",
      { BENCHLINE_BUDGET: "$(id)" },
      '--budget must be a number from 0.1 to 100000, found "$(id)"',
    ],
    [
      "a threshold of the suite",
      "compare",
      { BENCHLINE_SUITE_THRESHOLD: "much" },
      '--suite-threshold must be a number from 0 to 1000000, found "much"',
    ],
    ["a malformed event", "comment", { GITHUB_EVENT_PATH: "broken.json" }, "it is not JSON"],
    ["a missing commit", "compare", { BENCHLINE_AGAINST: "nowhere" }, "git knows no such commit"],
  ];
  for (const [what, mode, env, error] of rows) {
    await t.step(what, async () => {
      const given = { BENCHLINE_AGAINST: "HEAD", ...env };
      const { code, io } = await githubInMemory(mode, given, { "broken.json": "{" });
      assertEquals(code, 2);
      assertStringIncludes(io.error, error);
    });
  }
});
