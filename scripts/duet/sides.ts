/** The two versions, checked out and ready to be loaded. @module */
import { isClean, openRepository, type Repository, withinRepository } from "../git/repository.ts";
import { findMergeBaseWith, resolveCommit } from "../git/revision.ts";
import { explainTemporary, realPathOf } from "../git/temporary_folder.ts";
import { addWorktree, type Worktree } from "../git/worktree.ts";
import { hostFlags, protectLock, refuseOwnFlags } from "../measure/host_flags.ts";
import { ownDeno } from "../measure/spawn.ts";
import { type Doubt, incompleteCheckout } from "../result/doubt.ts";
import { Failure } from "../result/failure.ts";
import type { SideOptions } from "./duet.ts";
import { resolveDeno } from "./find_deno.ts";
import { provideNodeModules } from "./node_modules.ts";
import type { FullOptions, Version } from "./options.ts";

/** A version that can be loaded. */
export interface Side extends SideOptions {
  /** What reports call it. */
  readonly name: string;
  /** What is checked out, of the working tree what it is based on; null outside of a repository. */
  readonly commit: string | null;
  /** Paths and globs that are no bench files. */
  readonly ignore: readonly string[];
  /** Why nothing of it can be loaded, such as a configuration that cannot be read; null if not so. */
  readonly problem: string | null;
}

/** Both versions, until they are closed. */
export interface Sides {
  /** Bench files as they were given, by their paths from either root. */
  readonly files: readonly string[];
  readonly baseline: Side;
  readonly current: Side;
  readonly doubts: readonly Doubt[];
  /** Removes what was checked out. */
  close(): Promise<void>;
}

/**
 * Checks out what is not the working tree, and finds out what starts Deno in each.
 *
 * @throws {Failure} If there is no such version, or it cannot be prepared.
 */
export async function openSides(options: FullOptions): Promise<Sides> {
  const opener = new Opener(options);
  try {
    return await opener.open();
  } catch (error) {
    await opener.close();
    throw error;
  }
}

class Opener {
  readonly #options: FullOptions;
  readonly #worktrees: Worktree[] = [];
  readonly #doubts: Doubt[] = [];
  #folder: string | null = null;

  constructor(options: FullOptions) {
    this.#options = options;
  }

  async open(): Promise<Sides> {
    const { root, baseline, current, flags } = this.#options;
    refuseOwnFlags(flags);
    const needed = baseline.ref !== null || current.ref !== null;
    const repository = await openRepository(root).catch((error) => {
      if (needed || !(error instanceof Failure)) throw error;
      return null;
    });
    const now = await this.#openSide(current, repository);
    const before = baseline.ref === null
      ? await this.#onAnother(now, baseline)
      : await this.#openSide(baseline, repository);
    return {
      files: this.#options.files.map((file) => placeOf(file, repository)),
      baseline: before,
      current: now,
      doubts: this.#doubts,
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    for (const worktree of this.#worktrees.toReversed()) await worktree.remove();
    this.#worktrees.length = 0;
    if (this.#folder !== null) await Deno.remove(this.#folder, { recursive: true });
    this.#folder = null;
  }

  async #openSide(
    version: Version,
    repository: Repository | null,
  ): Promise<Side> {
    const { root } = this.#options;
    const { ref } = version;
    if (ref === null || repository === null) {
      const commit = repository === null ? null : await headOf(root);
      const place = { root, name: "the working tree", commit };
      return await this.#start(version, { ...place, ...await this.#configure(root, true) });
    }
    const { target, label } = await this.#resolve(ref, version, repository);
    this.#options.onEvent({ kind: "step", text: `checking out ${label}` });
    const worktree = await addWorktree(target, { cwd: root });
    this.#worktrees.push(worktree);
    this.#doubts.push(...worktree.doubts.map(incompleteCheckout));
    const { setup, signal } = this.#options;
    this.#doubts.push(
      ...(await provideNodeModules(worktree, { repository, setup, signal }))
        .map(incompleteCheckout),
    );
    const place = { root: worktree.root, name: label, commit: worktree.commit };
    return await this.#start(version, { ...place, ...await this.#configure(place.root, false) });
  }

  /** @param isUsers Whether the lock file there is not to be written. */
  async #configure(
    root: string,
    isUsers: boolean,
  ): Promise<Pick<Side, "flags" | "givenFlags" | "ignore" | "problem">> {
    try {
      const { flags, ignore } = await hostFlags(root, this.#options.flags);
      const lock = isUsers ? await protectLock(root, await this.#temporaryFolder(), flags) : [];
      return { givenFlags: flags, flags: [...flags, ...lock], ignore, problem: null };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const problem = error.message.replaceAll(`${root}/`, "");
      return { givenFlags: [], flags: [], ignore: [], problem };
    }
  }

  /** The same files as those of the other side, on another Deno or with other flags. */
  #onAnother(side: Side, version: Version): Promise<Side> {
    return this.#start(version, side);
  }

  async #start(
    { deno = null, v8Flags = [] }: Version,
    side: Omit<Side, "command">,
  ): Promise<Side> {
    const extra = v8Flags.length > 0 ? [`--v8-flags=${v8Flags.join(",")}`] : [];
    const variant = [deno === null ? "" : `Deno ${deno}`, v8Flags.join(" ")]
      .filter((part) => part !== "");
    const { command } = deno === null
      ? { command: [ownDeno()] }
      : await resolveDeno(deno, this.#options.signal);
    return {
      ...side,
      name: [side.name, ...variant].join(", "),
      flags: [...side.flags, ...extra],
      givenFlags: [...side.givenFlags, ...extra],
      command,
    };
  }

  async #resolve(
    ref: string,
    { deno = null, v8Flags = [] }: Version,
    repository: Repository,
  ): Promise<{ target: string; label: string }> {
    if (ref !== "") return { target: ref, label: ref };
    const { root } = this.#options;
    const { commit, branch } = await findMergeBaseWith(undefined, root);
    const isSame = deno === null && v8Flags.length === 0 &&
      commit === await headOf(root) && await isClean(repository);
    if (isSame) {
      throw new Failure(
        `Nothing to compare: nothing is changed since the merge base with ${branch}, which is HEAD; name a version, as in --against HEAD~1`,
      );
    }
    return { target: commit, label: `merge base ${commit.slice(0, 12)}` };
  }

  async #temporaryFolder(): Promise<string> {
    try {
      return this.#folder ??= await realPathOf(
        await Deno.makeTempDir({ prefix: "benchline-side-" }),
      );
    } catch (error) {
      throw explainTemporary(error);
    }
  }
}

/**
 * A bench file by its path from the project's folder, since the other version has it at the same
 * place.
 */
function placeOf(file: string, repository: Repository | null): string {
  if (repository === null || /^https?:/.test(file)) return file;
  const path = withinRepository(file, repository);
  if (path !== null) return path;
  throw new Failure(
    `Cannot compare ${file}: it lies outside of the repository, so the other version has no such file`,
  );
}

function headOf(root: string): Promise<string> {
  return resolveCommit("HEAD", root);
}
