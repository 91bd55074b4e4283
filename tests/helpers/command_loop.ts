/**
 * The program of {@linkcode CommandProcess}. Each line on standard input describes a run of a command.
 * It calls the command, and prints a line that says how the run ended.
 *
 * @module
 */
import type { CommandMain } from "../../scripts/cli/start.ts";
import type { Ended } from "../project.ts";
import type { CommandRun } from "./command_process.ts";
import { linesOf } from "./lines.ts";
import { runMain } from "./run_main.ts";

const [name] = Deno.args;
const home = Deno.cwd();
const { main }: { main: CommandMain } = await import(`../../scripts/${name}.ts`);
for await (const line of linesOf(Deno.stdin.readable)) {
  console.log(JSON.stringify(await run(JSON.parse(line))));
}

async function run({ folder, args, env }: CommandRun): Promise<Ended> {
  Deno.chdir(folder);
  const before = Object.keys(env).map((variable) => [variable, Deno.env.get(variable)] as const);
  for (const [variable, value] of Object.entries(env)) Deno.env.set(variable, value);
  let ended: Ended;
  try {
    ended = await runMain(name!, main, args);
  } finally {
    // The test removes the folder, and Windows cannot remove the working directory of a process.
    Deno.chdir(home);
  }
  for (const [variable, value] of before) {
    if (value === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, value);
  }
  return ended;
}
