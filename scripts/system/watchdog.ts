/**
 * Has a process of its own end what this process has started, once this process is gone: one that is
 * killed can end nothing itself, and a benchmark that never returns notices nothing. It ends process
 * groups, too, which takes a permission that this process does without.
 *
 * @module
 */
import { startProcess } from "./start_process.ts";
import { toDataUrl } from "./data_url.ts";

// A static import of a text would end a Deno that is too old before any module can refuse it.
const { default: watchdogSource } = await import("./watchdog_process.ts", {
  with: { type: "text" },
});

/** Ends processes by what kill(2) takes: a process, or the negative number of a process group. */
export interface Watchdog {
  /** Returns once the process will be ended with this one, however this one ends. */
  watch(id: number): Promise<void>;
  /**
   * Ends a process that is watched; nothing happens if it has ended by itself.
   *
   * @returns Whether the watchdog was there to be told.
   */
  end(id: number): Promise<boolean>;
  /** Ends it no more: it has ended, and its number may become another's. */
  forget(id: number): void;
}

let running: Watchdog | null = null;

/**
 * The watchdog of this process, which is started when it is first wanted.
 *
 * @param deno What starts Deno.
 * @returns Null where it may not be started, as where only other programs may be.
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
      // What a terminal sends to this process is not to end the one that tidies up behind it.
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
      // Somebody has ended it. What is started from now on gets another one.
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
