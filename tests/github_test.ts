// What the action runs, with an event file, variables and a server made up.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Given } from "../scripts/command/github/given.ts";
import { Reports } from "../scripts/command/github/reports.ts";
import { main } from "../scripts/github.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn, scripts } from "./project.ts";

const MEASURING = [
  "--allow-read",
  "--allow-write",
  "--allow-run=deno,git,taskset",
  "--allow-sys=cpus,systemMemoryInfo",
  "--allow-env=BENCHLINE_*,GITHUB_*,CI,DENO_V8_FLAGS,GITLAB_CI,CI_PIPELINE_ID,CI_COMMIT_REF_NAME",
];

/** The permissions of each mode, as in action.yml. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  compare: MEASURING,
  run: MEASURING,
  comment: ["--allow-read", "--allow-net=127.0.0.1", "--allow-env=BENCHLINE_*,GITHUB_*"],
  keep: ["--allow-read", "--allow-write", "--allow-run=git", "--allow-env=BENCHLINE_*,GITHUB_*"],
};

const sorting = (size: number) => `
const numbers = Array.from({ length: ${size} }, (_, i) => Math.sin(i));
Deno.bench("sort", () => { numbers.toSorted((a, b) => a - b); });
`;

/** A repository with one commit, whose working tree sorts so many numbers. */
async function repository(size: number): Promise<Project> {
  const project = await Project.create({ "a_bench.ts": sorting(200) });
  for (
    const args of [
      ["init", "--quiet", "--initial-branch=main"],
      ["add", "--all"],
      ["-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "--quiet", "--message=first"],
    ]
  ) assertEquals((await runIn(project, "git", args)).code, 0);
  await project.write("a_bench.ts", sorting(size));
  return project;
}

async function github(project: Project, mode: string, env: Record<string, string>) {
  const script = fromFileUrl(new URL("github.ts", scripts));
  const args = ["run", "--no-prompt", ...PERMISSIONS[mode]!, script, mode];
  return await runIn(project, "deno", args, {
    BENCHLINE_BUDGET: "1",
    // Whoever runs the tests may have one.
    GITHUB_TOKEN: "",
    BENCHLINE_OUT: "out",
    GITHUB_OUTPUT: project.path("outputs"),
    GITHUB_STEP_SUMMARY: project.path("summary.md"),
    ...env,
  });
}

/** Runs with a server in the place of the API that answers every request so. */
async function withApi(
  status: number,
  use: (url: string, bodies: string[]) => Promise<void>,
): Promise<void> {
  const bodies: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const text = await request.text();
    if (text !== "") bodies.push(JSON.parse(text).body);
    return Response.json(request.method === "GET" ? [] : {}, { status });
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, bodies);
  } finally {
    await server.shutdown();
  }
}

async function pullRequest(project: Project): Promise<Record<string, string>> {
  const { out } = await runIn(project, "git", ["rev-parse", "HEAD"]);
  const event = { pull_request: { number: 7, base: { sha: out.trim() } } };
  await project.write("event.json", JSON.stringify(event));
  return {
    GITHUB_EVENT_PATH: project.path("event.json"),
    GITHUB_REPOSITORY: "owner/name",
    GITHUB_WORKFLOW: "ci --> x",
    GITHUB_JOB: "bench",
  };
}

/** The outputs of the step that was run last, as the next one gets them. */
async function outputs(project: Project): Promise<Record<string, string>> {
  const text = await project.read("outputs");
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "";
  return {
    BENCHLINE_COMPARISON: value("comparison"),
    BENCHLINE_REASON: value("reason"),
    BENCHLINE_RESULT: value("result"),
  };
}

Deno.test("github compare fails on a slowdown and reports it everywhere", async () => {
  await using project = await repository(2000);
  await withApi(200, async (url, bodies) => {
    const env = await pullRequest(project);
    // Enough to decide on a busy machine as well.
    const ended = await github(project, "compare", { ...env, BENCHLINE_BUDGET: "60" });
    assertEquals(ended.code, 1, ended.error);
    assertStringIncludes(
      ended.out,
      "::error file=a_bench.ts,line=3,title=severe regression%3A sort::",
    );
    assertEquals(bodies.length, 0);
    const commented = await github(project, "comment", {
      ...env,
      ...await outputs(project),
      GITHUB_API_URL: url,
      GITHUB_TOKEN: "secret",
    });
    assertEquals(commented.code, 0, commented.error);
    assertStringIncludes(commented.error, "created the comment on pull request 7");
    assertEquals(bodies.length, 1);
    const marker = "<!-- benchline:ci%20%2D%2D%3E%20x/bench -->";
    assert(bodies[0]!.startsWith(`${marker}\n## Benchmarks: 1 regression\n`), bodies[0]);
    const summary = await project.read("summary.md");
    assert(summary.startsWith("## Benchmarks: 1 regression"));
    const text = await project.read("outputs");
    assertStringIncludes(text, "regressions=1\n");
    assertStringIncludes(text, "comparison=out/comparison.json\n");
    assertEquals(await project.list("out"), ["comparison.json", "junit.xml", "report.html"]);
  });
});

Deno.test("github compare measures what the change affects where that is asked for", async (t) => {
  await using project = await repository(200);
  const run = async (more: Record<string, string>) => {
    const ended = await github(project, "compare", { ...await pullRequest(project), ...more });
    return { ...ended, summary: await project.read("summary.md") };
  };
  await t.step("nothing that the benchmarks read has changed", async () => {
    const { code, error, out, summary } = await run({
      BENCHLINE_AFFECTED: "true",
      BENCHLINE_DATA: "data/** fixtures/*",
      BENCHLINE_FLAGS: "-R",
    });
    assertEquals(code, 0, error);
    assertStringIncludes(out, "::notice title=1 bench file left out::a_bench.ts: same 1 module");
    assertStringIncludes(summary, "## Benchmarks: nothing affected, 1 bench file left out");
  });
  await t.step("neither true nor false", async () => {
    const { code, error } = await run({ BENCHLINE_AFFECTED: "yes" });
    assertEquals(code, 2);
    assertStringIncludes(error, 'BENCHLINE_AFFECTED must be true or false, found "yes"');
  });
});

Deno.test("github comment is a warning where the token may not write, or there is none", async () => {
  await using project = await repository(200);
  const warning = "warning: Cannot comment on the pull request: the server answers 403";
  await withApi(403, async (url) => {
    for (const [token, said] of [["secret", warning], ["", ""]]) {
      const { code, error } = await github(project, "comment", {
        ...await pullRequest(project),
        GITHUB_API_URL: url,
        GITHUB_TOKEN: token!,
      });
      assertEquals([code, error.slice(0, warning.length)], [0, said]);
    }
  });
});

Deno.test("github measures nothing where benchmarks could read the token", async () => {
  for (const mode of ["compare", "run"]) {
    const { code, io } = await githubInMemory(mode, { GITHUB_TOKEN: "secret" });
    assertEquals(code, 2);
    assertEquals(
      io.error,
      `error: github ${mode} runs code of the pull request, which could read GITHUB_TOKEN: give it to the step of github comment alone\n`,
    );
    assertEquals(io.files.has("summary.md"), false);
  }
});

Deno.test("github run keeps the result and proposes it as the baseline", async () => {
  await using project = await repository(200);
  const env = { BENCHLINE_ROUNDS: "1", BENCHLINE_FILTER: "sort" };
  const first = await github(project, "run", env);
  assertEquals(first.code, 0, first.error);
  const result = await project.read("out/ci_results.json");
  assertStringIncludes(await project.read("summary.md"), "There is no baseline yet");
  await project.write("benchmarks/baselines/baseline_results.json", result);
  const second = await github(project, "run", env);
  assertEquals(second.code, 0, second.error);
  assertStringIncludes(await project.read("summary.md"), "deno task baseline accept");
  assertEquals(await project.read("benchmarks/baselines/baseline_results.json"), result);
});

Deno.test("github warns of credentials that a bench file could import", async () => {
  await using project = await repository(200);
  const header = "AUTHORIZATION: basic c2VrcmV0";
  const set = ["config", "http.https://github.com/.extraheader", header];
  assertEquals((await runIn(project, "git", set)).code, 0);
  const { code, error } = await github(project, "run", { BENCHLINE_FILTER: "no benchmark" });
  assertEquals([code, error], [
    2,
    "warning: The checkout keeps credentials, which benchmarks can read: give actions/checkout persist-credentials: false\n" +
    'error: Nothing to run: the filter "no benchmark" matches none of 1 benchmarks\n',
  ]);
});

Deno.test("github keep puts the result on a branch, and goes on where it cannot", async () => {
  await using project = await repository(200);
  const measured = await github(project, "run", { BENCHLINE_ROUNDS: "1" });
  assertEquals(measured.code, 0, measured.error);
  const env = { ...await outputs(project), BENCHLINE_BRANCH: "benchmarks" };
  const alone = await github(project, "keep", env);
  assertEquals(alone.code, 0, alone.error);
  assertStringIncludes(alone.error, "warning: Cannot reach origin");
  for (
    const args of [["init", "--quiet", "--bare", "server"], ["remote", "add", "origin", "./server"]]
  ) {
    assertEquals((await runIn(project, "git", args)).code, 0);
  }
  const kept = await github(project, "keep", env);
  assertStringIncludes(kept.error, "kept the result on the branch benchmarks");
  const listed = await runIn(project, "git", [
    "-C",
    "server",
    "ls-tree",
    "-r",
    "--name-only",
    "benchmarks",
  ]);
  assertMatch(listed.out, /^results\/20[0-9T-]+Z_[0-9a-f]{12}\.json\n$/);
});

/** Runs in this process, on files in memory; what would be sent to GitHub is kept. */
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
  const code = await main([mode], io, {
    env: (name) => variables[name],
    interrupt: new AbortController().signal,
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

Deno.test("github compare says that nothing was compared, and why, and comment says it anew", async () => {
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
  // What another run has left behind is not taken for a result of this one.
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

Deno.test("github comment never leaves the comment of before", async (t) => {
  const rows: [what: string, env: Record<string, string>, code: number, said: string][] = [
    ["the step before was ended", {}, 0, "Nothing was said of why; the log of the job may tell"],
    ["no comparison", { BENCHLINE_COMPARISON: "a.json" }, 2, "there is no such file"],
    ["a broken one", { BENCHLINE_COMPARISON: "event.json" }, 2, "Cannot read event&#46;json"],
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

Deno.test("github compare tells the comment also why it did not get as far as comparing", async () => {
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

Deno.test({
  name: "github follows no link out of the workspace, in whatever mode it measures",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    const rows: [
      what: string,
      link: (project: Project, outside: string) => Promise<void>,
      why: string,
    ][] = [
      ["a folder", (p, o) => Deno.symlink(o, p.path("out")), "leads out of the workspace"],
      ["a folder above", async (p, o) => {
        await Deno.mkdir(`${o}/deep`);
        await Deno.symlink(o, p.path("links"));
        await Deno.symlink("links/deep", p.path("out"));
      }, "leads out of the workspace"],
      ["a file", async (p, o) => {
        await Deno.mkdir(p.path("out"));
        await Deno.symlink(`${o}/kept.txt`, p.path("out/comparison.json"));
      }, "leads out of the workspace"],
      ["a file that is not there", async (p, o) => {
        await Deno.mkdir(p.path("out"));
        await Deno.symlink(`${o}/new.txt`, p.path("out/comparison.json"));
      }, "leads nowhere"],
      [
        "a folder that is not there",
        (p, o) => Deno.symlink(`${o}/new`, p.path("out")),
        "leads nowhere",
      ],
      ["a circle", (p) => Deno.symlink("out", p.path("out")), "leads nowhere"],
    ];
    for (const [what, link, why] of rows) {
      await t.step(what, async () => {
        await using outside = await Project.create({ "kept.txt": "mine" });
        await using project = await repository(200);
        await link(project, outside.folder);
        const before = await outside.list();
        for (const mode of ["compare", "run"]) {
          const { code, out, error } = await github(project, mode, {
            GITHUB_WORKSPACE: project.folder,
            BENCHLINE_AGAINST: "HEAD",
          });
          assertEquals([code, out], [2, ""], error);
          assertMatch(
            error,
            /^error: Cannot write out\/\w+\.\w+: a link on the way leads [^\n]*\n$/,
          );
          assertStringIncludes(error, why);
          assertEquals([await outside.read("kept.txt"), await outside.list()], ["mine", before]);
        }
      });
    }
  },
});

Deno.test({
  name: "github writes where the workflow says, and through links within the workspace",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using outside = await Project.create();
    await using project = await repository(200);
    await Deno.mkdir(project.path("real"));
    await Deno.symlink("real", project.path("out"));
    for (const out of [outside.folder, "out"]) {
      const ended = await github(project, "run", {
        BENCHLINE_ROUNDS: "1",
        GITHUB_WORKSPACE: project.folder,
        BENCHLINE_OUT: out,
      });
      assertEquals(ended.code, 0, ended.error);
    }
    assertEquals(await outside.list(), ["ci_results.json"]);
    assertEquals(await project.list("real"), ["ci_results.json"]);
  },
});

Deno.test("github goes on where a report cannot be written", async () => {
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

Deno.test("github run says why there is no result, and takes none of before for its own", async () => {
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
    ["a mode", "measure", {}, 'github wants one of compare, run, comment, keep, found "measure"'],
    ["an option as a file", "compare", { BENCHLINE_FILES: "--config=x" }, 'found "--config=x"'],
    [
      "a number",
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
    ["a broken event", "comment", { GITHUB_EVENT_PATH: "broken.json" }, "it is not JSON"],
    ["no such commit", "compare", { BENCHLINE_AGAINST: "nowhere" }, "git knows no such commit"],
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
