/** The name of the configuration file. @module */

/** Default name of a project's configuration file. */
export const CONFIG_FILE = "benchline.jsonc";
