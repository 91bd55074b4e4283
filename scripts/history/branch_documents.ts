/** A history on a Git branch, without a working tree. @module */
import type { Failure } from "../result/failure.ts";
import { listBranch, readBlobs } from "../git/objects.ts";
import { type BranchPlace, type BranchTip, changeBranch, findTip } from "../git/branch.ts";
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";

/** Documents in the folders `results/` and `dismissals/` of a branch; each change is a commit. */
export class BranchDocuments implements Documents {
  readonly name: string;
  readonly #place: BranchPlace;
  /** The last known tip of the branch; null before the first look. */
  #tip: BranchTip | null = null;
  /** Hashes of the files, by path. */
  #hashes = new Map<string, string>();

  constructor(place: BranchPlace) {
    this.name = `the branch ${place.branch}`;
    this.#place = place;
  }

  async list(): Promise<Map<string, string>> {
    this.#tip = await findTip(this.#place);
    const { commit } = this.#tip;
    const all = commit === null ? [] : await listBranch(commit, [RESULTS, DISMISSALS]);
    this.#hashes = new Map(all.filter(([path]) => path.endsWith(".json")));
    return this.#hashes;
  }

  async read(paths: readonly string[]): Promise<Map<string, string | Failure>> {
    const texts = await readBlobs(paths.map((path) => this.#hashes.get(path)!));
    return new Map(paths.map((path, index) => [path, texts[index]!]));
  }

  async change(
    { write = new Map(), remove = [], message }: DocumentChange,
  ): Promise<ReadonlyMap<string, string>> {
    const change = { ...this.#place, tip: this.#tip, files: write, remove, message };
    const { tip, hashes } = await changeBranch(change);
    this.#tip = tip;
    for (const path of remove) this.#hashes.delete(path);
    for (const [path, hash] of hashes) this.#hashes.set(path, hash);
    return hashes;
  }
}
