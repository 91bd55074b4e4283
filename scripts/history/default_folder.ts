/** Where results are kept by default; without imports, so that a quick look loads nothing. @module */

/** The default folder of a history, within the project. */
export const DEFAULT_FOLDER = "benchmarks/history";
/** The branch that `--branch` uses without a name. */
export const DEFAULT_BRANCH = "benchmarks";
