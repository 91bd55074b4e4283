/** A process that holds the benchmarks of one file and runs calls of them on request. @module */
import type { InsideEvent, Registration } from "./inside/collect.ts";
import type { HostRequest } from "./inside/host.ts";
import { hostUrl } from "./inside_url.ts";
import { killChild, readLines, spawnDeno } from "./spawn.ts";

/** How to start a host. */
export interface HostOptions {
  /** Path or URL of the bench file. */
  readonly file: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** Longest time for loading the file, and for one request. */
  readonly timeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  /** Working directory. */
  readonly cwd?: string;
  /** What starts Deno: `["deno"]`, or that with something in front. */
  readonly command?: readonly string[];
}

/** A benchmark, or the whole host, could not do what was asked. */
export class HostError extends Error {
  override name = "HostError";
  /** Whether the process is gone; else it takes further requests. */
  readonly ended: boolean;

  constructor(message: string, ended: boolean) {
    super(message);
    this.ended = ended;
  }
}

/** A running host. Requests are made one after the other. */
export class HostProcess {
  readonly registrations: readonly Registration[];
  readonly #child: Deno.ChildProcess;
  readonly #events: AsyncGenerator<InsideEvent, string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #options: HostOptions;
  #lastError: string | null = null;

  private constructor(
    child: Deno.ChildProcess,
    events: AsyncGenerator<InsideEvent, string>,
    registrations: readonly Registration[],
    options: HostOptions,
  ) {
    this.#child = child;
    this.#events = events;
    this.#input = child.stdin.getWriter();
    this.#options = options;
    this.registrations = registrations;
  }

  /**
   * Starts a host and waits until it has loaded its file.
   *
   * @throws {HostError} If the file could not be loaded.
   * @throws {Failure} If Deno cannot be started.
   */
  static async start(options: HostOptions): Promise<HostProcess> {
    options.signal.throwIfAborted();
    const token = `@benchline-${crypto.randomUUID()} `;
    const preload = hostUrl({ token, mode: "host", keep: [] });
    const child = spawnDeno(
      ["run", "--no-prompt", "--no-check", `--preload=${preload}`, ...options.flags, options.file],
      {
        pipeInput: true,
        dropOutput: true,
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        ...(options.command === undefined ? {} : { command: options.command }),
      },
    );
    const stop = () => killChild(child);
    options.signal.addEventListener("abort", stop);
    child.status.then(() => options.signal.removeEventListener("abort", stop));
    const events = readEvents(child, token);
    const registrations: Registration[] = [];
    const host = new HostProcess(child, events, registrations, options);
    await host.#until((event) => {
      if (event.kind === "registered") registrations.push(event);
      return event.kind === "loaded" ? event : null;
    });
    return host;
  }

  /**
   * Asks for something and waits for the answer.
   *
   * @returns The values that {@linkcode HostRequest} describes.
   * @throws {HostError} If the benchmark throws, takes too long or ends the process.
   */
  async request(request: HostRequest): Promise<(number | null)[]> {
    try {
      await this.#input.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    } catch {
      // The process is gone; reading says why.
    }
    const answer = await this.#until((event) =>
      event.kind === "reply" || event.kind === "refusal" ? event : null
    );
    if (answer.kind === "refusal") throw new HostError(answer.message, false);
    return answer.values;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    killChild(this.#child);
    await this.#child.status;
    await this.#input.abort().catch(() => {});
  }

  /** Reads events until `pick` takes one. */
  async #until<T>(pick: (event: InsideEvent) => T | null): Promise<T> {
    const { timeoutMs, signal } = this.#options;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killChild(this.#child);
    }, timeoutMs);
    try {
      for (;;) {
        const { value, done } = await this.#events.next();
        if (done) {
          signal.throwIfAborted();
          throw this.#ended(timedOut ? `over the limit of ${timeoutMs / 1000} s` : value);
        }
        if (value.kind === "error") this.#lastError = value.message;
        const picked = pick(value);
        if (picked !== null) return picked;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #ended(cause: string): HostError {
    return new HostError(this.#lastError ?? cause, true);
  }
}

/** The events of a host; returns what the process said of its end. */
async function* readEvents(
  child: Deno.ChildProcess,
  token: string,
): AsyncGenerator<InsideEvent, string> {
  let cause = "";
  for await (const line of readLines(child, child.stderr)) {
    const at = line.indexOf(token);
    if (at >= 0) yield JSON.parse(line.slice(at + token.length));
    else if (line.startsWith("error: ")) cause ||= line.slice("error: ".length);
  }
  const { code, signal } = await child.status;
  return cause || `the process ended with ${signal === null ? `exit code ${code}` : signal}`;
}
