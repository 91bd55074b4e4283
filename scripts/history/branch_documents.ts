/** A history on a git branch, which needs no working tree. @module */
import type { Failure } from "../result/failure.ts";
import { listBranch, readBlobs } from "../git/objects.ts";
import { changeBranch, findTip } from "../git/branch.ts";
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";

/** Documents in the folders `results/` and `dismissals/` of a branch; each change is a commit. */
export class BranchDocuments implements Documents {
  readonly name: string;
  readonly #branch: string;
  readonly #remote: string | null;
  /** Hashes of the files, by path. */
  #hashes = new Map<string, string>();

  /** @param remote Where the branch is kept; null for this repository alone. */
  constructor(branch: string, remote: string | null) {
    this.name = `the branch ${branch}`;
    this.#branch = branch;
    this.#remote = remote;
  }

  async list(): Promise<Map<string, string>> {
    const tip = await findTip(this.#branch, this.#remote);
    const all = tip === null ? [] : await listBranch(tip, [RESULTS, DISMISSALS]);
    this.#hashes = new Map(all.filter(([path]) => path.endsWith(".json")));
    return this.#hashes;
  }

  async read(paths: readonly string[]): Promise<Map<string, string | Failure>> {
    const texts = await readBlobs(paths.map((path) => this.#hashes.get(path)!));
    return new Map(paths.map((path, index) => [path, texts[index]!]));
  }

  async change({ write = new Map(), remove = [], message }: DocumentChange): Promise<void> {
    await changeBranch({
      branch: this.#branch,
      remote: this.#remote,
      files: write,
      remove,
      message,
    });
  }
}
