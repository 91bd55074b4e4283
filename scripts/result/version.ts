/**
 * The version of this program, from the one place that states it.
 *
 * deno.json is published and served with the modules. From a URL, it is one more file, which Deno
 * caches with them.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** The version of this program. */
export const VERSION: string = config.version;
