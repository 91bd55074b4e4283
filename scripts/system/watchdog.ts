/**
 * A separate process that ends the processes that this one has started, once this one is gone. A
 * killed process can end nothing itself, and a benchmark that never returns notices nothing. The
 * watchdog also ends process groups, which takes a permission that this process does without.
 *
 * @module
 */
import { startProcess } from "./start_process.ts";
import { toDataUrl } from "./data_url.ts";

// A static import of a text would end a Deno that is too old before any module can refuse it.
const { default: watchdogSource } = await import("./watchdog_process.ts", {
  with: { type: "text" },
});

/** Ends processes, each given as for kill(2): a process, or the negative number of a process group. */
export interface Watchdog {
  /** Makes a process end with this one, however this one ends; returns once that is certain. */
  watch(id: number): Promise<void>;
  /**
   * Ends a watched process; does nothing if it has already ended.
   *
   * @returns Whether the watchdog was running.
   */
  end(id: number): Promise<boolean>;
  /** Stops watching a process that has ended, since another one may get its number. */
  forget(id: number): void;
}

let running: Watchdog | null = null;

/**
 * Returns the watchdog of this process, which the first call starts.
 *
 * @param deno The program that starts Deno.
 * @returns Null if it may not be started.
 */
export function findWatchdog(deno: string): Watchdog | null {
  return running ??= start(deno);
}

function start(deno: string): Watchdog | null {
  let child: Deno.ChildProcess;
  try {
    child = startProcess(deno, {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-config",
        "--no-lock",
        "--no-check",
        "--allow-run",
        toDataUrl(watchdogSource),
      ],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      // The signals of a terminal must not end the process that cleans up after this one.
      detached: true,
    });
  } catch (error) {
    const { NotCapable, NotFound } = Deno.errors;
    if (error instanceof NotCapable || error instanceof NotFound) return null;
    throw error;
  }
  child.unref();
  const input = child.stdin.getWriter();
  const tell = async (action: string, id: number) => {
    try {
      await input.write(new TextEncoder().encode(`${action} ${id}\n`));
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      // Somebody has ended it. Processes that start from now on get another one.
      running = null;
      return false;
    }
  };
  return {
    watch: async (id) => void await tell("watch", id),
    end: (id) => tell("end", id),
    forget: (id) => void tell("forget", id),
  };
}
