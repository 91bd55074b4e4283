/** Projects in memory for tests of `init`. @module */
import { type InitSurroundings, main } from "../../scripts/init.ts";
import { parseJsonc } from "../../scripts/result/jsonc.ts";
import { MemoryIo } from "./memory_io.ts";

/** The folder of the scripts. */
export const HOME = "https://bench.test/benchline/";
/** The tasks that `init` adds to a project without tasks. */
export const TASKS = ["bench", "compare", "baseline", "history", "bisect"];
/** The folder of the project. */
export const PROJECT = "file:///home/me/project/";
/** A folder of the scripts that only this machine can read. */
export const CHECKOUT = "file:///home/me/benchline/";
/** The files of a project without benchmarks. */
export const EMPTY = { "deno.json": "{}\n" };
/** The permissions that benchmarks need. */
export const FLAGS = ["--allow-read=data"];

/** Surroundings without a terminal, in which Deno may not be started. */
export const nobody: InitSurroundings = {
  home: HOME,
  project: PROJECT,
  confirm: null,
  ask: null,
  tryBenchmarks: null,
  runTask: null,
};

/** The output of `init`, and the files after it. */
export interface Done {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  readonly files: Record<string, string>;
}

/** Runs `init` on files in memory. */
export async function init(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  surroundings: Partial<InitSurroundings> = {},
): Promise<Done> {
  const io = new MemoryIo(files);
  const code = await main(args, io, { ...nobody, ...surroundings });
  return { code, out: io.out, error: io.error, files: Object.fromEntries(io.files) };
}

/** Returns the tasks in the text of a Deno configuration. */
export function tasksIn(text: string): Record<string, string> {
  return (parseJsonc(text, "deno.json") as { tasks: Record<string, string> }).tasks;
}

/** Pretends that two benchmarks ran once and needed these permissions. */
export function runsOnce(permissions: readonly string[], failures: readonly string[] = []) {
  return () => Promise.resolve({ permissions, missing: [], ran: 2, failures });
}
