/**
 * One process for many runs of a command, since each start takes a fifth of a second. Use it to
 * test what a command does, but not how its process starts and ends or handles signals.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { type Ended, RUN_PERMISSIONS } from "../project.ts";
import { linesOf } from "./lines.ts";

/** One run of a command. */
export interface CommandRun {
  /** The working directory. */
  readonly folder: string;
  readonly args: readonly string[];
  /** Variables to set during the run; the process needs the permission to set them. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a process for `run.ts` with the permissions that its help lists, but in every folder,
 * since the working directory differs between runs.
 */
export const startRunProcess = () =>
  new CommandProcess("run", RUN_PERMISSIONS.map((flag) => flag.replace(/^(-[RW])=\.$/, "$1")));

/** Runs a command many times in one process. */
export class CommandProcess {
  readonly #name: string;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  readonly #child: Deno.ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Starts the process. A test file does this before its tests and never stops it: it ends with the
   * file.
   *
   * @param name The name of the script, such as `compare`.
   */
  constructor(name: string, permissions: readonly string[]) {
    const loop = fromFileUrl(new URL("command_loop.ts", import.meta.url));
    const child = new Deno.Command("deno", {
      args: ["run", "--quiet", "--no-prompt", ...permissions, loop, name],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#name = name;
    this.#input = child.stdin.getWriter();
    this.#lines = linesOf(child.stdout);
    this.#child = child;
  }

  /** Runs the command once, after all earlier runs. */
  run(
    folder: string,
    args: readonly string[],
    env: CommandRun["env"] = {},
  ): Promise<Ended> {
    const run: CommandRun = { folder, args, env };
    const ended = this.#last.then(async () => {
      // A process that has ended reads nothing, and its status explains more than the broken pipe.
      await this.#input.write(new TextEncoder().encode(`${JSON.stringify(run)}\n`)).catch(() => {});
      const { value, done } = await this.#lines.next();
      if (!done) return JSON.parse(value);
      const { code, signal } = await this.#child.status;
      throw new Error(
        `Cannot run ${this.#name} ${args.join(" ")}: the process has ended with ${signal ?? code}`,
      );
    });
    this.#last = ended.catch(() => {});
    return ended;
  }
}
