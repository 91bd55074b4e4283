/** The options of `compare` for the bench files that a change can affect. @module */
import type { AffectedOptions } from "../../duet/options.ts";
import { Failure } from "../../result/failure.ts";

/** The parsed options. */
interface Given {
  readonly affected: boolean;
  readonly data: readonly string[] | null;
  readonly against: string | null;
}

/**
 * Reads `--affected` and `--data`, where the word `none` means no files.
 *
 * @returns Null if all bench files are to be measured.
 * @throws {Failure} If `--affected` has no version to compare with, or `--data` no `--affected`.
 */
export function affectedOptions({ affected, data, against }: Given): AffectedOptions | null {
  if (affected && against === null) {
    throw new Failure(
      "--affected needs a version to compare with, as in --against main",
    );
  }
  if (data !== null && !affected) {
    throw new Failure("--data needs --affected");
  }
  return affected ? { data: data?.filter((glob) => glob !== "none") ?? null } : null;
}
