/**
 * The start and the end of a command's process. Each command imports this module first, so that an
 * error while other modules load is reported like any other.
 *
 * @module
 */
import { assertDeno } from "./assert_deno.ts";
import { factsOf } from "./commands.ts";
import { endByError } from "./end.ts";
import { endProcess, isEnding } from "./end_process.ts";
import { interruptSignal } from "./interrupt.ts";
import { type CommandIo, denoIo } from "./io.ts";

/**
 * The main function of a command.
 *
 * @returns The exit code.
 */
export type CommandMain = (
  args: readonly string[],
  io: CommandIo,
  interrupt?: AbortSignal,
) => Promise<number>;

/** The script that this process runs; undefined in a program that only uses its modules. */
const script = Deno.mainModule.startsWith(new URL("../", import.meta.url).href)
  ? /\/scripts\/(\w+)\.ts$/.exec(Deno.mainModule)?.[1]
  : undefined;

/** The command that this process runs: the script's, or the one given to `benchline`. */
const name = script === "benchline" && factsOf(Deno.args[0]) !== undefined ? Deno.args[0] : script;

if (script !== undefined) {
  addEventListener("error", (event) => {
    event.preventDefault();
    endWith(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    endWith(event.reason);
  });
  // Here rather than at the start of the command, since modules may need what an old Deno lacks.
  try {
    assertDeno(Deno.version.deno);
  } catch (error) {
    endWith(error);
  }
}

/** Runs the command of this process, and ends the process with the exit code that it returns. */
export async function startCommand(main: CommandMain): Promise<void> {
  addEventListener("unload", giveUpWaiting);
  try {
    const interrupt = factsOf(name)?.finishes ? interruptSignal() : undefined;
    endProcess(await main(Deno.args, denoIo, interrupt));
  } catch (error) {
    endWith(error);
  }
}

/** Without this, Deno would exit with 0 if the command waits for something that cannot happen. */
function giveUpWaiting(): void {
  if (isEnding()) return;
  endWith(new Error("the command waits for something that can no longer happen"));
}

function endWith(error: unknown): never {
  const verbose = Deno.args.includes("--verbose");
  endProcess(endByError(error, { name: name ?? "benchline", verbose }, denoIo));
}
