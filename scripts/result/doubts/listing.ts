/** Doubts about which benchmarks there are, and which of them can be run. @module */
import { type Doubt, makeDoubt } from "../doubt.ts";

/**
 * A file threw, exited or hung while it was loaded.
 *
 * @param advice What else to do with it; null if nothing else helps.
 */
export function notLoaded(file: string, cause: string, advice: string | null = null): Doubt {
  return makeDoubt("not-loaded", unloadable(file, cause), advice);
}

/** Something that neither of two versions can run. */
export function inNeither(message: string, advice: string | null = null): Doubt {
  return makeDoubt("in-neither", message, advice);
}

/** The message of {@linkcode inNeither} about a file of the only version. */
export function unloadable(file: string, cause: string): string {
  return `${file} could not be loaded: ${cause}`;
}

/** The message of {@linkcode inNeither} about a file. */
export function loadedByNeither(file: string, cause: string): string {
  return `${file} cannot be loaded by either version: ${cause}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark.
 *
 * @param name With its file and group.
 */
export function runByNeither(name: string, cause: string): string {
  return `${name} cannot be run by either version: ${cause}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark of the only version.
 *
 * @param name With its file and group.
 */
export function notRun(name: string, cause: string): string {
  return `${name} cannot be run: ${cause}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark that cannot run in a group whose baseline
 * cannot run either.
 *
 * @param name With its file and group.
 */
export function runByNeitherOfGroup(
  name: string,
  { baseline, current }: { readonly baseline: string; readonly current: string },
): string {
  return baseline === current
    ? `${name} and the baseline in its group cannot be run: ${current}`
    : `${name} cannot be run: ${current}; the baseline in its group cannot be run either: ${baseline}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark whose group has a baseline that cannot run.
 *
 * @param name With its file and group.
 */
export function withoutRunningBaseline(name: string, cause: string): string {
  return `the baseline in the group of ${name} cannot be run: ${cause}`;
}

/** No file of a version can be loaded. */
export function noneLoaded(cause: string): Doubt {
  return makeDoubt("not-loaded", `no file could be loaded: ${cause}`);
}

/** Benchmarks that `ignore` and `only` leave out. */
export function leftOut(count: number, total: number): Doubt {
  return makeDoubt("left-out", `${count} of ${total} benchmarks left out by ignore or only`);
}

/**
 * A file has no benchmark, because it belongs to another harness.
 *
 * @param advice What it imports, and what to do.
 */
export function ofOtherHarness(file: string, advice: string): Doubt {
  return makeDoubt("left-out", `${file} registers no benchmark`, advice);
}

/** Two benchmarks have the same name, so the later one gets another. */
export function renamed(file: string, name: string, place: number, given: string): Doubt {
  return makeDoubt(
    "renamed",
    `${file} registers ${name} more than once: number ${place} is called ${given}`,
    "Give each benchmark its own name.",
  );
}

/** The baseline's sources cannot run a benchmark of the current version. */
export function notInBaseline(cause: string): Doubt {
  return makeDoubt("not-in-baseline", `the baseline cannot run it: ${cause}`);
}

/** The baseline's sources ran the current version's bench file. */
export function benchFromCurrent(): Doubt {
  return makeDoubt("bench-from-current", "the current version's bench file ran on both versions");
}

/** Benchmarks whose group has no baseline. */
export function withoutBaseline(count: number): Doubt {
  const what = count === 1 ? "1 benchmark was" : `${count} benchmarks were`;
  return makeDoubt("without-baseline", `${what} left out: no baseline in the same group`);
}

/** A file draws random numbers while it loads. */
export function randomFixture(file: string): Doubt {
  return makeDoubt(
    "random-fixture",
    `${file} draws random numbers while it loads, so each process may do different work`,
    "Draw from a seeded generator, so that both versions do the same work.",
  );
}

/** Benchmarks that ask for fewer permissions, which measuring in turn does not apply. */
export function ownPermissions(count: number): Doubt {
  return makeDoubt(
    "own-permissions",
    count === 1
      ? "1 benchmark asks for its own permissions but ran with those of its file"
      : `${count} benchmarks ask for their own permissions but ran with those of their files`,
  );
}

/** A part of the baseline that git did not check out. */
export function incompleteCheckout(message: string): Doubt {
  return makeDoubt("incomplete-checkout", message);
}
