/** What a command does when it is asked to stop. @module */
import { Interruption, STOP_SIGNALS } from "../result/interruption.ts";
import { endProcess } from "./end_process.ts";

const controller = new AbortController();

/** Is aborted where {@linkcode interruptSignal} is used and the process is asked to stop. */
export const stopRequest: AbortSignal = controller.signal;

/**
 * A signal that is aborted when the process is asked to stop, by Ctrl-C, by the system or by a
 * terminal that is closed; the reason is an {@linkcode Interruption}. Whoever asks a second time does
 * not want to wait: the process ends at once.
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
