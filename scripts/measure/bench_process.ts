/** One `deno bench` process, watched through the observer. @module */
import { type DenoBenchReport, parseDenoBenchReport } from "../result/deno_bench.ts";
import { Failure } from "../result/failure.ts";
import { hearOfStop } from "./hear_of_stop.ts";
import type { InsideEvent } from "./inside/wire.ts";
import { startInside } from "./inside_process.ts";
import { OBSERVER } from "./inside_url.ts";
import { killChild, readText } from "../system/spawn.ts";
import { overLimit } from "./start_host.ts";

/** How to run one `deno bench` process. */
export interface BenchProcessOptions {
  /** Path or URL of the bench file. */
  readonly file: string;
  /** Further flags for `deno bench`, including permissions. */
  readonly flags: readonly string[];
  /** The benchmarks to measure, by the order of their registration. */
  readonly keep: readonly number[];
  /** Longest time for loading the file, and for one benchmark. */
  readonly benchTimeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: InsideEvent) => void;
  /** Working directory. */
  readonly cwd?: string;
  /** The command that starts Deno; `["deno"]` by default. */
  readonly command?: readonly string[];
}

/** How a `deno bench` process went. */
export interface BenchProcessOutcome {
  /** Null if the process ended without a report. */
  readonly report: DenoBenchReport | null;
  /** The benchmark that began last; null if none did. */
  readonly lastBegun: number | null;
  /** One line on why the report is incomplete. */
  readonly cause: string;
}

/** Deno gives no reason if a rejection was handled but still ended a benchmark. */
const NO_REASON = "it failed without a reason, as after an unhandled rejection";

/** Longer than a report on the most benchmarks of a file. Anything before it is cut. */
const LONGEST_OUTPUT = 1 << 26;

/**
 * Runs `deno bench --json` once.
 *
 * It is not an error here if the process is stopped, crashes or ends early: the outcome says what
 * is known.
 *
 * @throws {Failure} If `deno` cannot be started.
 * @throws The reason of `signal`, if that is aborted.
 */
export async function runBenchProcess(options: BenchProcessOptions): Promise<BenchProcessOutcome> {
  const { file, flags, keep, benchTimeoutMs, signal, onEvent, cwd, command } = options;
  const { child, input, events } = await startInside(
    { subcommand: "bench", module: OBSERVER, args: ["--json", ...flags, file] },
    { mode: "serve", keep },
    { cwd, command },
    signal,
  );
  // The bench file has to find nothing there, as when `deno bench` is started by hand.
  void input.close().catch(() => {});
  let timedOut = false;
  const stop = () => {
    timedOut = true;
    killChild(child);
  };
  let timer = setTimeout(stop, benchTimeoutMs);
  try {
    const output = readText(child, child.stdout, LONGEST_OUTPUT);
    let lastBegun: number | null = null;
    let lastError: string | null = null;
    for (;;) {
      const { value: event, done } = await events.next();
      if (done) {
        await hearOfStop(child, signal);
        signal.throwIfAborted();
        const { report, fault } = readReport(await output);
        const loading = lastBegun === null ? "loading the file took " : "";
        const cause = timedOut
          ? `${loading}${overLimit(benchTimeoutMs)}`
          : lastError !== null
          ? `unhandled rejection or error: ${lastError}`
          : fault ?? (event === "Bench failed" ? NO_REASON : event);
        return { report, lastBegun, cause };
      }
      if (event.kind === "error") lastError = event.message;
      if (event.kind === "begin") {
        lastBegun = event.ordinal;
        lastError = null;
      }
      // Between two events, one benchmark runs or the file loads.
      if (event.kind !== "error" && event.kind !== "registered") {
        clearTimeout(timer);
        timer = setTimeout(stop, benchTimeoutMs);
      }
      onEvent?.(event);
    }
  } finally {
    clearTimeout(timer);
    killChild(child);
  }
}

/** Reads the report. A bench file can print one of its own that cannot be read. */
function readReport(output: string): { report: DenoBenchReport | null; fault: string | null } {
  try {
    return { report: parseDenoBenchReport(output, "deno bench"), fault: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { report: null, fault: error.message };
  }
}
