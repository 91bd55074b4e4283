/** What `compare` is told of the bench files that a change can affect. @module */
import type { AffectedOptions } from "../../duet/options.ts";
import { Failure } from "../../result/failure.ts";

/** The options as they were given. */
interface Given {
  readonly affected: boolean;
  readonly data: readonly string[] | null;
  readonly against: string | null;
}

/**
 * Reads `--affected` and `--data`, in which the word `none` stands for nothing.
 *
 * @returns Null where all bench files are asked for.
 * @throws {Failure} If one of them is given without what it belongs to.
 */
export function affectedOptions({ affected, data, against }: Given): AffectedOptions | null {
  if (affected && against === null) {
    throw new Failure(
      "--affected needs a version to compare with, as in --against main",
    );
  }
  if (data !== null && !affected) {
    throw new Failure("--data is for --affected: give both");
  }
  return affected ? { data: data?.filter((glob) => glob !== "none") ?? null } : null;
}
