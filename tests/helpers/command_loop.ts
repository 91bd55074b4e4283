/**
 * The program of {@linkcode CommandProcess}: for each run described by a line on standard input, it
 * calls a command, and prints a line with the result.
 *
 * @module
 */
import { endByError } from "../../scripts/cli/end.ts";
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import type { CommandMain } from "../../scripts/cli/start.ts";
import type { Ended } from "../project.ts";
import type { CommandRun } from "./command_process.ts";
import { linesOf } from "./lines.ts";

const [name] = Deno.args;
const home = Deno.cwd();
const { main }: { main: CommandMain } = await import(`../../scripts/${name}.ts`);
for await (const line of linesOf(Deno.stdin.readable)) {
  console.log(JSON.stringify(await run(JSON.parse(line))));
}

async function run({ folder, args, env }: CommandRun): Promise<Ended> {
  let out = "";
  let error = "";
  const io: CommandIo = Object.assign(Object.create(denoIo), {
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  });
  Deno.chdir(folder);
  const before = Object.keys(env).map((variable) => [variable, Deno.env.get(variable)] as const);
  for (const [variable, value] of Object.entries(env)) Deno.env.set(variable, value);
  let code: number;
  try {
    code = await main(args, io);
  } catch (thrown) {
    code = endByError(thrown, { name: name!, verbose: args.includes("--verbose") }, io);
  } finally {
    // The test removes the folder, and Windows cannot remove the working directory of a process.
    Deno.chdir(home);
  }
  for (const [variable, value] of before) {
    if (value === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, value);
  }
  return { code, out, error };
}
