/** Chooses the bench files of a temporary project. @module */
import { chooseFiles } from "../../scripts/duet/choose_files.ts";
import { type CompareVersionsOptions, withDefaults } from "../../scripts/duet/options.ts";
import { openSides, type Side, type Sides } from "../../scripts/duet/sides.ts";
import { hostFlags } from "../../scripts/measure/host_flags.ts";
import type { Project } from "../project.ts";

/** The text of a bench file. */
export const bench = 'Deno.bench("a", () => {});\n';
/** The reason why a file without imports is left out. */
export const ONE = "same 1 module";

/** How to choose. */
export type Choice = Partial<CompareVersionsOptions> & { data?: string[] | null };

/** The reason of each bench file, with `+` before it where that is measured. */
export async function choose(
  project: Project,
  options: Choice = {},
): Promise<Record<string, string>> {
  await using chooser = await Chooser.open(project, options);
  return await chooser.choose();
}

/**
 * Chooses again and again between one checkout and the working tree, for tests that change neither
 * the commit nor the configuration of Deno.
 */
export class Chooser implements AsyncDisposable {
  readonly #options: Choice;
  readonly #sides: Sides;

  private constructor(options: Choice, sides: Sides) {
    this.#options = options;
    this.#sides = sides;
  }

  /** Checks the last commit out. */
  static async open(project: Project, options: Choice = {}): Promise<Chooser> {
    const all = { root: project.folder, baseline: { ref: "HEAD" }, ...options };
    return new Chooser(all, await openSides(withDefaults(all)));
  }

  /** Chooses as {@linkcode choose}; `files`, `flags`, `data` and `journal` can differ each time. */
  async choose(
    more: Pick<Choice, "files" | "flags" | "data" | "journal"> = {},
  ): Promise<Record<string, string>> {
    const { data = null, ...options } = { ...this.#options, ...more };
    const { baseline, current, files } = this.#sides;
    const sides = {
      ...this.#sides,
      files: more.files ?? files,
      baseline: await withFlags(baseline, more.flags),
      current: await withFlags(current, more.flags),
    };
    const { measured, left_out } = await chooseFiles(
      sides,
      withDefaults({ ...options, baseline: { ref: "HEAD" }, affected: { data } }),
    );
    return Object.fromEntries([
      ...measured.map(({ file, reason }) => [file, `+ ${reason}`]),
      ...left_out.map(({ file, reason }) => [file, reason]),
    ]);
  }

  /** Removes the checkout. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sides.close();
  }
}

async function withFlags(side: Side, given: readonly string[] | undefined): Promise<Side> {
  if (given === undefined) return side;
  const { flags, ignore } = await hostFlags(side.root, given);
  const added = side.flags.slice(side.givenFlags.length);
  return { ...side, givenFlags: flags, flags: [...flags, ...added], ignore };
}
