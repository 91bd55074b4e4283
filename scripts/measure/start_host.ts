/** Starts a process that loads a bench file and reports on it. @module */
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
  /** The command that starts Deno: `["deno"]`, or one with another program in front. */
  readonly command?: readonly string[] | undefined;
  /** The module that is loaded before the file, as a data: URL; the host by default. */
  readonly module?: string;
  /** Whether its standard output is kept. By default it is discarded. */
  readonly keepsOutput?: boolean;
}

/**
 * Starts a host. Types are never checked, since Deno would check only the module that is loaded
 * before the file.
 *
 * @throws {Failure} If Deno cannot be started.
 */
export function startHost(
  { file, flags, signal, cwd, command, module = HOST, keepsOutput = false }: HostOptions,
  mode: InsideSettings["mode"],
): Promise<InsideProcess> {
  const kept = flags.filter((flag) => !isAboutTypes(flag));
  return startInside(
    { subcommand: "run", module, args: ["--no-prompt", "--no-check", ...kept, file] },
    { mode, keep: [] },
    { cwd, command, dropOutput: !keepsOutput },
    signal,
  );
}

/** Deno refuses a flag about types that is given twice. */
function isAboutTypes(flag: string): boolean {
  return /^--(?:no-)?check(?:=|$)/.test(flag);
}

/** Returns the message that something took too long. */
export function overLimit(ms: number): string {
  return `over the limit of ${ms / 1000} s`;
}
