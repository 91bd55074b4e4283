/** Finds the benchmarks of a project, and the flags for Deno that they need. @module */
import { CONFIG_FILE } from "../../result/config_file.ts";
import { grantPermissions, readBenchTask } from "./bench_task.ts";
import type { ConfigSettings } from "./config_file.ts";
import type { Trial, TrialOptions } from "./find_permissions.ts";

/** The settings that the project already has. */
export interface ProjectSays {
  /** The command of its own task `bench`; null if there is none. */
  readonly task: string | null;
  /** Whether its deno.json has permissions for benchmarks. */
  readonly hasPermissions: boolean;
  /** Whether its configuration already has flags. */
  readonly hasFlags: boolean;
}

/** Settings, with notes on where they come from. */
export interface FoundSettings extends ConfigSettings {
  readonly notes: readonly string[];
}

/** Runs the given benchmarks once, with the given flags for Deno. */
export type RunOnce = (benchmarks: Pick<TrialOptions, "files" | "flags">) => Promise<Trial>;

/** The reason not to run the benchmarks. */
export interface NoTrial {
  readonly why: string;
}

/** A single cause often affects all files. */
const MOST_FAILURES = 3;

/**
 * Takes over the settings of the project's own task, and finds permissions if it sets none.
 *
 * @throws {Failure} If the benchmarks cannot be started.
 */
export async function findSettings(
  { task, hasPermissions, hasFlags }: ProjectSays,
  runOnce: RunOnce | NoTrial,
): Promise<FoundSettings> {
  const own = task === null ? null : readBenchTask(task);
  const { files = [], filter = null, flags = [], leftOut = [] } = own ?? {};
  const notes: string[] = [];
  if (own !== null) {
    const taken = [...files, ...(filter === null ? [] : [`--filter=${filter}`]), ...flags];
    notes.push(
      taken.length === 0
        ? "The task bench stays as it is."
        : `The task bench stays as it is; taken over from it: ${taken.join(" ")}`,
    );
  } else if (task !== null) {
    notes.push("The task bench stays as it is; it does not start deno bench.");
  }
  if (leftOut.length > 0) notes.push(`Not taken over from the task bench: ${leftOut.join(", ")}`);
  const settings = { files: files.length === 0 ? null : files, filter };
  if (hasFlags || grantPermissions(flags)) {
    return { ...settings, flags: flags.length === 0 ? null : flags, notes };
  }
  if (hasPermissions) {
    notes.push("Benchmarks run with their permissions in deno.json: -P");
    return { ...settings, flags: [...flags, "-P"], notes };
  }
  if ("why" in runOnce) {
    notes.push(`The permissions were not determined: ${runOnce.why}`);
    return { ...settings, flags: flags.length === 0 ? null : flags, notes };
  }
  const { permissions, missing, ran, failures } = await runOnce({ files, flags });
  if (ran > 0) notes.push(describeTrial(permissions, ran));
  for (const one of missing) {
    notes.push(`${one}, which was not granted; to grant it, add it to flags in ${CONFIG_FILE}`);
  }
  for (const failure of failures.slice(0, MOST_FAILURES)) notes.push(`Cannot run ${failure}`);
  if (failures.length > MOST_FAILURES) {
    notes.push(`Cannot run ${failures.length - MOST_FAILURES} more files or benchmarks`);
  }
  if (ran === 0 && failures.length === 0 && missing.length === 0) {
    notes.push("No benchmark was found.");
  }
  // If no benchmark ran, nothing is known about permissions.
  const found = ran === 0 ? flags : [...flags, ...permissions];
  return { ...settings, flags: ran === 0 && found.length === 0 ? null : found, notes };
}

function describeTrial(permissions: readonly string[], ran: number): string {
  const benchmarks = ran === 1 ? "1 benchmark" : `${ran} benchmarks`;
  const what = permissions.length === 0 ? "no permission" : permissions.join(" ");
  return `${benchmarks} ran once and needed ${what}.`;
}
