// Commands that lack a permission, or have it for something else: one line names it.
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import {
  type CommandFacts,
  COMMANDS,
  type Permission as AskedPermission,
} from "../scripts/cli/commands.ts";
import type { Environment } from "../scripts/result/schema.ts";
import { Template } from "./helpers/copy_project.ts";
import { pointDocumentText } from "./helpers/documents.ts";
import { git, repository } from "./helpers/repository.ts";
import type { CommandLine } from "./helpers/run_each.ts";
import { isOneIn, isTried } from "./helpers/thorough.ts";
import { type Ended, inPairs, Project, runIn, scripts } from "./project.ts";

/** A permission that a command uses. */
interface Permission {
  readonly flag: string;
  /** Narrower flags, each of which lacks something. */
  readonly narrowed: readonly string[];
}

const READ: Permission = { flag: "--allow-read", narrowed: ["--allow-read=/nowhere"] };
const WRITE: Permission = { flag: "--allow-write", narrowed: ["--allow-write=/nowhere"] };
const RUN_GIT: Permission = { flag: "--allow-run=git", narrowed: ["--allow-run=deno,taskset"] };
const RUN_DENO: Permission = {
  flag: "--allow-run=deno,git,taskset",
  narrowed: ["--allow-run=git,taskset"],
};
const RUN_BOTH: Permission = {
  flag: "--allow-run=deno,git,taskset",
  narrowed: ["--allow-run=git,taskset", "--allow-run=deno,taskset"],
};
const RUN_NPX: Permission = { ...RUN_BOTH, flag: "--allow-run=deno,git,npx,taskset" };
const SYSTEM: Permission = { flag: "--allow-sys=cpus,systemMemoryInfo", narrowed: [] };
const LOAD: Permission = { flag: "--allow-sys=loadavg", narrowed: [] };
const CI: Permission = {
  flag: "--allow-env=CI,DENO_V8_FLAGS,GITHUB_REF,GITHUB_RUN_ID,CI_PIPELINE_ID,CI_COMMIT_REF_NAME",
  narrowed: [],
};
const VARIABLES: Permission = {
  flag: "--allow-env=BENCHLINE_*,GITHUB_*",
  narrowed: ["--allow-env=GITHUB_*"],
};
const STEP_VARIABLES: Permission = {
  ...VARIABLES,
  flag: `${VARIABLES.flag},CI,DENO_V8_FLAGS,CI_PIPELINE_ID,CI_COMMIT_REF_NAME`,
};
// Measuring also needs the folder of temporary files.
const READ_HERE: Permission = { ...READ, narrowed: [...READ.narrowed, "--allow-read=."] };
const WRITE_HERE: Permission = { ...WRITE, narrowed: [...WRITE.narrowed, "--allow-write=."] };

/** A command that ends soon. */
interface Case extends CommandLine {
  readonly needs: readonly Permission[];
  /** Permissions without which it does less, but succeeds. */
  readonly likes?: readonly Permission[];
  /** Permissions without which it either succeeds or ends with an error that names them. */
  readonly misses?: readonly Permission[];
  /** Its only error if it has all permissions; null if it succeeds. */
  readonly error?: string | null;
}

const NOTHING = "--filter=no benchmark";
const NOTHING_TO_RUN =
  'error: Nothing to run: the filter "no benchmark" matches none of 1 benchmarks';

const CASES: readonly Case[] = [
  {
    script: "run",
    args: [NOTHING],
    needs: [READ, RUN_DENO],
    likes: [WRITE, SYSTEM, CI],
    error: NOTHING_TO_RUN,
  },
  { script: "run", args: ["--rounds=1", "--out=new/r.json"], needs: [READ, WRITE, RUN_DENO] },
  { script: "compare", args: ["--out=c.json"], needs: [READ, WRITE] },
  {
    script: "compare",
    args: ["--against=HEAD", NOTHING],
    needs: [READ_HERE, WRITE_HERE, RUN_NPX],
    likes: [SYSTEM],
    error: NOTHING_TO_RUN,
  },
  {
    script: "bisect",
    args: ["--good=HEAD~1", NOTHING],
    needs: [READ_HERE, WRITE_HERE, RUN_BOTH],
    likes: [SYSTEM],
    error: NOTHING_TO_RUN,
  },
  {
    script: "doctor",
    args: [NOTHING],
    needs: [READ, WRITE, RUN_DENO],
    likes: [LOAD],
    error: NOTHING_TO_RUN,
  },
  { script: "baseline", args: ["accept"], needs: [READ, WRITE] },
  { script: "merge", args: ["current.json", "--out=m.json"], needs: [READ, WRITE] },
  { script: "import", args: ["go.txt", "--out=i.json"], needs: [READ, WRITE] },
  {
    script: "init",
    args: ["--yes", "--from=https://bench.test/"],
    needs: [READ, WRITE],
    likes: [RUN_DENO],
  },
  { script: "history", args: ["add", "current.json"], needs: [READ, WRITE] },
  { script: "history", args: ["list"], needs: [READ], likes: [RUN_GIT], misses: [WRITE] },
  { script: "history", args: ["report", "--out=site"], needs: [READ, WRITE, RUN_GIT] },
  { script: "history", args: ["list", "--branch"], needs: [READ, RUN_GIT], misses: [WRITE] },
  {
    script: "history",
    args: ["add", "--branch=other", "current.json"],
    needs: [READ, WRITE, RUN_GIT],
  },
  {
    script: "github",
    args: ["compare"],
    needs: [READ, WRITE, RUN_BOTH, STEP_VARIABLES],
    likes: [SYSTEM],
    error: NOTHING_TO_RUN,
  },
  {
    script: "github",
    args: ["run"],
    needs: [READ, WRITE, RUN_DENO, STEP_VARIABLES],
    likes: [SYSTEM],
    error: NOTHING_TO_RUN,
  },
  // If a result cannot be kept, that is only a warning.
  { script: "github", args: ["keep"], needs: [READ, VARIABLES], likes: [WRITE, RUN_GIT] },
  {
    script: "github",
    args: ["comment"],
    needs: [READ, VARIABLES, {
      flag: "--allow-net=api.github.com",
      narrowed: ["--allow-net=example.org"],
    }],
  },
];

const ENVIRONMENT = {
  BENCHLINE_FILTER: "no benchmark",
  BENCHLINE_BRANCH: "results",
  BENCHLINE_RESULT: "current.json",
  GITHUB_EVENT_PATH: "event.json",
  GITHUB_REPOSITORY: "owner/name",
  GITHUB_STEP_SUMMARY: "",
  GITHUB_OUTPUT: "",
};

/** All permissions that any case asks for. */
const EVERYTHING = [
  READ.flag,
  WRITE.flag,
  RUN_NPX.flag,
  STEP_VARIABLES.flag,
  "--allow-sys=cpus,loadavg,systemMemoryInfo",
  "--allow-net=api.github.com",
];

/** What every case begins with. */
const template = new Template(async () => {
  const result = pointDocumentText({ a: 1 });
  const other = pointDocumentText({ a: 2 });
  const project = await repository({
    // In JavaScript, Deno checks no types, which would take long.
    "a_bench.js": "Deno.bench('a', { n: 1, warmup: 0 }, () => {});\n",
    "current.json": result,
    "go.txt": "BenchmarkA-2 100 5 ns/op\n",
    "event.json": '{ "pull_request": { "number": 1 } }',
    "benchmarks/results/2026-01-31T12-00-00Z_results.json": result,
    "benchmarks/history/results/x.json": other,
    "benchmarks/baselines/baseline_results.json": other,
  });
  await git(project, "commit", "--quiet", "--allow-empty", "--message", "second");
  await git(project, "branch", "benchmarks");
  return project;
});

const runFlags = (flags: readonly string[]) => ["run", "--quiet", "--no-prompt", ...flags];

/** The variables of a case. Steps that measure refuse a token. */
function variablesOf({ script, args: [mode] }: CommandLine) {
  const isSecret = script === "github" && (mode === "keep" || mode === "comment");
  return { ...ENVIRONMENT, GITHUB_TOKEN: isSecret ? "secret" : "" };
}

function runCase(project: Project, one: Case, flags: readonly string[]): Promise<Ended> {
  const path = fromFileUrl(new URL(`${one.script}.ts`, scripts));
  return runIn(project, "deno", [...runFlags(flags), path, ...one.args], variablesOf(one));
}

/** Yields the flags that are left if a permission is taken away or narrowed. */
function* lacking(flags: readonly string[], { flag, narrowed }: Permission): Generator<string[]> {
  for (const other of [null, ...narrowed]) yield withInstead(flags, flag, other);
}

/** Returns flags in which one is replaced by another, or left out. */
function withInstead(flags: readonly string[], flag: string, other: string | null): string[] {
  return flags.flatMap((each) => each !== flag ? [each] : other === null ? [] : [other]);
}

function kindOf(flag: string): string {
  return /^--allow-(\w+)/.exec(flag)![1]!;
}

/** Whether flags grant everything that a command asks for with a permission. */
function isGranted({ kind, only }: AskedPermission, flags: readonly string[]): boolean {
  const flag = `--allow-${kind}`;
  return flags.includes(flag) ||
    only !== undefined &&
      only.every((name) =>
        flags.some((one) =>
          one.startsWith(`${flag}=`) && one.slice(flag.length + 1).split(",").includes(name)
        )
      );
}

function errorsOf({ error }: Ended): string[] {
  return error.split("\n").filter((line) => line.startsWith("error: "));
}

Deno.test("every permission that a command asks for is taken away from it in a case", () => {
  for (const [name, { permissions }] of Object.entries<CommandFacts>(COMMANDS)) {
    const flags = CASES.filter(({ script }) => script === name).flatMap((
      { needs, likes = [], misses = [] },
    ) => [...needs, ...likes, ...misses].map(({ flag }) => flag));
    const tried = permissions.filter((permission) => isGranted(permission, flags));
    assertEquals(tried, [...permissions], name);
  }
});

/** Describes the continuous integration and the V8 flags of a result, in one line. */
function describeSurroundings({ ci, v8_flags }: Environment): string {
  return [ci?.provider, ci?.run, ci?.ref, ...v8_flags ?? []].filter((fact) => fact != null).join(
    " ",
  );
}

const GITHUB = { GITHUB_RUN_ID: "7", GITHUB_REF: "main" };
const GITLAB = { CI_PIPELINE_ID: "8", CI_COMMIT_REF_NAME: "next" };

/** What a result records, and what it records without one of the variables. */
const SAID: readonly (readonly [
  variable: string,
  env: Readonly<Record<string, string>>,
  said: string,
  left: string,
])[] = [
  ["CI", { CI: "true" }, "unknown", ""],
  ["DENO_V8_FLAGS", { DENO_V8_FLAGS: "--no-opt" }, "--no-opt", ""],
  ["GITHUB_REF", GITHUB, "github 7 main", "github 7"],
  ["GITHUB_RUN_ID", GITHUB, "github 7 main", ""],
  ["CI_PIPELINE_ID", GITLAB, "gitlab 8 next", ""],
  ["CI_COMMIT_REF_NAME", GITLAB, "gitlab 8 next", "gitlab 8"],
];

Deno.test("run records each variable that it may read, and succeeds without it", async () => {
  const variables = SAID.map(([variable]) => variable);
  const asked = COMMANDS.run.permissions.flatMap(({ kind, only }) => kind === "env" ? only : []);
  assertEquals(variables, asked);
  await using project = await Project.create();
  // The tests may themselves run in continuous integration. V8 refuses an empty list of flags.
  const emptied = variables.filter((variable) => variable !== "DENO_V8_FLAGS");
  const none = Object.fromEntries(emptied.map((variable) => [variable, ""]));
  await inPairs([...SAID.entries()], async ([index, [variable, env, said, left]]) => {
    const others = variables.filter((other) => other !== variable);
    for (
      const [other, [granted, expected]] of ([[variables, said], [others, left]] as const).entries()
    ) {
      if (!isTried(index, other)) continue;
      const flags = ["-R", "-W", "--allow-run=git", `--allow-env=${granted.join(",")}`];
      const path = fromFileUrl(new URL("run.ts", scripts));
      const args = ["--command=git --version", "--rounds=1", "--format=json", `--out=${variable}`];
      const { code, out, error } = await runIn(
        project,
        "deno",
        ["run", "--quiet", "--no-prompt", ...flags, path, ...args],
        { ...none, ...env },
      );
      assertEquals(code, 0, error);
      assertEquals(describeSurroundings(JSON.parse(out).environment), expected, variable);
    }
  });
});

/** A permission that is taken away from a case. */
interface Refusal {
  readonly one: Case;
  /** Whether the case needs it, rather than only misses it. */
  readonly isNeeded: boolean;
}

/** All refusals. Those in a group have the same permissions left, and the same variables. */
const refusals = Map.groupBy(
  CASES.flatMap((one) =>
    [...one.needs, ...one.misses ?? []].flatMap(({ flag, narrowed }) =>
      [null, ...narrowed].map((left): Refusal & { readonly group: string } => ({
        one,
        isNeeded: one.needs.some((needed) => needed.flag === flag),
        group: JSON.stringify([kindOf(flag), left, variablesOf(one)]),
      }))
    )
  ),
  ({ group }) => group,
);

for (const [index, [group, all]] of [...refusals].entries()) {
  if (!isOneIn(2, index)) continue;
  const tried = all.filter((_, at) => isOneIn(2, at));
  const [kind, left, variables] = JSON.parse(group);
  const names = [...new Set(tried.map(({ one }) => one.script))].join(", ");
  Deno.test(`with ${left ?? `no --allow-${kind}`}, the error names it: ${names}`, async () => {
    await using project = await template.copy();
    const flags = withInstead(EVERYTHING, EVERYTHING.find((flag) => kindOf(flag) === kind)!, left);
    const lines = JSON.stringify(tried.map(({ one: { script, args } }) => ({ script, args })));
    const program = fromFileUrl(new URL("helpers/run_each.ts", import.meta.url));
    const { code, out, error } = await runIn(
      project,
      "deno",
      [...runFlags(flags), program, lines],
      variables,
    );
    assertEquals([code, error], [0, ""]);
    const endings: Ended[] = JSON.parse(out);
    assertEquals(endings.length, tried.length);
    for (const [at, ended] of endings.entries()) {
      const { one: { script, args }, isNeeded } = tried[at]!;
      const what = `${script} ${args.join(" ")} with ${flags.join(" ")}\n${ended.error}`;
      const errors = errorsOf(ended);
      if (!isNeeded && ended.code === 0) {
        assertEquals(errors, [], what);
        continue;
      }
      assertEquals([ended.code, errors.length], [2, 1], what);
      const named = new RegExp(`the permission --allow-${kind}\\b.* is not granted`);
      assertMatch(errors[0]!, named, what);
    }
  });
}

for (const [index, one] of CASES.entries()) {
  if (!isOneIn(4, index)) continue;
  const { script, args, needs, likes = [], misses = [], error = null } = one;
  // That would ask the server of GitHub.
  if (script === "github" && args[0] === "comment") continue;
  const flags = [...needs, ...likes, ...misses].map(({ flag }) => flag);
  Deno.test(`${script} ${args.join(" ")} needs only the permissions that it asks for`, async () => {
    const rest = likes.flatMap((liked) => [...lacking(flags, liked)])
      .filter((_, other) => isTried(index, other));
    await inPairs(rest.length === 0 ? [flags] : rest, async (left) => {
      await using project = await template.copy();
      const ended = await runCase(project, one, left);
      const expected = error === null ? [0, []] : [2, [error]];
      assertEquals([ended.code, errorsOf(ended)], expected, `${left.join(" ")}\n${ended.error}`);
    });
  });
}
