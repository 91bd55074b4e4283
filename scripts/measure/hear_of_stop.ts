/** Signals that a terminal sends to this process and to those that it has started. @module */
import { stopSignalOf } from "../result/interruption.ts";

/** How much later than a child this process may hear of one. */
const STOP_GRACE_MS = 500;

/**
 * A terminal sends a signal to every process in the foreground. The child may have ended by it before
 * this process hears of it, and that is no fault of the benchmark's.
 *
 * @param signal Is aborted once this process has heard.
 */
export async function hearOfStop(
  child: Pick<Deno.ChildProcess, "status">,
  signal: AbortSignal,
): Promise<void> {
  const stoppedBy = stopSignalOf(await child.status);
  if (signal.aborted || stoppedBy === null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, STOP_GRACE_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
