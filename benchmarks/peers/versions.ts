/** Versions of the packages, read from deno.json, which pins them. */
import config from "./deno.json" with { type: "json" };

/** The version after the last `@` of a package's line in deno.json. */
export function pinnedVersion(name: keyof typeof config.imports): string {
  const specifier = config.imports[name];
  return specifier.slice(specifier.lastIndexOf("@") + 1);
}
