// What the action runs, with made-up variables, a made-up event file and a made-up server.
import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { CommandProcess } from "./helpers/command_process.ts";
import { once, wait } from "./helpers/compare_project.ts";
import { type Ended, Project, runIn } from "./project.ts";
import { needs } from "./helpers/needs.ts";
import { ifThorough, THOROUGH } from "./helpers/thorough.ts";

const MEASURING = [
  "--allow-read",
  "--allow-write",
  "--allow-run=deno,git,taskset",
  "--allow-sys=cpus,systemMemoryInfo",
  "--allow-env=BENCHLINE_*,GITHUB_*,CI,DENO_V8_FLAGS,CI_PIPELINE_ID,CI_COMMIT_REF_NAME",
];

/** The permissions of each mode, as in action.yml. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  compare: MEASURING,
  run: MEASURING,
  comment: ["--allow-read", "--allow-net=127.0.0.1", "--allow-env=BENCHLINE_*,GITHUB_*"],
  keep: ["--allow-read", "--allow-write", "--allow-run=git", "--allow-env=BENCHLINE_*,GITHUB_*"],
};

/** In JavaScript, since Deno checks no types in it. */
const FILE = "a_bench.js";

const sorting = (ms: number) => `\n\n${once("sort", wait(ms))}`;

/** Makes a repository with one commit. In its working tree, a benchmark takes this many times longer. */
async function repository(times: number): Promise<Project> {
  const project = await Project.create({ [FILE]: sorting(10) });
  for (
    const args of [
      ["init", "--quiet", "--initial-branch=main"],
      ["add", "--all"],
      ["-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "--quiet", "--message=first"],
    ]
  ) assertEquals((await runIn(project, "git", args)).code, 0);
  await project.write(FILE, sorting(10 * times));
  return project;
}

const measuring = new CommandProcess("github", MEASURING);
const PROCESSES: Readonly<Record<string, CommandProcess>> = {
  compare: measuring,
  run: measuring,
  comment: new CommandProcess("github", PERMISSIONS["comment"]!),
  keep: new CommandProcess("github", PERMISSIONS["keep"]!),
};

const github = (
  project: Project,
  mode: string,
  env: Record<string, string>,
  options: readonly string[] = [],
) =>
  PROCESSES[mode]!.run(project.folder, [mode, ...options], {
    BENCHLINE_BUDGET: "1",
    // The user who runs the tests may have a token.
    GITHUB_TOKEN: "",
    BENCHLINE_OUT: "out",
    GITHUB_OUTPUT: project.path("outputs"),
    GITHUB_STEP_SUMMARY: project.path("summary.md"),
    ...env,
  });

/** Runs a server that stands for the API, and answers every request with this status. */
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

/** Returns the outputs of the last step, as the next one gets them. */
async function outputs(project: Project): Promise<Record<string, string>> {
  const text = await project.read("outputs");
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "";
  return {
    BENCHLINE_COMPARISON: value("comparison"),
    BENCHLINE_REASON: value("reason"),
    BENCHLINE_RESULT: value("result"),
  };
}

/** Returns the lines on standard error that are not errors. */
function notesIn({ error }: Ended): string[] {
  return error.split("\n").filter((line) => line !== "" && !line.startsWith("error: "));
}

Deno.test({
  ...ifThorough("github compare fails on a slowdown and reports it everywhere"),
  async fn() {
    await using project = await repository(6);
    await withApi(200, async (url, bodies) => {
      const env = await pullRequest(project);
      // This is enough to decide even on a busy machine.
      const ended = await github(project, "compare", { ...env, BENCHLINE_BUDGET: "60" });
      assertEquals(ended.code, 1, ended.error);
      assertStringIncludes(
        ended.out,
        "::error file=a_bench.js,line=3,title=severe regression%3A sort::",
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
      // Percent.
      assertGreater(Number(/^suite=(.+)$/m.exec(text)![1]), 100);
      assertStringIncludes(text, "comparison=out/comparison.json\n");
      const files = ["comparison.json", "comparison_profiles", "junit.xml", "report.html"];
      assertEquals(await project.list("out"), files);
      assertEquals((await project.list("out/comparison_profiles")).length, 2);
    });
  },
});

Deno.test("github compare measures only what the change affects, if asked to", async (t) => {
  await using project = await repository(1);
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
    assertStringIncludes(out, "::notice title=1 bench file left out::a_bench.js: same 1 module");
    assertStringIncludes(summary, "## Benchmarks: nothing affected, 1 bench file left out");
    assertMatch(await project.read("outputs"), /^suite=$/m);
  });
  await t.step("neither true nor false", async () => {
    const { code, error } = await run({ BENCHLINE_AFFECTED: "yes" });
    assertEquals(code, 2);
    assertStringIncludes(error, 'BENCHLINE_AFFECTED must be true or false, found "yes"');
  });
});

Deno.test("github comment only warns if the token may not write, and says nothing without a token", async () => {
  await using project = await repository(1);
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

Deno.test("github run keeps the result, and github keep puts it on a branch", async (t) => {
  await using project = await repository(1);
  const env = { BENCHLINE_ROUNDS: "1", BENCHLINE_FILTER: "sort" };
  await t.step(
    "run proposes the result as the baseline, and says more with --verbose",
    async () => {
      const first = await github(project, "run", env, ["--verbose"]);
      assertEquals(first.code, 0, first.error);
      assertGreater(notesIn(first).length, 1);
      const result = await project.read("out/ci_results.json");
      assertStringIncludes(await project.read("summary.md"), "There is no baseline yet");
      await project.write("benchmarks/baselines/baseline_results.json", result);
      const second = await github(project, "run", env, ["--verbose", "--quiet"]);
      assertEquals(second.code, 0, second.error);
      assertEquals(notesIn(second), []);
      assertStringIncludes(await project.read("summary.md"), "benchline baseline accept");
      assertEquals(await project.read("benchmarks/baselines/baseline_results.json"), result);
    },
  );
  const kept = { ...await outputs(project), BENCHLINE_BRANCH: "benchmarks" };
  await t.step("keep continues if it cannot reach the server", async () => {
    const { code, error } = await github(project, "keep", kept);
    assertEquals(code, 0, error);
    assertStringIncludes(error, "warning: Cannot reach origin");
  });
  await t.step("keep adds the result to the branch", async () => {
    for (
      const args of [
        ["init", "--quiet", "--bare", "server"],
        ["remote", "add", "origin", "./server"],
      ]
    ) assertEquals((await runIn(project, "git", args)).code, 0);
    const { error } = await github(project, "keep", kept);
    assertStringIncludes(error, "kept the result on the branch benchmarks");
    const list = ["-C", "server", "ls-tree", "-r", "--name-only", "benchmarks"];
    const { out } = await runIn(project, "git", list);
    assertMatch(out, /^results\/20[0-9T-]+Z_[0-9a-f]{12}\.json\n$/);
  });
});

Deno.test("github compare shows every step with --verbose, and no note with --quiet", async () => {
  await using project = await repository(1);
  const env = { BENCHLINE_AGAINST: "HEAD", BENCHLINE_FILES: FILE, BENCHLINE_FILTER: "none" };
  const verbose = await github(project, "compare", env, ["--verbose"]);
  assertGreater(notesIn(verbose).length, 1);
  const quiet = await github(project, "compare", env, ["--verbose", "--quiet"]);
  assertEquals(notesIn(quiet), []);
});

Deno.test("github warns of credentials that a bench file could import", async () => {
  await using project = await repository(1);
  const header = "AUTHORIZATION: basic c2VrcmV0";
  const set = ["config", "http.https://github.com/.extraheader", header];
  assertEquals((await runIn(project, "git", set)).code, 0);
  const { code, error } = await github(project, "run", { BENCHLINE_FILTER: "no benchmark" });
  assertEquals([code, error], [
    2,
    "warning: The checkout keeps credentials, which benchmarks can read: set persist-credentials: false for actions/checkout\n" +
    'error: Nothing to run: the filter "no benchmark" matches none of 1 benchmarks\n',
  ]);
});

Deno.test({
  ...needs("links", "github follows no link out of the workspace in any mode that measures"),
  async fn(t) {
    const rows: [
      what: string,
      link: (project: Project, outside: string) => Promise<void>,
      why: string,
      modes?: readonly string[],
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
      [
        "the folder of profiles",
        async (p, o) => {
          await Deno.mkdir(p.path("out"));
          await Deno.symlink(o, p.path("out/comparison_profiles"));
        },
        "leads out of the workspace",
        ["compare"],
      ],
    ];
    for (const [what, link, why, modes = ["compare", "run"]] of rows) {
      await t.step(what, async () => {
        await using outside = await Project.create({ "kept.txt": "mine" });
        await using project = await repository(1);
        await link(project, outside.folder);
        const before = await outside.list();
        for (const mode of modes) {
          const { code, out, error } = await github(project, mode, {
            GITHUB_WORKSPACE: project.folder,
            BENCHLINE_AGAINST: "HEAD",
          });
          assertEquals([code, out], [2, ""], error);
          assertMatch(
            error,
            /^error: Cannot write out\/\w+(\.\w+)?: a link on the way leads [^\n]*\n$/,
          );
          assertStringIncludes(error, why);
          assertEquals([await outside.read("kept.txt"), await outside.list()], ["mine", before]);
        }
      });
    }
  },
});

Deno.test({
  ...needs(
    "links",
    "github writes where the workflow says, and through links within the workspace",
  ),
  async fn() {
    await using project = await repository(1);
    const modes: readonly (readonly [mode: string, files: readonly string[]])[] = [
      ["compare", ["comparison.json", "junit.xml", "report.html"]],
      ["run", ["ci_results.json"]],
    ];
    for (const [mode, files] of modes) {
      // It measures, which takes long.
      if (mode === "run" && !THOROUGH) continue;
      for (const place of ["outside", "real"]) {
        await using outside = await Project.create();
        await Deno.mkdir(project.path("real"));
        await Deno.symlink("real", project.path("out"));
        const ended = await github(project, mode, {
          BENCHLINE_ROUNDS: "1",
          // A comparison has nothing to measure.
          BENCHLINE_AFFECTED: "true",
          BENCHLINE_AGAINST: "HEAD",
          BENCHLINE_FLAGS: "-R",
          GITHUB_WORKSPACE: project.folder,
          BENCHLINE_OUT: place === "real" ? "out" : outside.folder,
        });
        assertEquals(ended.code, 0, ended.error);
        assertEquals(await outside.list(), place === "outside" ? files : []);
        assertEquals(await project.list("real"), place === "real" ? files : []);
        await Deno.remove(project.path("out"));
        await Deno.remove(project.path("real"), { recursive: true });
      }
    }
  },
});
