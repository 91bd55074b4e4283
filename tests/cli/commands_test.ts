// Checks that every place that grants permissions agrees with scripts/cli/commands.ts.
import { assertEquals, assertGreater } from "@std/assert";
import { githubWorkflow } from "../../scripts/command/init/github_workflow.ts";
import { gitlabJob } from "../../scripts/command/init/gitlab_workflow.ts";
import { ProjectTasks } from "../../scripts/command/init/tasks.ts";
import {
  type CommandFacts,
  COMMANDS,
  factsOf,
  flagOf,
  joinPermissions,
  type Permission,
} from "../../scripts/cli/commands.ts";

const root = new URL("../../", import.meta.url);
const SHORT: Readonly<Record<string, string>> = {
  R: "read",
  W: "write",
  S: "sys",
  E: "env",
  N: "net",
};

/** A command line that starts or installs a script of this project with permissions. */
interface Line {
  /** The name of the script, or the export of the package. */
  readonly script: string;
  /** The granted names by kind, as a sorted list. */
  readonly granted: Readonly<Record<string, string>>;
}

/** Returns every command line in a text that runs or installs a script of this project. */
function linesOf(text: string): Line[] {
  const joined = text.replaceAll(/\\\\?\n\s*/g, " ");
  const commands =
    /deno (?:run|install) ([^\n]*?)(?:\bscripts\/(\w+)\.ts|jsr:@benchline\/benchline\/(\w+))/g;
  return [...joined.matchAll(commands)].map((match) => {
    const flags = match[1]!.matchAll(/(?<=^|\s)-(?:-allow-([a-z]+)|([RWSEN]))(?:=(\S+))?(?=\s)/g);
    const granted = [...flags].map(([, long, short, only]) =>
      [long ?? SHORT[short!]!, sorted(only?.split(","))] as const
    );
    return { script: match[2] ?? match[3]!, granted: Object.fromEntries(granted) };
  });
}

const sorted = (only: readonly string[] | undefined) => only?.toSorted().join(",") ?? "everything";

function wanted({ permissions, optional = [] }: CommandFacts, withOptional = false) {
  const all: readonly Permission[] = withOptional ? [...permissions, ...optional] : permissions;
  return Object.fromEntries(all.map(({ kind, only }) => [kind, sorted(only)]));
}

/** Returns the permissions of benchline, which runs every command except that of the action. */
function wantedByAll() {
  const { github: _, ...listed } = COMMANDS;
  const permissions = joinPermissions(Object.values(listed));
  return wanted({ summary: "", permissions, finishes: false });
}

Deno.test("the tasks of this project grant what their commands need", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const { github: _, ...listed } = COMMANDS;
  const text = Object.values<{ command: string }>(tasks).map(({ command }) => `${command}\n`);
  const lines = linesOf(text.join(""));
  assertEquals(
    lines.map(({ script }) => script).sort(),
    [...Object.keys(listed).filter((name) => name !== "init"), "benchline"].sort(),
  );
  for (const { script, granted } of lines) {
    const expected = script === "benchline" ? wantedByAll() : wanted(factsOf(script)!, true);
    assertEquals(granted, expected, script);
  }
});

Deno.test("the install commands of the pages grant what the commands need", async () => {
  for (const page of ["README.md", "docs/getting_started.md"]) {
    const text = await Deno.readTextFile(new URL(page, root));
    const lines = linesOf(text).filter(({ script }) => script === "cli");
    assertEquals(lines.map(({ granted }) => granted), [wantedByAll()], page);
  }
});

Deno.test("init writes tasks that grant what their commands need", () => {
  const lines = linesOf(new ProjectTasks(null, "deno.json").plan("./", false)!.text);
  assertGreater(lines.length, 4);
  for (const { script, granted } of lines) {
    assertEquals(granted, wanted(factsOf(script)!), script);
  }
});

Deno.test("the action and the workflow of init grant what the measuring step needs", async () => {
  const action = await Deno.readTextFile(new URL("action.yml", root));
  for (const text of [action, githubWorkflow("./", { up: "", member: "" })]) {
    const lines = linesOf(text.replaceAll('"$GITHUB_ACTION_PATH/', ""));
    const measuring = lines.filter(({ granted }) => granted["run"]?.includes("deno"));
    assertEquals(
      measuring.map(({ script, granted }) => [script, granted]),
      [["github", wanted(COMMANDS.github)]],
    );
  }
});

Deno.test("the job for GitLab grants what the step for GitHub does, except for its variables", () => {
  const { env: _, ...granted } = wanted(COMMANDS.github);
  assertEquals(linesOf(gitlabJob("./", { up: "", member: "" }, null)), [
    { script: "compare", granted },
  ]);
});

Deno.test("every permission has a reason, and no command has two of a kind", () => {
  for (const [name, facts] of Object.entries<CommandFacts>(COMMANDS)) {
    const all = [...facts.permissions, ...facts.optional ?? []];
    assertEquals(new Set(all.map(({ kind }) => kind)).size, all.length, name);
    for (const { why } of all) assertEquals(/^[^.]{5,}$/.test(why), true, `${name}: ${why}`);
    // No command may start arbitrary programs.
    assertEquals(all.some(({ kind, only }) => kind === "run" && only === undefined), false);
  }
});

Deno.test("joinPermissions() keeps the widest permission of each kind", () => {
  const facts = (...permissions: Permission[]) => ({ summary: "", permissions, finishes: false });
  const joined = joinPermissions([
    facts({ kind: "read", only: ["."], why: "a" }, { kind: "run", only: ["git"], why: "a" }),
    facts({ kind: "read", why: "b" }, { kind: "run", only: ["deno", "git"], why: "b" }),
    facts({ kind: "read", only: ["x"], why: "c" }),
  ]);
  assertEquals(joined.map(flagOf), ["-R", "--allow-run=git,deno"]);
});
