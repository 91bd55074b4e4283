// What the action runs, with an event file, variables and a server made up.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Given } from "../scripts/command/github/given.ts";
import { Reports } from "../scripts/command/github/reports.ts";
import { main } from "../scripts/github.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn, scripts } from "./project.ts";

const PERMISSIONS = [
  "--allow-read",
  "--allow-write",
  "--allow-run=deno,git,taskset",
  "--allow-sys=cpus,systemMemoryInfo",
  "--allow-net=127.0.0.1",
  "--allow-env=BENCHLINE_*,GITHUB_*,CI,DENO_V8_FLAGS,GITLAB_CI,CI_PIPELINE_ID,CI_COMMIT_REF_NAME",
];

const sorting = (size: number) => `
const numbers = Array.from({ length: ${size} }, (_, i) => Math.sin(i));
Deno.bench("sort", () => { numbers.toSorted((a, b) => a - b); });
if (Deno.env.has("GITHUB_TOKEN")) throw new Error("the benchmarks see the token");
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
  return await runIn(project, "deno", ["run", "--no-prompt", ...PERMISSIONS, script, mode], {
    BENCHLINE_BUDGET: "1",
    BENCHLINE_FLAGS: "--allow-env",
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
    GITHUB_TOKEN: "secret",
    GITHUB_WORKFLOW: "ci --> x",
    GITHUB_JOB: "bench",
  };
}

Deno.test("github compare fails on a slowdown and reports it everywhere", async () => {
  await using project = await repository(2000);
  await withApi(200, async (url, bodies) => {
    const ended = await github(project, "compare", {
      ...await pullRequest(project),
      GITHUB_API_URL: url,
      // Enough to decide on a busy machine as well.
      BENCHLINE_BUDGET: "60",
    });
    assertEquals(ended.code, 1, ended.error);
    assertStringIncludes(
      ended.out,
      "::error file=a_bench.ts,line=3,title=severe regression%3A sort::",
    );
    assertStringIncludes(ended.error, "created the comment on pull request 7");
    assertEquals(bodies.length, 1);
    // A file that sees the token throws, and would be a failure here.
    const marker = "<!-- benchline:ci%20%2D%2D%3E%20x/bench -->";
    assert(bodies[0]!.startsWith(`${marker}\n## Benchmarks: 1 regression\n`), bodies[0]);
    const summary = await project.read("summary.md");
    assert(summary.startsWith("## Benchmarks: 1 regression"));
    const outputs = await project.read("outputs");
    assertStringIncludes(outputs, "regressions=1\n");
    assertStringIncludes(outputs, "comparison=out/comparison.json\n");
    assertEquals(await project.list("out"), ["comparison.json", "junit.xml", "report.html"]);
  });
});

Deno.test("github compare loses nothing but the comment where the token may not write", async () => {
  await using project = await repository(200);
  await withApi(403, async (url) => {
    const ended = await github(project, "compare", {
      ...await pullRequest(project),
      GITHUB_API_URL: url,
    });
    assertEquals(ended.code, 0, ended.error);
    assertStringIncludes(
      ended.error,
      "warning: Cannot comment on the pull request: the server answers 403",
    );
    assert((await project.read("summary.md")).startsWith("## Benchmarks: "));
  });
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

Deno.test("github run keeps the result on a branch, and goes on where it cannot", async () => {
  await using project = await repository(200);
  const env = { BENCHLINE_ROUNDS: "1", BENCHLINE_FILTER: "sort", BENCHLINE_BRANCH: "benchmarks" };
  const alone = await github(project, "run", env);
  assertEquals(alone.code, 0, alone.error);
  assertStringIncludes(alone.error, "warning: Cannot reach origin");
  for (
    const args of [["init", "--quiet", "--bare", "server"], ["remote", "add", "origin", "./server"]]
  ) {
    assertEquals((await runIn(project, "git", args)).code, 0);
  }
  const kept = await github(project, "run", env);
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
    takeToken: () => "secret",
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

Deno.test("github compare says in the comment of before that nothing was compared, and why", async () => {
  const old = { "out/comparison.json": "{}", "out/report.html": "old", "out/junit.xml": "old" };
  const { code, io, bodies } = await githubInMemory(
    "compare",
    { BENCHLINE_AGAINST: "main", BENCHLINE_BUDGET: "<b>\n::error::x" },
    old,
  );
  assertEquals(code, 2);
  const text = "## Benchmarks: not compared\n\n" +
    '--budget must be a number from 0.1 to 100000, found "&lt;b&gt;&#92;n&#58;&#58;error&#58;&#58;x"\n';
  assertEquals(io.files.get("summary.md"), `${text}\n`);
  const comments = "https://api.github.com/repos/owner/name/issues/comments/5";
  assertEquals(bodies, [`PATCH ${comments} <!-- benchline:ci/bench -->\n${text}`]);
  // What another run has left behind is not taken for a result of this one.
  assertEquals([...io.files.keys()].filter((path) => path.startsWith("out/")), []);
  assertEquals(io.files.has("outputs"), false);
  assertEquals(
    io.error,
    'error: --budget must be a number from 0.1 to 100000, found "<b>\\n::error::x"\n' +
      "updated the comment on pull request 7\n",
  );
});

Deno.test("github compare comments also where it does not get as far as comparing", async () => {
  const { code, bodies } = await githubInMemory("compare", {
    BENCHLINE_AGAINST: "main",
    BENCHLINE_FILES: "a_bench.ts --config=x",
  });
  assertEquals([code, bodies.length], [2, 1]);
  assertStringIncludes(bodies[0]!, "The input files must be bench files, found ");
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
    ["a mode", "measure", {}, 'github wants: compare, or run, found "measure"'],
    ["an option as a file", "compare", { BENCHLINE_FILES: "--config=x" }, 'found "--config=x"'],
    [
      "a number",
      "compare",
      { BENCHLINE_BUDGET: "$(id)" },
      '--budget must be a number from 0.1 to 100000, found "$(id)"',
    ],
    ["a broken event", "compare", { GITHUB_EVENT_PATH: "broken.json" }, "it is not JSON"],
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
