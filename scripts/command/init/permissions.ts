/** The permissions that each script is started with in what `init` writes. @module */
import { type CommandName, COMMANDS, flagsOf, type Permission } from "../../cli/commands.ts";

const of = (name: CommandName) => flagsOf(COMMANDS[name].permissions);

/** Flags for `deno run`, by what they are for. */
export const PERMISSIONS = {
  run: of("run"),
  compare: of("compare"),
  baseline: of("baseline"),
  history: of("history"),
  bisect: of("bisect"),
} as const;

const MEASURING: readonly Permission[] = COMMANDS.github.permissions;

/** The same for workflows, a line each, by the long names of Deno's flags. */
export const WORKFLOW_PERMISSIONS = {
  githubCompare: MEASURING.map(longFlagOf),
  /** The variables that hand results over from step to step. */
  githubComment: MEASURING.flatMap((permission) => {
    const only = permission.only?.filter((name) => name.endsWith("*")) ?? [];
    return permission.kind === "env" ? [longFlagOf({ ...permission, only })] : [];
  }),
  /** As on GitHub, but only there do variables say what the step is to do. */
  gitlabCompare: MEASURING.filter(({ kind }) => kind !== "env").map(longFlagOf),
} as const;

function longFlagOf({ kind, only }: Permission): string {
  return only === undefined ? `--allow-${kind}` : `--allow-${kind}=${only.join(",")}`;
}
