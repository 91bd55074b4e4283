/** One `deno bench` process, watched through the observer. @module */
import { type DenoBenchReport, parseDenoBenchReport } from "../result/deno_bench.ts";
import { Failure } from "../result/failure.ts";
import observerSource from "./observer.ts" with { type: "text" };
import type { ObserverEvent, ObserverSettings } from "./observer.ts";

/** How to run one `deno bench` process. */
export interface BenchProcessOptions {
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files: readonly string[];
  /** Further flags for `deno bench`, permissions among them. */
  readonly flags: readonly string[];
  readonly mode: ObserverSettings["mode"];
  readonly skip: readonly number[];
  /** Longest time for loading a file, and for one benchmark. */
  readonly benchTimeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: ObserverEvent) => void;
}

/** How a `deno bench` process went. */
export interface BenchProcessOutcome {
  /** Null where the process ended without a report. */
  readonly report: DenoBenchReport | null;
  readonly events: readonly ObserverEvent[];
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
  const preload = observerUrl({ token, mode: options.mode, skip: [...options.skip] });
  options.signal.throwIfAborted();
  const child = spawn([
    "bench",
    "--json",
    `--preload=${preload}`,
    ...options.flags,
    ...options.files,
  ]);
  const stop = () => killChild(child);
  options.signal.addEventListener("abort", stop);

  const events: ObserverEvent[] = [];
  const errorLines: string[] = [];
  let timedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopLater = () => {
    timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, options.benchTimeoutMs);
  };
  try {
    const output = new Response(child.stdout).text();
    for await (const line of readLines(child.stderr)) {
      const at = line.indexOf(token);
      if (at !== 0 && line !== "") errorLines.push(at < 0 ? line : line.slice(0, at));
      if (at < 0) continue;
      const event: ObserverEvent = JSON.parse(line.slice(at + token.length));
      events.push(event);
      if (event.kind === "file" || event.kind === "begin") {
        clearTimeout(timer);
        stopLater();
      }
      if (event.kind === "loaded" || event.kind === "end") clearTimeout(timer);
      options.onEvent?.(event);
      if (event.kind === "done") stop();
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
    options.signal.removeEventListener("abort", stop);
    killChild(child);
  }
}

function observerUrl(settings: ObserverSettings): string {
  const source = `globalThis.benchlineSettings = ${JSON.stringify(settings)};\n${observerSource}`;
  return `data:application/typescript;charset=utf-8,${encodeURIComponent(source)}`;
}

function spawn(args: string[]): Deno.ChildProcess {
  try {
    return new Deno.Command("deno", {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Failure("Cannot start deno: no such executable on PATH");
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Failure("Cannot start deno: the permission --allow-run=deno is not granted");
    }
    throw error;
  }
}

function killChild(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as TransformStream)) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
