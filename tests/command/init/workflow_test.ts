// Checks where init writes workflows, and that it keeps an existing pipeline.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { githubPath, githubWorkflow } from "../../../scripts/command/init/github_workflow.ts";
import {
  gitlabJob,
  gitlabPath,
  includeJob,
} from "../../../scripts/command/init/gitlab_workflow.ts";
import { main } from "../../../scripts/init.ts";
import { Failure } from "../../../scripts/result/failure.ts";
import { MemoryIo } from "../../helpers/memory_io.ts";
import { Project, runIn } from "../../project.ts";

const HOME = "https://bench.test/";
const ROOT = { up: "", member: "" };
const JOB = ".gitlab/benchmarks.yml";

/** Runs `init --yes` in a folder called `project`, and returns the paths that it wrote. */
async function written(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ paths: string[]; files: ReadonlyMap<string, string>; out: string }> {
  const io = new MemoryIo({ "deno.json": "{}", ...files });
  const surroundings = { home: HOME, project: "file:///r/project/", confirm: null };
  assertEquals(await main(["--yes", ...args], io, surroundings), 0, io.error);
  const paths = [...io.files].filter(([path, text]) => files[path] !== text)
    .map(([path]) => path).filter((path) => /\.yml$/.test(path)).toSorted();
  const again = new MemoryIo(Object.fromEntries(io.files));
  assertEquals(await main(["--check", ...args], again, surroundings), 0, again.out);
  return { paths, files: io.files, out: io.out };
}

Deno.test("init adds the workflow of the service that the repository uses", async (t) => {
  const github = [".github/workflows/benchmarks.yml"];
  const gitlab = [".gitlab-ci.yml", JOB];
  const rows: [what: string, files: Record<string, string>, args: string[], paths: string[]][] = [
    ["no service", {}, [], github],
    ["GitHub", { ".github/dependabot.yml": "", ".gitlab-ci.yml": "" }, [], github],
    ["GitLab", { ".gitlab-ci.yml": "lint:\n  script: [x]\n" }, [], gitlab],
    ["GitLab, on request", {}, ["--workflow=gitlab"], gitlab],
    ["another service", { "Jenkinsfile": "" }, [], []],
    [
      "another service, and GitHub on request",
      { "Jenkinsfile": "" },
      ["--workflow=github"],
      github,
    ],
    ["none, on request", {}, ["--workflow=none"], []],
  ];
  for (const [what, files, args, paths] of rows) {
    await t.step(what, async () => assertEquals((await written(files, args)).paths, paths));
  }
});

Deno.test("the workflow of a member is written to the root of the repository", async () => {
  const root = { "../.git/config": "", "../deno.json": '{ "workspace": ["project"] }' };
  const github = await written(root);
  assertEquals(github.paths, ["../.github/workflows/benchmarks-project.yml"]);
  const workflow = github.files.get(github.paths[0]!)!;
  assertStringIncludes(workflow, '      run:\n        working-directory: "project"\n');
  assertStringIncludes(workflow, '          path: "project/benchmarks/results/"\n');
  const gitlab = await written({ ...root, "../.gitlab-ci.yml": "include: []\n" });
  assertEquals(gitlab.paths, ["../.gitlab/benchmarks-project.yml"]);
  const job = gitlab.files.get(gitlab.paths[0]!)!;
  assertStringIncludes(job, '  script:\n    - "cd project"\n');
  assertStringIncludes(job, '      junit: "project/benchmarks/results/junit.xml"\n');
  assertStringIncludes(
    gitlab.out,
    "../.gitlab-ci.yml stays as it is: include .gitlab/benchmarks-project.yml in it\n",
  );
});

Deno.test("the job for GitLab enters a folder with any name", async (t) => {
  await using project = await Project.create();
  for (const member of ["a", "my tools/it's", 'a "b" $HOME: #c']) {
    await t.step(member, async () => {
      const job = gitlabJob(HOME, { up: "../", member }, null);
      const [, item] = /^ {2}script:\n {4}- (.*)$/m.exec(job)!;
      // A string in double quotes is the same in JSON and YAML.
      const command: string = JSON.parse(item!);
      await project.write(`${member}/here.txt`, "");
      const { code, out, error } = await runIn(project, "git", [
        "-c",
        `alias.x=!${command} && ls`,
        "x",
      ]);
      assertEquals([code, out], [0, "here.txt\n"], error);
    });
  }
});

Deno.test("workflows have the layout of deno fmt", async () => {
  const place = { up: "../", member: "my tools" };
  await using project = await Project.create({
    "github.yml": githubWorkflow(HOME, place),
    "gitlab.yml": gitlabJob(HOME, place, null),
  });
  const { code, error } = await runIn(project, "deno", ["fmt", "--check", "."]);
  assertEquals(code, 0, error);
});

Deno.test("each member of a repository has a separate job, file and artifact", () => {
  const members = ["", "a/b", "a-b", "a b", "a--b", "a-/b", "a/-b", "a/b/c", "a-b/c", "ä", "a.b"];
  const names = members.map((member) => {
    const place = { up: member === "" ? "" : "../", member };
    const workflow = githubWorkflow(HOME, place);
    return [
      githubPath(place),
      gitlabPath(place),
      /^benchmarks.*(?=:$)/m.exec(gitlabJob(HOME, place, null))?.[0],
      /^name: .*$/m.exec(workflow)?.[0],
      /^ {10}name: .*$/m.exec(workflow)?.[0],
    ];
  });
  for (const column of names[0]!.keys()) {
    const texts = names.map((row) => row[column]);
    assertEquals(new Set(texts).size, members.length, `${texts}`);
    assert(texts.every((text) => text !== undefined));
  }
});

Deno.test("includeJob() changes nothing else in a pipeline", async (t) => {
  const mention = `include:\n  - local: ${JOB}\n`;
  const rows: [what: string, before: string | null, after: string | null][] = [
    ["none", null, mention],
    ["an empty pipeline", "\n", mention],
    ["jobs", "lint:\n  script: [x]\n", `${mention}\nlint:\n  script: [x]\n`],
    ["Windows", "a: 1\r\n", `include:\r\n  - local: ${JOB}\r\n\r\na: 1\r\n`],
    [
      "a list",
      "a: 1\ninclude: # here\n  # first\n  - local: x.yml\n",
      `a: 1\ninclude: # here\n  # first\n  - local: ${JOB}\n  - local: x.yml\n`,
    ],
    ["a list without indentation", "include:\n- x.yml\n", `include:\n- local: ${JOB}\n- x.yml\n`],
    ["itself", `include: ${JOB}\n`, `include: ${JOB}\n`],
    ["a single string", "include: x.yml\n", null],
    ["a single object", "include:\n  local: x.yml\n", null],
    ["a header", "spec:\n  inputs: {}\n---\na: 1\n", null],
  ];
  for (const [what, before, after] of rows) {
    await t.step(what, () => assertEquals(includeJob(before, JOB), after));
  }
});

Deno.test("the job for GitLab has a stage that exists", async (t) => {
  const rows: [pipeline: string | null, stage: string][] = [
    [null, "test"],
    ["a: 1\n", "test"],
    ["stages: [build, test]\n", "test"],
    ["stages: [build, 'check']\n", "check"],
    ['stages:\n  - build # first\n  # none\n\n  - "last"\nlint:\n  script:\n    - x\n', "last"],
    ["stages:\r\n- a\r\n- b\r\n", "b"],
  ];
  for (const [pipeline, stage] of rows) {
    await t.step(`${pipeline}`, () => {
      assertStringIncludes(gitlabJob(HOME, ROOT, pipeline), `\n  stage: ${stage}\n`);
    });
  }
});

Deno.test("the job for GitLab gives benchmarks no secrets", () => {
  const job = gitlabJob(HOME, ROOT, null);
  const names = [
    "CI_JOB_TOKEN",
    "CI_REGISTRY_PASSWORD",
    "CI_REPOSITORY_URL",
    "CI_JOB_JWT",
    "DEPLOY_KEY",
    "MY_SECRET",
  ];
  const pattern = new RegExp(/grep -iE '([^']+)'/.exec(job)![1]!, "i");
  for (const name of names) assert(pattern.test(name), name);
  assert(!pattern.test("CI_MERGE_REQUEST_DIFF_BASE_SHA"));
});

Deno.test("init does not guess where the repository begins", async () => {
  const io = new MemoryIo({ "deno.json": "{}" });
  io.listNames = (path) =>
    path === "."
      ? Promise.resolve([...io.files.keys()])
      : Promise.reject(new Failure("Cannot read the folder .."));
  const surroundings = { home: HOME, project: "file:///r/project/", confirm: null };
  assertEquals(await main(["--yes"], io, surroundings), 2);
  assertEquals(
    io.error,
    "error: Cannot find the root of the repository, where the workflow goes: use --allow-read, or --workflow none\n",
  );
  assertEquals(await main(["--yes", "--workflow=none"], io, surroundings), 0, io.error);
});
