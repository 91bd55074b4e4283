/** What a command does when it is asked to stop. @module */
import { Interruption, STOP_SIGNALS } from "../result/interruption.ts";

/**
 * A signal that is aborted when the process is asked to stop, by Ctrl-C, by the system or by a
 * terminal that is closed; the reason is an {@linkcode Interruption}. Whoever asks a second time does
 * not want to wait: the process ends at once.
 *
 * It keeps the process alive, so a command that uses it ends with `Deno.exit`.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of STOP_SIGNALS) {
    const interruption = new Interruption(signal);
    Deno.addSignalListener(signal, () => {
      if (controller.signal.aborted) Deno.exit(interruption.code);
      controller.abort(interruption);
    });
  }
  return controller.signal;
}
