/** Options with which tests start a host. @module */
import type { HostOptions } from "../../scripts/measure/start_host.ts";
import type { Project } from "../project.ts";

/** Returns options for a file of a project, with a limit that nothing reaches. */
export function hostOptions(
  project: Project,
  file: string,
  more: Partial<HostOptions> = {},
): HostOptions {
  return {
    file: project.path(file),
    flags: [],
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    cwd: project.folder,
    ...more,
  };
}
