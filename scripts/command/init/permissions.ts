/** The permissions of each script in the tasks and workflows that `init` writes. @module */
import { type CommandName, COMMANDS, flagsOf, type Permission } from "../../cli/commands.ts";

const of = (name: CommandName) => flagsOf(COMMANDS[name].permissions);

/** Flags for `deno run`, by command. */
export const PERMISSIONS = {
  run: of("run"),
  compare: of("compare"),
  baseline: of("baseline"),
  history: of("history"),
  bisect: of("bisect"),
} as const;

const MEASURING: readonly Permission[] = COMMANDS.github.permissions;

/** Flags for workflows, one per line, by the long names of Deno's flags. */
export const WORKFLOW_PERMISSIONS = {
  githubCompare: MEASURING.map(longFlagOf),
  /** The variables that pass results from step to step. */
  githubComment: MEASURING.flatMap((permission) => {
    const only = permission.only?.filter((name) => name.endsWith("*")) ?? [];
    return permission.kind === "env" ? [longFlagOf({ ...permission, only })] : [];
  }),
  /** As on GitHub, but without variables: only there do they hold inputs of the step. */
  gitlabCompare: MEASURING.filter(({ kind }) => kind !== "env").map(longFlagOf),
} as const;

function longFlagOf({ kind, only }: Permission): string {
  return only === undefined ? `--allow-${kind}` : `--allow-${kind}=${only.join(",")}`;
}
