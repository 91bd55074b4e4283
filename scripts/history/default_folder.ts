/** Default places of a history. This module imports nothing, so that it loads quickly. @module */

/** The default folder of a history, within the project. */
export const DEFAULT_FOLDER = "benchmarks/history";
/** The branch that `--branch` uses without a name. */
export const DEFAULT_BRANCH = "benchmarks";
