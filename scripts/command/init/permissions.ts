/** The permissions that each script is started with in what `init` writes. @module */
import { type CommandName, COMMANDS, flagsOf } from "../../cli/commands.ts";

const of = (name: CommandName) => flagsOf(COMMANDS[name].permissions);

/** Flags for `deno run`, by what they are for. */
export const PERMISSIONS = {
  run: of("run"),
  compare: of("compare"),
  baseline: of("baseline"),
  history: of("history"),
  bisect: of("bisect"),
} as const;

/** The same for workflows, a line each. */
export const WORKFLOW_PERMISSIONS = {
  githubCompare: [
    "--allow-read --allow-write --allow-run=deno,git,taskset",
    "--allow-sys=cpus,systemMemoryInfo",
    "--allow-env=BENCHLINE_*,GITHUB_*,CI,DENO_V8_FLAGS,CI_PIPELINE_ID,CI_COMMIT_REF_NAME",
  ],
  githubComment: ["--allow-env=BENCHLINE_*,GITHUB_*"],
  gitlabCompare: [
    "--allow-read --allow-write --allow-run=deno,git,taskset",
    "--allow-sys=cpus,systemMemoryInfo",
  ],
} as const;
