/** Checks that the Deno that runs a command is new enough. @module */
import { Failure } from "../result/failure.ts";

/** The first version with stable text imports, which the measuring processes need. */
export const OLDEST_DENO = "2.9.0";

/**
 * Asserts that a version of Deno can run benchline. A canary or release candidate counts as the
 * version that it precedes.
 *
 * @throws {Failure} If the version is older than {@linkcode OLDEST_DENO}.
 */
export function assertDeno(version: string): void {
  const found = numbersOf(version);
  const oldest = numbersOf(OLDEST_DENO);
  const difference = found.major - oldest.major || found.minor - oldest.minor ||
    found.patch - oldest.patch;
  if (difference >= 0) return;
  throw new Failure(
    `Cannot run on Deno ${version}: benchline needs Deno ${OLDEST_DENO} or newer; run "deno upgrade"`,
  );
}

function numbersOf(version: string): { major: number; minor: number; patch: number } {
  const [, major = 0, minor = 0, patch = 0] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}
