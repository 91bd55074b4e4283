/** The permissions of the scripts in the workflows that `init` writes. @module */
import { COMMANDS, type Permission } from "../../cli/commands.ts";

const MEASURING: readonly Permission[] = COMMANDS.github.permissions;

/** Flags for workflows, one per line, by the long names of Deno's flags. */
export const WORKFLOW_PERMISSIONS = {
  githubCompare: MEASURING.map(longFlagOf),
  /** The variables that pass results from step to step. */
  githubComment: MEASURING.filter(({ kind }) => kind === "env").map(({ kind, only = [], why }) =>
    longFlagOf({ kind, only: only.filter((name) => name.endsWith("*")), why })
  ),
  /** As on GitHub, but without variables: only there do they hold inputs of the step. */
  gitlabCompare: MEASURING.filter(({ kind }) => kind !== "env").map(longFlagOf),
} as const;

function longFlagOf({ kind, only }: Permission): string {
  return only === undefined ? `--allow-${kind}` : `--allow-${kind}=${only.join(",")}`;
}
