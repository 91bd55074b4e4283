/** The services for which `init` can write a workflow. @module */

/** The values of `--workflow`. */
export const SERVICES = ["github", "gitlab", "none"] as const;

/** One of {@linkcode SERVICES}. */
export type Service = typeof SERVICES[number];
