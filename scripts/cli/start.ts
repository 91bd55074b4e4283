/**
 * The start and the end of a command's process. Each command imports it before everything else, so
 * that an error while the others load is told like any other.
 *
 * @module
 */
import { endByError } from "./end.ts";
import { endProcess, isEnding } from "./end_process.ts";
import { type CommandIo, denoIo } from "./io.ts";

/** The command that this process is for; undefined in a program that only uses its modules. */
const name = Deno.mainModule.startsWith(new URL("../", import.meta.url).href)
  ? /\/scripts\/(\w+)\.ts$/.exec(Deno.mainModule)?.[1]
  : undefined;

if (name !== undefined) {
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
export async function startCommand(run: (io: CommandIo) => Promise<number>): Promise<void> {
  addEventListener("unload", giveUpWaiting);
  try {
    endProcess(await run(denoIo));
  } catch (error) {
    endWith(error);
  }
}

/** Deno would end with 0 where nothing is left that the command could be waiting for. */
function giveUpWaiting(): void {
  if (isEnding()) return;
  endWith(new Error("it waits for something that cannot happen any more"));
}

function endWith(error: unknown): never {
  const verbose = Deno.args.includes("--verbose");
  endProcess(endByError(error, { name: name ?? "benchline", verbose }, denoIo));
}
