/** The permissions that benchmarks need, found by running them once. @module */
import { HostError, HostProcess } from "../../measure/host_process.ts";
import { findBenchFiles } from "../../measure/find_files.ts";
import { hostFlags } from "../../measure/host_flags.ts";
import { configChoiceOf, parseDenoFlags } from "../../measure/deno_flags.ts";
import type { HostOptions } from "../../measure/start_host.ts";
import { GrownPermissions, neededPermission } from "./needed_permission.ts";

/** What to run. */
export interface TrialOptions {
  /** The project's folder, absolute with forward slashes. */
  readonly root: string;
  /** Bench files, folders and globs; none for what Deno finds by itself. */
  readonly files: readonly string[];
  /** Flags for Deno, without permissions. */
  readonly flags: readonly string[];
  /** The folder of temporary files. */
  readonly temporary: string;
  readonly signal: AbortSignal;
  /** Called with a file before its benchmarks run. */
  readonly onFile?: (file: string) => void;
}

/** What running benchmarks once has shown. */
export interface Trial {
  /** Flags for Deno. */
  readonly permissions: readonly string[];
  /** Benchmarks that ran. */
  readonly ran: number;
  /** One line on each file and benchmark that cannot run whatever it may do. */
  readonly failures: readonly string[];
}

/** More than any benchmark has asked for; each takes another process. */
const MOST_TURNS = 30;
const LONGEST_MS = 60_000;

/**
 * Calls each benchmark once, without permissions at first. What Deno says is missing is added, and
 * the benchmark runs again.
 *
 * @throws {Failure} If Deno cannot be started, or the configuration of Deno cannot be used.
 * @throws The reason of `signal`, if that is aborted.
 */
export async function findPermissions(options: TrialOptions): Promise<Trial> {
  const { root, flags, signal } = options;
  const files = await findBenchFiles(root, options.files, {
    ignore: (await hostFlags(root, flags)).ignore,
    config: configChoiceOf(parseDenoFlags(flags)),
  });
  const grown = new GrownPermissions(root, options.temporary);
  const failures: string[] = [];
  let ran = 0;
  for (const file of files) {
    options.onFile?.(file);
    const host = async (): Promise<HostOptions> => ({
      file: `${root}/${file}`,
      flags: (await hostFlags(root, [...grown.flags(), ...flags], file)).flags,
      timeoutMs: LONGEST_MS,
      signal,
      cwd: root,
    });
    const outcome = await runFile(host, grown);
    ran += outcome.ran;
    for (const failure of outcome.failures) failures.push(`${file}: ${failure}`);
  }
  return { permissions: grown.flags(), ran, failures };
}

/** Runs the benchmarks of one file, and goes on behind each that ran or cannot. */
async function runFile(
  options: () => Promise<HostOptions>,
  grown: GrownPermissions,
): Promise<{ ran: number; failures: string[] }> {
  const failures: string[] = [];
  let ran = 0;
  let next = 0;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    let host: HostProcess | null = null;
    try {
      host = await HostProcess.start(await options());
      for (; next < host.registrations.length; next++) {
        if (host.registrations[next]!.ignore) continue;
        await host.request({ action: "time", ordinal: next, calls: 1, marks: true });
        ran++;
      }
      return { ran, failures };
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      const needed = neededPermission(error.message);
      if (needed !== null && grown.add(needed)) continue;
      if (host === null) return { ran, failures: [...failures, error.message] };
      failures.push(`${host.registrations[next]!.name}: ${error.message}`);
      next++;
    } finally {
      await host?.close();
    }
  }
  return { ran, failures: [...failures, `it needs more than ${MOST_TURNS} permissions`] };
}
