/** The name of the configuration, for everything that reads it, writes it or tells people of it. @module */

/** The configuration of a project, unless another file is given. */
export const CONFIG_FILE = "benchline.jsonc";
