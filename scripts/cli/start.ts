/**
 * The start and the end of a command's process. Each command imports it before everything else, so
 * that an error while the others load is told like any other.
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
 * A command, with everything that it is given.
 *
 * @returns The exit code.
 */
export type CommandMain = (
  args: readonly string[],
  io: CommandIo,
  interrupt?: AbortSignal,
) => Promise<number>;

/** The script that this process is for; undefined in a program that only uses its modules. */
const script = Deno.mainModule.startsWith(new URL("../", import.meta.url).href)
  ? /\/scripts\/(\w+)\.ts$/.exec(Deno.mainModule)?.[1]
  : undefined;

/** The command that this process is for: the script, or the one that `benchline` is asked for. */
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
}

/** Runs a command in the process that is for it, and ends the process with the code it returns. */
export async function startCommand(main: CommandMain): Promise<void> {
  addEventListener("unload", giveUpWaiting);
  try {
    assertDeno(Deno.version.deno);
    const interrupt = factsOf(name)?.finishes ? interruptSignal() : undefined;
    endProcess(await main(Deno.args, denoIo, interrupt));
  } catch (error) {
    endWith(error);
  }
}

/** Deno would end with 0 where nothing is left that the command could be waiting for. */
function giveUpWaiting(): void {
  if (isEnding()) return;
  endWith(new Error("it waits for something that can no longer happen"));
}

function endWith(error: unknown): never {
  const verbose = Deno.args.includes("--verbose");
  endProcess(endByError(error, { name: name ?? "benchline", verbose }, denoIo));
}
