/** The two versions, checked out and ready to be loaded. @module */
import { isClean, openRepository, type Repository, withinRepository } from "../git/repository.ts";
import { findMergeBaseWith, resolveCommit } from "../git/revision.ts";
import { makeTemporaryFolder } from "../git/temporary_folder.ts";
import { checkOutVersion } from "../git/version_folder.ts";
import { refuseOwnFlags } from "../result/deno_flags.ts";
import { hostFlags } from "../measure/host_flags.ts";
import { protectLock } from "../measure/lock_file.ts";
import { ownDeno } from "../system/spawn.ts";
import type { Doubt } from "../result/doubt.ts";
import { incompleteCheckout } from "../result/doubts/listing.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import type { SideOptions } from "./duet.ts";
import { resolveDeno } from "./find_deno.ts";
import { provideNodeModules } from "./node_modules.ts";
import type { FullOptions, Version } from "./options.ts";

/** A version that can be loaded. */
export interface Side extends SideOptions {
  /** The name of the version in reports. */
  readonly name: string;
  /**
   * The commit that is checked out, or that the working tree is based on; null outside a
   * repository.
   */
  readonly commit: string | null;
  /** The top level of the working tree or of the checkout; null outside a repository. */
  readonly top: string | null;
  /** Paths and globs to ignore when bench files are looked for. */
  readonly ignore: readonly string[];
  /**
   * Why nothing of it can be loaded, such as a configuration that cannot be read; null if it can.
   */
  readonly problem: string | null;
}

/** Both versions, until they are closed. */
export interface Sides {
  /** The bench files that the user named, by their paths from either root. */
  readonly files: readonly string[];
  readonly baseline: Side;
  readonly current: Side;
  readonly doubts: readonly Doubt[];
  /** Removes the checkouts. */
  close(): Promise<void>;
}

/**
 * Checks out the versions other than the working tree, and finds the command that starts Deno in
 * each.
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

const SIDE_WORDS: Readonly<Record<SideName, string>> = {
  baseline: "the baseline",
  current: "the current version",
};

/** A version whose Deno has not been found yet. */
type Prepared = Omit<Side, "command">;

class Opener {
  readonly #options: FullOptions;
  readonly #made = new AsyncDisposableStack();
  readonly #doubts: Doubt[] = [];

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
    const now = await this.#prepare("current", repository);
    // The working tree on another Deno or with other flags has the same files.
    const before = baseline.ref === null && current.ref === null
      ? now
      : await this.#prepare("baseline", repository);
    return {
      files: this.#options.files.map((file) => placeOf(file, repository)),
      baseline: await this.#start(baseline, before),
      current: await this.#start(current, now),
      doubts: this.#doubts,
      close: () => this.close(),
    };
  }

  /** Removes everything that was made. If something cannot be removed, the rest still is. */
  async close(): Promise<void> {
    await this.#made.disposeAsync();
  }

  async #prepare(side: SideName, repository: Repository | null): Promise<Prepared> {
    const { root, setup, signal, onEvent, [side]: version } = this.#options;
    if (version.ref === null || repository === null) {
      const commit = repository === null ? null : await headOf(repository);
      const configured = await this.#configure(root, { repository });
      const top = repository?.top ?? null;
      return { root, top, name: "the working tree", commit, ...configured };
    }
    const { target, label } = await this.#resolve(version.ref, version, repository);
    onEvent({ kind: "step", text: `checking out ${label}` });
    const called = SIDE_WORDS[side];
    const folder = await checkOutVersion(target, { cwd: root, called, repository });
    this.#made.defer(() => folder.remove());
    const lacking = await provideNodeModules(folder, { called, repository, setup, signal });
    for (const one of [...folder.doubts, ...lacking]) this.#doubts.push(incompleteCheckout(one));
    const configured = await this.#configure(folder.root, null);
    const { top, commit } = folder;
    return { root: folder.root, top, name: label, commit, ...configured };
  }

  /** @param copyFor Set if the lock file is the user's, so that a copy of it is used. */
  async #configure(
    root: string,
    copyFor: { readonly repository: Repository | null } | null,
  ): Promise<Pick<Side, "flags" | "givenFlags" | "ignore" | "problem">> {
    const folder = copyFor === null ? null : await makeTemporaryFolder(copyFor.repository);
    if (folder !== null) this.#made.defer(() => folder.remove());
    try {
      const { flags, ignore } = await hostFlags(root, this.#options.flags);
      const lock = folder === null ? [] : await protectLock(root, folder.path, flags);
      return { givenFlags: flags, flags: [...flags, ...lock], ignore, problem: null };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // deno-lint-ignore habits/no-message-matching -- nothing is recognised, paths become shorter
      const problem = error.message.replaceAll(`${root}/`, "");
      return { givenFlags: [], flags: [], ignore: [], problem };
    }
  }

  async #start({ deno = null, v8Flags = [] }: Version, side: Prepared): Promise<Side> {
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
      commit === await headOf(repository) && await isClean(repository);
    if (isSame) {
      throw new Failure(
        `Nothing to compare: nothing has changed since the merge base with ${branch}, which is HEAD; name a version, as in --against HEAD~1`,
      );
    }
    return { target: commit, label: `merge base ${commit.slice(0, 12)}` };
  }
}

/** Whether both sides load the same files in the same way. */
export function isOneVersion({ baseline, current }: Readonly<Record<SideName, Side>>): boolean {
  return baseline.root === current.root &&
    baseline.command.join() === current.command.join() &&
    baseline.flags.join() === current.flags.join();
}

/**
 * Returns the path of a bench file from the project's folder, since the other version has it at the
 * same place.
 */
function placeOf(file: string, repository: Repository | null): string {
  if (repository === null || /^https?:/.test(file)) return file;
  const path = withinRepository(file, repository);
  if (path !== null) return path;
  throw new Failure(
    `Cannot compare ${file}: it is outside the repository, so the other version has no such file`,
  );
}

function headOf(repository: Repository): Promise<string> {
  return resolveCommit("HEAD", repository.cwd, repository);
}
