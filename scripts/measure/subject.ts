/** Describes what is measured, since finished rounds count only for the same subject. @module */
import { isAbsolute, join } from "../deps/std/path/mod.ts";
import { readTreeState } from "../git/changes.ts";
import { digest } from "../result/digest.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { Subject } from "../result/journal.ts";
import type { Shard } from "../result/shard.ts";
import { VERSION } from "../result/version.ts";
import { readCpu } from "./environment.ts";
import { isUrl } from "./list_benchmarks.ts";

/** The facts that distinguish one measurement from another. */
export interface SubjectOptions {
  readonly root: string;
  /** Paths of files that are written during the measurement. */
  readonly outputs: readonly string[];
  readonly benchmarks: readonly BenchmarkIdentity[];
  readonly filter: string | null;
  readonly shard: Shard | null;
  readonly flags: readonly string[];
  /** Version of the Deno that measures; null for commands. */
  readonly denoVersion: string | null;
}

/**
 * Describes what is measured: the machine, the version of the project, the bench files and the
 * choice of benchmarks. Without git, or if it may not be run, only the bench files identify the
 * version.
 */
export async function readSubject(options: SubjectOptions): Promise<Subject> {
  const { root, outputs, benchmarks, filter, shard, flags, denoVersion } = options;
  const state = await readTreeState(root, outputs).catch((error) => {
    if (error instanceof Failure) return null;
    throw error;
  });
  const { os, arch } = Deno.build;
  return {
    benchline: VERSION,
    machine: [os, arch, `${navigator.hardwareConcurrency} cores`, readCpu()].filter(Boolean).join(),
    Deno: denoVersion ?? "",
    commit: state?.commit ?? "",
    changes: state?.changes ?? "",
    "bench files": await digestFiles(benchmarks, root),
    benchmarks: await digest(benchmarks.map(identityKey).join("\n")),
    filter: filter ?? "",
    shard: shard === null ? "" : `${shard.index}/${shard.total}`,
    flags: flags.join(" "),
  };
}

async function digestFiles(
  benchmarks: readonly BenchmarkIdentity[],
  root: string,
): Promise<string> {
  const files = new Set(benchmarks.map(({ file }) => file).filter((file) => file !== null));
  return await digest(
    (await Promise.all([...files].map((file) => readFile(file, root)))).join("\0"),
  );
}

/** Empty for a file that is elsewhere, that may not be read, or that only the other version has. */
async function readFile(file: string, root: string): Promise<string> {
  if (isUrl(file)) return "";
  try {
    return await Deno.readTextFile(isAbsolute(file) ? file : join(root, file));
  } catch (error) {
    const { NotFound, NotCapable } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotCapable) return "";
    throw error;
  }
}
