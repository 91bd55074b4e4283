/** The services that `init` knows a workflow for. @module */

/** What `--workflow` takes. */
export const SERVICES = ["github", "gitlab", "none"] as const;

/** One of {@linkcode SERVICES}. */
export type Service = typeof SERVICES[number];
