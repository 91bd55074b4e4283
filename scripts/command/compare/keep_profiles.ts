/** Writes profiles of explained benchmarks, as files for DevTools, editors and speedscope. @module */
import type { CommandIo } from "../../cli/io.ts";
import { SIDES } from "../../duet/duet.ts";
import type { CompareEvent } from "../../duet/options.ts";
import { Failure } from "../../result/failure.ts";
import { formatIdentity } from "../../result/identity.ts";

/** Characters of a benchmark's name in a file name. */
const LONGEST_NAME = 40;
const ENDING = ".cpuprofile";

/** The folder of the profiles that belong to a report. */
export function profilesFolder(output: string): string {
  return `${output.replace(/\.[^./\\]+$/, "")}_profiles`;
}

/** Writes profiles as they arrive, so that none has to stay in memory. */
export class KeptProfiles {
  readonly #folder: string | null;
  readonly #io: CommandIo;
  #writing: Promise<void>;
  #benchmarks = 0;

  /**
   * @param output The first output of the command; the profiles go beside it, or nowhere if it is
   * null.
   * @param io Files.
   */
  constructor(output: string | null, io: CommandIo) {
    this.#folder = output === null ? null : profilesFolder(output);
    this.#io = io;
    this.#writing = Promise.resolve();
  }

  /** Writes the profiles of both versions. */
  add({ benchmark, profiles }: Extract<CompareEvent, { kind: "profiles" }>): void {
    if (this.#folder === null) return;
    const isFirst = this.#benchmarks === 0;
    const name = formatIdentity(benchmark.identity).replaceAll(/[^\p{L}\p{N}.-]+/gu, "_")
      .slice(0, LONGEST_NAME);
    const files = SIDES.map((side) =>
      [
        `${this.#folder}/${this.#benchmarks + 1}_${name}_${side}${ENDING}`,
        profiles[side],
      ] as const
    );
    this.#benchmarks++;
    this.#writing = this.#writing.then(async () => {
      if (isFirst) await this.#removeOld();
      for (const [path, text] of files) await this.#io.writeWhole(path, text);
    });
    // `finish()` reports the error.
    this.#writing.catch(() => {});
  }

  /**
   * Waits until all profiles are written, and removes those of an earlier comparison.
   *
   * @returns Why they could not be written; null if they were.
   */
  async finish(): Promise<string | null> {
    try {
      await this.#writing;
      if (this.#folder !== null && this.#benchmarks === 0) await this.#removeOld();
      return null;
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
  }

  async #removeOld(): Promise<void> {
    for (const name of await this.#io.listFiles(this.#folder!)) {
      if (name.endsWith(ENDING)) await this.#io.remove(`${this.#folder}/${name}`);
    }
  }
}
