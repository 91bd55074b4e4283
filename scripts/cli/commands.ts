/** Every command: what it does, which permissions it needs, and why. Nothing else states them. @module */
import { quoteShown } from "./shell_quotes.ts";

/** A permission of a command, with the reason that its help gives. */
export interface Permission {
  readonly kind: "read" | "write" | "run" | "sys" | "env" | "net";
  /** The values that it is limited to; everything by default. */
  readonly only?: readonly string[];
  readonly why: string;
}

/** The facts about a command that are known before it is loaded. */
export interface CommandFacts {
  /** What it does, in one sentence of one line. */
  readonly summary: string;
  readonly permissions: readonly Permission[];
  /**
   * Permissions that only the uses in their reasons need; the task of this project grants them,
   * too.
   */
  readonly optional?: readonly Permission[];
  /**
   * Whether it reports finished work when it is asked to stop. Otherwise the system ends it at
   * once.
   */
  readonly finishes: boolean;
}

const READ_PROJECT: Permission = {
  kind: "read",
  only: ["."],
  why: "bench files and results of this project",
};
const WRITE_PROJECT: Permission = { kind: "write", only: ["."], why: "the result" };
const READ_FILES: Permission = { kind: "read", why: "the files that the command line names" };
const WRITE_FILES: Permission = { kind: "write", why: "the files that --out names" };
const READ_CHECKOUTS: Permission = {
  kind: "read",
  why: "the project, and checkouts of other versions in the temporary folder",
};
const WRITE_CHECKOUTS: Permission = {
  kind: "write",
  why: "reports, and checkouts of other versions in the temporary folder",
};
const MACHINE: Permission = {
  kind: "sys",
  only: ["cpus", "systemMemoryInfo"],
  why: "records the processor and the memory",
};
const MEASURING_PROGRAMS = ["deno", "git", "taskset"];
const PROGRAMS: Permission = {
  kind: "run",
  only: MEASURING_PROGRAMS,
  why: "runs benchmarks, checks out versions, and keeps both on one core",
};

/** Variables that name the run of continuous integration, and the flags of V8. */
const CI_VARIABLES = [
  "CI",
  "DENO_V8_FLAGS",
  "GITHUB_REF",
  "GITHUB_RUN_ID",
  "CI_PIPELINE_ID",
  "CI_COMMIT_REF_NAME",
];

/** Every command that has its own script. */
export const COMMANDS = {
  run: {
    summary: "Runs bench files in several processes and keeps the result.",
    permissions: [
      READ_PROJECT,
      WRITE_PROJECT,
      { kind: "run", only: ["deno", "git"], why: "runs deno bench, and reads the commit" },
      { kind: "sys", only: ["systemMemoryInfo"], why: "records the memory of the machine" },
      { kind: "env", only: CI_VARIABLES, why: "records the CI run and V8 flags" },
    ],
    finishes: true,
  },
  compare: {
    summary: "Says which slowdowns between two versions or results are real.",
    permissions: [
      READ_CHECKOUTS,
      WRITE_CHECKOUTS,
      {
        kind: "run",
        only: ["deno", "git", "npx", "taskset"],
        why: `${PROGRAMS.why}; npx fetches another Deno for --against-deno`,
      },
      MACHINE,
    ],
    finishes: true,
  },
  baseline: {
    summary: "Makes a result the baseline of later comparisons.",
    permissions: [
      READ_PROJECT,
      { kind: "write", only: ["benchmarks"], why: "the baseline, and a copy of the previous one" },
    ],
    finishes: false,
  },
  history: {
    summary: "Keeps results over time and says what became slower for good.",
    permissions: [
      READ_FILES,
      { kind: "write", why: "the history, and what --out names" },
      { kind: "run", only: ["git"], why: "reads commits, and keeps results on a branch" },
    ],
    optional: [
      { kind: "net", why: "only for a history in PostgreSQL; =HOST is enough" },
      {
        kind: "env",
        only: ["PG*", "NODE_PG_FORCE_NATIVE"],
        why: "only for a history in PostgreSQL",
      },
    ],
    finishes: false,
  },
  bisect: {
    summary: "Finds the commit that made a benchmark slower.",
    permissions: [READ_CHECKOUTS, WRITE_CHECKOUTS, PROGRAMS, MACHINE],
    finishes: true,
  },
  import: {
    summary: "Turns the output of another harness into a result document.",
    permissions: [READ_FILES, WRITE_FILES],
    finishes: false,
  },
  merge: {
    summary: "Joins results or comparisons that were measured in parts.",
    permissions: [READ_FILES, WRITE_FILES],
    finishes: false,
  },
  doctor: {
    summary: "Says how small a slowdown this machine can show.",
    permissions: [
      READ_CHECKOUTS,
      WRITE_CHECKOUTS,
      PROGRAMS,
      { kind: "sys", only: ["loadavg"], why: "says how busy the machine is" },
    ],
    finishes: true,
  },
  init: {
    summary: "Sets up a project: tasks, a configuration and a workflow.",
    permissions: [
      { kind: "read", why: "the project and its repository" },
      { kind: "write", only: ["."], why: "the files that it adds or changes" },
    ],
    optional: [
      { kind: "run", only: ["deno"], why: "runs the benchmarks once to find what they need" },
    ],
    finishes: false,
  },
  github: {
    summary: "Compares or measures in GitHub Actions and reports there; action.yml runs it.",
    permissions: [
      READ_CHECKOUTS,
      WRITE_CHECKOUTS,
      PROGRAMS,
      MACHINE,
      {
        kind: "env",
        only: ["BENCHLINE_*", "GITHUB_*", ...CI_VARIABLES.filter((name) => !/^GITHUB_/.test(name))],
        why: "reads the inputs of the step, and which run this is",
      },
    ],
    finishes: true,
  },
} as const satisfies Readonly<Record<string, CommandFacts>>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** The commands for which `init` makes tasks, with the names that it prefers. */
export const TASKS = {
  run: "bench",
  compare: "compare",
  baseline: "baseline",
  history: "history",
  bisect: "bisect",
} as const satisfies Readonly<Partial<Record<CommandName, string>>>;

/** The facts about the command with that name; undefined if there is none. */
export function factsOf(name: string | undefined): CommandFacts | undefined {
  return name !== undefined && Object.hasOwn(COMMANDS, name)
    ? COMMANDS[name as CommandName]
    : undefined;
}

/** Deno's short names for permissions; there is none for running programs. */
const SHORT = { read: "-R", write: "-W", sys: "-S", env: "-E", net: "-N", run: "--allow-run" };

/**
 * Formats a permission as a flag for Deno.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(flagOf({ kind: "run", only: ["deno", "git"], why: "" }), "--allow-run=deno,git");
 * assertEquals(flagOf({ kind: "read", why: "" }), "-R");
 * ```
 */
export function flagOf({ kind, only }: Permission): string {
  return only === undefined ? SHORT[kind] : `${SHORT[kind]}=${only.join(",")}`;
}

/**
 * Formats permissions as flags for Deno on a command line, in quotes if a shell needs them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const env = { kind: "env", only: ["PG*"], why: "" } as const;
 * assertEquals(flagsOf([{ kind: "read", why: "" }, env], "linux"), "-R '-E=PG*'");
 * ```
 */
export function flagsOf(
  permissions: readonly Permission[],
  os: typeof Deno.build.os = Deno.build.os,
): string {
  return permissions.map((permission) => quoteShown(flagOf(permission), os)).join(" ");
}

/** Joins the permissions of several commands into one of each kind, which covers all of them. */
export function joinPermissions(commands: readonly CommandFacts[]): Permission[] {
  const joined = new Map<Permission["kind"], Permission>();
  for (const permission of commands.flatMap(({ permissions }) => permissions)) {
    const { kind, why } = permission;
    const known = joined.get(kind);
    const isForAll = permission.only === undefined ||
      known !== undefined && known.only === undefined;
    if (isForAll) joined.set(kind, { kind, why });
    else {
      const only = [...new Set([...known?.only ?? [], ...permission.only ?? []])];
      joined.set(kind, { kind, only, why });
    }
  }
  return [...joined.values()];
}
