/** Reacts when a command is asked to stop. @module */
import { Interruption, STOP_SIGNALS } from "../result/interruption.ts";
import { endProcess } from "./end_process.ts";

const controller = new AbortController();

/** Aborted when the process is asked to stop, if {@linkcode interruptSignal} was called. */
export const stopRequest: AbortSignal = controller.signal;

/**
 * Returns a signal that is aborted when Ctrl-C, the system or a closed terminal asks the process to
 * stop; the reason is an {@linkcode Interruption}. A second request ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  for (const signal of STOP_SIGNALS) {
    const interruption = new Interruption(signal);
    Deno.addSignalListener(signal, () => {
      if (stopRequest.aborted) endProcess(interruption.code);
      controller.abort(interruption);
    });
  }
  return stopRequest;
}
