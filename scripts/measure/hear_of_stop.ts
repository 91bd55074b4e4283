/** Waits for signals that a terminal sends to this process and its children. @module */
import { stopSignalOf } from "../result/interruption.ts";

/** Longest time by which a child may receive a signal before this process. */
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
