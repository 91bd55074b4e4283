/** Starts a process that loads a bench file and tells about it. @module */
import type { InsideSettings } from "./inside/wire.ts";
import { type InsideProcess, startInside } from "./inside_process.ts";
import { HOST } from "./inside_url.ts";

/** How to start a host. */
export interface HostOptions {
  /** Path or URL of the bench file. */
  readonly file: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** Longest time for loading the file, and for one request. */
  readonly timeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  /** Working directory. */
  readonly cwd?: string | undefined;
  /** What starts Deno: `["deno"]`, or that with something in front. */
  readonly command?: readonly string[] | undefined;
  /** Whether what it writes to standard output is kept; thrown away by default. */
  readonly keepsOutput?: boolean;
}

/**
 * Starts a host. Types are not checked, whatever the flags say: Deno would check no more than the
 * module that is loaded beforehand.
 *
 * @throws {Failure} If Deno cannot be started.
 */
export function startHost(
  { file, flags, signal, cwd, command, keepsOutput = false }: HostOptions,
  mode: InsideSettings["mode"],
): Promise<InsideProcess> {
  const kept = flags.filter((flag) => !isAboutTypes(flag));
  return startInside(
    { subcommand: "run", module: HOST, args: ["--no-prompt", "--no-check", ...kept, file] },
    { mode, keep: [] },
    { cwd, command, dropOutput: !keepsOutput },
    signal,
  );
}

/** Deno refuses a flag on types that is given twice. */
function isAboutTypes(flag: string): boolean {
  return /^--(?:no-)?check(?:=|$)/.test(flag);
}

/** Says that something took too long. */
export function overLimit(ms: number): string {
  return `over the limit of ${ms / 1000} s`;
}
