/** The main function of a command, with the streams of a test. @module */
import { endByError } from "../../scripts/cli/end.ts";
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import type { CommandMain } from "../../scripts/cli/start.ts";
import type { Ended } from "../project.ts";

/** Runs the main function of a command in this process, and returns what the process would leave. */
export async function runMain(
  name: string,
  main: CommandMain,
  args: readonly string[],
): Promise<Ended> {
  let out = "";
  let error = "";
  const io: CommandIo = Object.assign(Object.create(denoIo), {
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  });
  let code: number;
  try {
    code = await main(args, io);
  } catch (thrown) {
    code = endByError(thrown, { name, verbose: args.includes("--verbose") }, io);
  }
  return { code, out, error };
}
