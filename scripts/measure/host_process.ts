/** A process that holds the benchmarks of one file and runs calls of them on request. @module */
import { hearOfStop } from "./hear_of_stop.ts";
import type { HostRequest } from "./inside/host.ts";
import type { InsideEvent, Registration } from "./inside/wire.ts";
import { abandonInput, type InsideProcess, sendLine } from "./inside_process.ts";
import { killChild, readText } from "../system/spawn.ts";
import { type HostOptions, overLimit, startHost } from "./start_host.ts";

/** Length of the output that is kept, in UTF-16 code units. */
const LONGEST_OUTPUT = 1 << 24;

/** A benchmark or the whole host could not do what was requested. */
export class HostError extends Error {
  override name = "HostError";
  /** Whether the process has ended. Otherwise it takes further requests. */
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
  readonly #output: Promise<string>;
  #lastError: string | null = null;
  #requests = 0;

  private constructor(
    { child, input, events }: InsideProcess,
    registrations: readonly Registration[],
    options: HostOptions,
  ) {
    this.#child = child;
    this.#events = events;
    this.#input = input;
    this.#options = options;
    this.#output = options.keepsOutput
      ? readText(child, child.stdout, LONGEST_OUTPUT)
      : Promise.resolve("");
    this.registrations = registrations;
  }

  /**
   * Starts a host and waits until it has loaded its file. Types are never checked, since Deno would
   * check only the module that is loaded before the file.
   *
   * @throws {HostError} If the file could not be loaded.
   * @throws {Failure} If Deno cannot be started.
   */
  static async start(options: HostOptions): Promise<HostProcess> {
    const registrations: Registration[] = [];
    const host = new HostProcess(await startHost(options, "serve"), registrations, options);
    try {
      await host.#until((event) => {
        if (event.kind === "registered") registrations.push(event);
        return event.kind === "loaded" ? event : null;
      });
      return host;
    } catch (error) {
      await host.close();
      throw error;
    }
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @returns The values that {@linkcode HostRequest} describes.
   * @throws {HostError} If the benchmark throws, takes too long or ends the process.
   */
  async request(request: HostRequest): Promise<(number | null)[]> {
    const id = ++this.#requests;
    this.#lastError = null;
    await sendLine(this.#input, { ...request, id });
    const answer = await this.#until((event) =>
      event.kind === "reply" || event.kind === "refusal" ? event : null
    );
    if (answer.id !== id) {
      killChild(this.#child);
      throw this.#ended("the process sent an answer to no request");
    }
    if (answer.kind === "refusal") throw new HostError(answer.message, false);
    return answer.values;
  }

  /**
   * Lets the process end by itself, so that it writes what it has collected.
   *
   * @returns The end of its output, if that is kept.
   * @throws {HostError} If it takes too long, or fails while it ends.
   */
  async finish(): Promise<string> {
    void this.#input.close().catch(() => {});
    // No event follows, so reading stops when the process ends.
    const ended = await this.#until(() => null).catch((error) => {
      if (!(error instanceof HostError)) throw error;
      return error;
    });
    const { success } = await this.#child.status;
    if (!success) throw ended;
    return await this.#output;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    killChild(this.#child);
    await Promise.all([this.#child.status, this.#output]);
    await abandonInput(this.#input);
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
          await hearOfStop(this.#child, signal);
          signal.throwIfAborted();
          throw this.#ended(timedOut ? overLimit(timeoutMs) : value);
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
