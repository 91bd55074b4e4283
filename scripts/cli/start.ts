/**
 * The start and the end of a command's process. Each command imports this module first, so that an
 * error while other modules load is reported like any other.
 *
 * @module
 */
import { assertDeno } from "./assert_deno.ts";
import { type CommandName, factsOf } from "./commands.ts";
import { endByError } from "./end.ts";
import { endProcess, isEnding } from "./end_process.ts";
import { interruptSignal } from "./interrupt.ts";
import { type CommandIo, denoIo } from "./io.ts";
import { scriptOf } from "./started_script.ts";

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

/** The command that this process runs, for messages. */
let name = "benchline";
let prepared = false;

// Here too, rather than only at the start of the command, since other modules may fail while they
// load, or need what an old Deno lacks. A program that only uses the modules keeps its own handlers.
const ofMainModule = scriptOf(Deno.mainModule, new URL("../", import.meta.url).href);
if (ofMainModule !== undefined) prepare(ofMainModule);

/**
 * Runs the command of this process, and ends the process with the exit code that it returns.
 *
 * @param script The script that the process runs. The URL of the main module may not name it, since
 * Deno keeps that as it was requested.
 */
export async function startCommand(
  script: CommandName | "benchline",
  main: CommandMain,
): Promise<void> {
  prepare(script);
  addEventListener("unload", giveUpWaiting);
  try {
    const interrupt = factsOf(name)?.finishes ? interruptSignal() : undefined;
    endProcess(await main(Deno.args, denoIo, interrupt));
  } catch (error) {
    endWith(error);
  }
}

/** Reports errors from outside the command's own code, and refuses a Deno that is too old. */
function prepare(script: string): void {
  if (prepared) return;
  prepared = true;
  const [command] = Deno.args;
  name = script === "benchline" && factsOf(command) !== undefined ? command! : script;
  addEventListener("error", (event) => {
    event.preventDefault();
    endWith(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    endWith(event.reason);
  });
  try {
    assertDeno(Deno.version.deno);
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
  endProcess(endByError(error, { name, verbose }, denoIo));
}
