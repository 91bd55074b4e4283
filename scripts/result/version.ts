/**
 * The version of this program, from the one place that states it.
 *
 * deno.json is part of what is published and served. From a URL it is one more file, which comes with
 * the modules and is kept with them.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** The version of this program. */
export const VERSION: string = config.version;
