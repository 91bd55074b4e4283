/** Where results are kept unless something else is said, for who only looks whether there are any. @module */

/** A folder of the project. */
export const DEFAULT_FOLDER = "benchmarks/history";
/** The branch for whom wants one and does not name it. */
export const DEFAULT_BRANCH = "benchmarks";
