/** One import map for two checkouts. @module */
import { parseDenoConfig } from "../result/deno_config.ts";
import { Failure } from "../result/failure.ts";

/** The part of a checkout's configuration that decides what its specifiers mean. */
export interface CheckoutConfig {
  /** URL of the checkout, with a slash at the end. */
  readonly root: string;
  readonly imports: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An import map for `--import-map`. */
export interface ImportMap {
  imports: Record<string, string>;
  scopes: Record<string, Record<string, string>>;
}

/**
 * Reads the import map in a deno.json.
 *
 * @param text The file's content; null if there is no file.
 * @param root URL of the checkout, with a slash at the end.
 * @returns Null if specifiers also depend on other files, so that one map is not enough.
 * @throws {Failure} If the text is not JSON.
 */
export function parseCheckoutConfig(text: string | null, root: string): CheckoutConfig | null {
  if (text === null) return { root, imports: {}, scopes: {} };
  const config = parseDenoConfig(text, `Cannot read the configuration in ${root}`);
  if (typeof config !== "object" || config === null) {
    throw new Failure(`Cannot read the configuration in ${root}: expected an object`);
  }
  const { imports, scopes, importMap, workspace, links } = config as Record<string, unknown>;
  if (importMap !== undefined || workspace !== undefined || links !== undefined) return null;
  return { root, imports: strings(imports), scopes: nested(scopes) };
}

/**
 * Joins two import maps: the current one at the top, and that of the baseline under the URL of its
 * checkout. The same specifier then means each side's own module.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const side = (root: string) => ({ root, imports: { "@/": "./src/" }, scopes: {} });
 * assertEquals(mergeImportMaps(side("file:///baseline/"), side("file:///head/")), {
 *   imports: { "@/": "file:///head/src/" },
 *   scopes: { "file:///baseline/": { "@/": "file:///baseline/src/" } },
 * });
 * ```
 */
export function mergeImportMaps(baseline: CheckoutConfig, current: CheckoutConfig): ImportMap {
  return {
    imports: absolute(current.imports, current.root),
    scopes: {
      ...absoluteScopes(current),
      [baseline.root]: absolute(baseline.imports, baseline.root),
      ...absoluteScopes(baseline),
    },
  };
}

function absoluteScopes({ root, scopes }: CheckoutConfig): ImportMap["scopes"] {
  return Object.fromEntries(
    Object.entries(scopes).map((
      [scope, imports],
    ) => [new URL(scope, root).href, absolute(imports, root)]),
  );
}

function absolute(imports: Readonly<Record<string, string>>, root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(imports).flatMap(([name, target]) => {
      if (/^\.{0,2}\//.test(target)) return [[name, new URL(target, root).href]];
      const entry = [name, target];
      // In deno.json, the name of a package also covers its subpaths. In an import map it does not.
      const scheme = /^(jsr|npm):\/?(.*)$/.exec(target);
      if (scheme === null || name.endsWith("/")) return [entry];
      return [entry, [`${name}/`, `${scheme[1]}:/${scheme[2]}/`]];
    }),
  );
}

function strings(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === "string"));
}

function nested(value: unknown): Record<string, Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strings(one)]));
}
