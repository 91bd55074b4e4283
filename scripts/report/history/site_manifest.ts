/** The list of pages that a site keeps. @module */
import * as v from "../../deps/valibot.ts";
import { parseJsonc } from "../../result/jsonc.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { checkVersion, validate } from "../../result/validate.ts";
import { VERSION } from "../../result/version.ts";

/** Name of the file. */
export const MANIFEST = "benchline-site.json";

const MANIFEST_VERSION = "1.0";

const schema = v.object({ pages: v.array(v.string("a string"), "an array") }, "an object");

/** Pages by name. */
export interface SiteManifest {
  /** Pages of benchmarks. */
  readonly pages: readonly string[];
  /** Names that cannot be pages of benchmarks, so something else must have written them. */
  readonly others: readonly string[];
}

/** The text of the file. */
export function renderManifest(pages: Iterable<string>): string {
  return stringifyJson({
    version: MANIFEST_VERSION,
    generator: `benchline ${VERSION}`,
    pages: [...pages].sort(),
  });
}

/**
 * Reads the file.
 *
 * @param source Its name, for messages.
 * @throws {Failure} If it is not such a list.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = `{ "version": "1.0", "pages": ["sort-0123456789ab.html", "../notes.html"] }`;
 * assertEquals(parseManifest(text, "a.json"), {
 *   pages: ["sort-0123456789ab.html"],
 *   others: ["../notes.html"],
 * });
 * ```
 */
export function parseManifest(text: string, source: string): SiteManifest {
  const action = `Cannot read ${source}`;
  const value = parseJsonc(text, action);
  checkVersion(value, MANIFEST_VERSION, action);
  const { pages } = validate(schema, value, action);
  return {
    pages: pages.filter(isBenchmarkPage),
    others: pages.filter((name) => !isBenchmarkPage(name)),
  };
}

/** Whether a name may be that of a benchmark's page; no such name leads out of a folder. */
function isBenchmarkPage(name: string): boolean {
  return /^(?:[a-z0-9-]+-)?[0-9a-f]{12}\.html$/.test(name);
}
