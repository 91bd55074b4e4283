/**
 * A program that runs commands one after another with the permissions of its process, and prints how
 * each of them ended. Its argument is a list of {@linkcode CommandLine} as JSON.
 *
 * @module
 */
import { main as baseline } from "../../scripts/baseline.ts";
import { main as bisect } from "../../scripts/bisect.ts";
import type { CommandName } from "../../scripts/cli/commands.ts";
import type { CommandMain } from "../../scripts/cli/start.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as doctor } from "../../scripts/doctor.ts";
import { main as github } from "../../scripts/github.ts";
import { main as history } from "../../scripts/history.ts";
import { main as importResults } from "../../scripts/import.ts";
import { start as init } from "../../scripts/init.ts";
import { main as merge } from "../../scripts/merge.ts";
import { main as run } from "../../scripts/run.ts";
import type { Ended } from "../project.ts";
import { runMain } from "./run_main.ts";

/** A command and its arguments. */
export interface CommandLine {
  readonly script: CommandName;
  readonly args: readonly string[];
}

const MAINS: Readonly<Record<CommandName, CommandMain>> = {
  run,
  compare,
  baseline,
  history,
  bisect,
  import: importResults,
  merge,
  doctor,
  init,
  github,
};

const lines: readonly CommandLine[] = JSON.parse(Deno.args[0]!);
const ended: Ended[] = [];
for (const { script, args } of lines) ended.push(await runMain(script, MAINS[script], args));
console.log(JSON.stringify(ended));
