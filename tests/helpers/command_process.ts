/**
 * One process for many runs of a command, since each start takes a fifth of a second. Use it to test
 * what a command does, but not how its process starts and ends, or how it reacts to signals.
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
  /** Variables that are set during the run. The process needs the permission to set them. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a process for `run.ts` with the permissions that its help asks for, but for every folder,
 * since the working directory differs between runs.
 */
export const startRunProcess = () =>
  new CommandProcess("run", RUN_PERMISSIONS.map((flag) => flag.replace(/^(-[RW])=\.$/, "$1")));

/** A process that runs a command many times. */
export class CommandProcess {
  readonly #name: string;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  readonly #child: Deno.ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Starts the process, which ends with the test file. A test file starts it before its tests.
   *
   * @param name Name of a script such as `compare`, or a path from the folder of the scripts.
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
      // If the process has ended, its status says more than the broken pipe.
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
