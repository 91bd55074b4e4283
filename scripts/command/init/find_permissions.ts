/** Finds the permissions that benchmarks need by running them once. @module */
import { HostError, HostProcess } from "../../measure/host_process.ts";
import { findBenchFiles } from "../../measure/find_files.ts";
import { hostFlags } from "../../measure/host_flags.ts";
import { parseDenoFlags } from "../../result/deno_flags.ts";
import { configChoiceOf } from "../../measure/project_config.ts";
import type { HostOptions } from "../../measure/start_host.ts";
import { type RefusedPermission, refusedPermission } from "../../result/foreign_words.ts";
import { GrownPermissions } from "./grown_permissions.ts";

/** Decides whether the benchmarks get a further flag, which the given file asks for. */
export type Allow = (flag: string, file: string) => boolean;

/** The benchmarks to run. */
export interface TrialOptions {
  /** The project's folder, absolute with forward slashes. */
  readonly root: string;
  /** Bench files, folders and globs; empty for the files that Deno finds itself. */
  readonly files: readonly string[];
  /** Flags for Deno, without permissions. */
  readonly flags: readonly string[];
  /** Finds the folder of temporary files; called once, if there are bench files. */
  readonly findTemporary: () => Promise<string>;
  /** Decides on flags that let a bench file do more than read. */
  readonly allow: Allow;
  /** Called with a file before its benchmarks run. */
  readonly onFile?: (file: string) => void;
}

/** The result of running benchmarks once. */
export interface Trial {
  /** Flags for Deno. */
  readonly permissions: readonly string[];
  /** One line for each file and the flag that it asked for and did not get. */
  readonly missing: readonly string[];
  /** Number of benchmarks that ran. */
  readonly ran: number;
  /** One line for each file and benchmark that no permission makes run. */
  readonly failures: readonly string[];
}

/** Permissions that only let a file read something on this machine; people grant all others. */
const LOOKING: ReadonlySet<string> = new Set(["env", "read", "sys"]);

/** More than the benchmarks of any known file need; each takes another process. */
const MOST_PERMISSIONS = 30;
const LONGEST_MS = 60_000;

/**
 * Calls each benchmark once, at first without permissions. If Deno reports a missing one, the
 * benchmark runs again with it. Permissions to write, load code, start programs or use the network
 * need the consent of `allow`.
 *
 * @throws {Failure} If Deno cannot be started, or its configuration cannot be used.
 */
export async function findPermissions(options: TrialOptions): Promise<Trial> {
  const { root, flags } = options;
  const files = await findBenchFiles(root, options.files, {
    ignore: (await hostFlags(root, flags)).ignore,
    config: configChoiceOf(parseDenoFlags(flags)),
  });
  if (files.length === 0) return { permissions: [], missing: [], ran: 0, failures: [] };
  const grown = new GrownPermissions(root, await options.findTemporary());
  const grants = new Grants(grown, options.allow);
  const failures: string[] = [];
  let ran = 0;
  for (const file of files) {
    options.onFile?.(file);
    const host = async (): Promise<HostOptions> => ({
      file: `${root}/${file}`,
      flags: (await hostFlags(root, [...grants.flags(), ...flags], file)).flags,
      timeoutMs: LONGEST_MS,
      // Ctrl-C ends this process as usual, and its children with it.
      signal: new AbortController().signal,
      cwd: root,
    });
    const outcome = await runFile(host, (message) => grants.grant(message, file));
    ran += outcome.ran;
    for (const failure of outcome.failures) failures.push(`${file}: ${failure}`);
  }
  return { permissions: grants.flags(), missing: grants.missing(), ran, failures };
}

/**
 * The answer to a refused permission: granted now, not granted, or `other` if no flag grants it.
 */
type Answer = "granted" | "missing" | "other";

/** The permissions so far, and the user's answers. */
class Grants {
  readonly #grown: GrownPermissions;
  readonly #allow: Allow;
  /** Refused permissions, and the flags that the user was asked for. */
  readonly #refused = new Set<string>();
  readonly #missing = new Set<string>();

  constructor(grown: GrownPermissions, allow: Allow) {
    this.#grown = grown;
    this.#allow = allow;
  }

  flags(): string[] {
    return this.#grown.flags();
  }

  missing(): string[] {
    return [...this.#missing];
  }

  /** @param message The error that kept a file or a benchmark from running. */
  grant(message: string, file: string): Answer {
    const refused = refusedPermission(message);
    const flag = refused === null ? null : this.#grown.addedFlag(refused);
    if (refused === null || flag === null) return "other";
    if (!this.#isAllowed(refused, flag, file)) {
      this.#missing.add(`${file} asks for ${flag}`);
      return "missing";
    }
    this.#grown.add(refused);
    return "granted";
  }

  #isAllowed({ kind, subject }: RefusedPermission, flag: string, file: string): boolean {
    if (LOOKING.has(kind)) return true;
    // The user is not asked the same question twice. The flag for a permission may change, since a
    // second path in a folder asks for the folder.
    const permission = `${kind} ${subject}`;
    if (this.#refused.has(permission) || this.#refused.has(flag)) return false;
    const isAllowed = this.#allow(flag, file);
    if (!isAllowed) this.#refused.add(permission).add(flag);
    return isAllowed;
  }
}

/** Runs the benchmarks of one file, each until it has run or cannot run. */
async function runFile(
  options: () => Promise<HostOptions>,
  grant: (message: string) => Answer,
): Promise<{ ran: number; failures: string[] }> {
  const failures: string[] = [];
  let ran = 0;
  let next = 0;
  let granted = 0;
  while (granted < MOST_PERMISSIONS) {
    let host: HostProcess | null = null;
    try {
      host = await HostProcess.start(await options());
      for (; next < host.registrations.length; next++) {
        const { name, ignore } = host.registrations[next]!;
        if (ignore) continue;
        const error = await callOnce(host, next);
        if (error === null) {
          ran++;
          continue;
        }
        const answer = grant(error.message);
        if (answer === "granted") {
          granted++;
          break;
        }
        if (answer === "other") failures.push(`${name}: ${error.message}`);
        if (error.ended) {
          next++;
          break;
        }
      }
      if (next >= host.registrations.length) return { ran, failures };
    } catch (error) {
      if (host !== null || !(error instanceof HostError)) throw error;
      const answer = grant(error.message);
      if (answer === "other") failures.push(error.message);
      if (answer !== "granted") return { ran, failures };
      granted++;
    } finally {
      await host?.close();
    }
  }
  return { ran, failures: [...failures, `it needs more than ${MOST_PERMISSIONS} permissions`] };
}

/** Calls a benchmark once, and returns the error if it does not run. */
async function callOnce(host: HostProcess, ordinal: number): Promise<HostError | null> {
  try {
    await host.request({ action: "time", ordinal, calls: 1, marks: true });
    return null;
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
}
