/** One `deno bench` process, watched through the observer. @module */
import { type DenoBenchReport, parseDenoBenchReport } from "../result/deno_bench.ts";
import type { InsideEvent } from "./inside/wire.ts";
import { observeUrl } from "./inside_url.ts";
import { killChild, killOnAbort, readLines, readText, spawnDeno } from "./spawn.ts";

/** How to run one `deno bench` process. */
export interface BenchProcessOptions {
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files: readonly string[];
  /** Further flags for `deno bench`, permissions among them. */
  readonly flags: readonly string[];
  readonly mode: "list" | "measure";
  /** The benchmarks to measure, by the order of their registration. */
  readonly keep: readonly number[];
  /** Longest time for loading a file, and for one benchmark. */
  readonly benchTimeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: InsideEvent) => void;
  /** Working directory. */
  readonly cwd?: string;
  /** What starts Deno; `["deno"]` by default. */
  readonly command?: readonly string[];
}

/** How a `deno bench` process went. */
export interface BenchProcessOutcome {
  /** Null where the process ended without a report. */
  readonly report: DenoBenchReport | null;
  readonly events: readonly InsideEvent[];
  readonly exitCode: number;
  /** What it wrote to standard error, without the observer's lines. */
  readonly errorOutput: string;
  /** Whether it was stopped for loading a file, or running a benchmark, longer than allowed. */
  readonly timedOut: boolean;
}

/**
 * Runs `deno bench --json` once.
 *
 * A process that is stopped, crashes or ends early is no error here: the outcome says what is known.
 *
 * @throws {Failure} If `deno` cannot be started.
 * @throws The reason of `signal`, if that is aborted.
 */
export async function runBenchProcess(options: BenchProcessOptions): Promise<BenchProcessOutcome> {
  const token = `@benchline-${crypto.randomUUID()} `;
  const preload = observeUrl({ token, mode: options.mode, keep: [...options.keep] });
  options.signal.throwIfAborted();
  const child = await spawnDeno(
    ["bench", "--json", `--preload=${preload}`, ...options.flags, ...options.files],
    {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.command === undefined ? {} : { command: options.command }),
    },
  );
  killOnAbort(child, options.signal);

  const events: InsideEvent[] = [];
  const errorLines: string[] = [];
  let timedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopLater = () => {
    timer = setTimeout(() => {
      timedOut = true;
      killChild(child);
    }, options.benchTimeoutMs);
  };
  try {
    const output = readText(child, child.stdout);
    for await (const line of readLines(child, child.stderr)) {
      const at = line.indexOf(token);
      if (at !== 0 && line !== "") errorLines.push(at < 0 ? line : line.slice(0, at));
      if (at < 0) continue;
      const event: InsideEvent = JSON.parse(line.slice(at + token.length));
      events.push(event);
      if (event.kind === "file" || event.kind === "begin") {
        clearTimeout(timer);
        stopLater();
      }
      if (event.kind === "loaded" || event.kind === "end") clearTimeout(timer);
      options.onEvent?.(event);
    }
    const { code } = await child.status;
    options.signal.throwIfAborted();
    return {
      report: parseDenoBenchReport(await output, "deno bench"),
      events,
      exitCode: code,
      errorOutput: errorLines.join("\n"),
      timedOut,
    };
  } finally {
    clearTimeout(timer);
    killChild(child);
  }
}
