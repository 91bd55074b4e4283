/** Signals that a terminal sends to this process and to those that it has started. @module */
import { stopSignalOf } from "../result/interruption.ts";

/** How much later than a child this process may hear of one. */
const STOP_GRACE_MS = 500;

/**
 * Waits for this process to hear of the signal that ended a child, if one did. A terminal sends a
 * signal to every process in the foreground, and the child may end first. That is not the fault of the
 * benchmark.
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
    const finish = () => {
      clearTimeout(timer);
      // The signal lives as long as the command, which starts many children.
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, STOP_GRACE_MS);
    signal.addEventListener("abort", finish);
  });
}
