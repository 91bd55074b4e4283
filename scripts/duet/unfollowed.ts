/** Places where a module loads something that its graph cannot show. @module */

/** A call that loads the module named by its argument. */
const IMPORT = String.raw`\bimport(?:\s*\.\s*(?:source|defer))?\s*(?:\(|/[*/])`;
/**
 * The same, or a function that may be called later by another name. A word before another word is
 * prose.
 */
const REQUIRE = String.raw`\brequire\b(?:\s*\(| *(?! |(?!as\b|in\b|instanceof\b)[a-z]))`;
/**
 * Calls that load a module in a way that no graph follows. None of them needs a permission to load
 * installed packages.
 */
const UNSHOWN = String.raw`\b(?:createRequire|node:module|Worker|worker_threads)\b`;
const LOADS = new RegExp(`${IMPORT}|${REQUIRE}|${UNSHOWN}`, "g");
/** An argument that is a plain text. */
const LITERAL = /\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*[,)]/y;

/**
 * Returns the first line on which a module loads something that its graph does not show: `import()`
 * and `require()` of anything but a plain text, or of a text for which the graph has no module;
 * `require` under another name; and Workers. Lookalikes in comments and texts count as well, so
 * that no parser is needed.
 *
 * @param specifiers The specifiers of this module that the graph has followed, as written in it.
 * @returns From 1; null if there is none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = 'const a = await import("./a.ts");\nexport const load = (b) => import(b);\n';
 * assertEquals(findUnfollowed(text, new Set(["./a.ts"])), 2);
 * assertEquals(findUnfollowed(text, new Set()), 1);
 * assertEquals(findUnfollowed('import { a } from "./a.ts";', new Set()), null);
 * ```
 */
export function findUnfollowed(text: string, specifiers: ReadonlySet<string>): number | null {
  for (const { 0: found, index } of text.matchAll(LOADS)) {
    if (found.endsWith("(")) {
      LITERAL.lastIndex = index + found.length;
      const literal = LITERAL.exec(text);
      const specifier = literal?.[1] ?? literal?.[2];
      if (specifier !== undefined && specifiers.has(specifier)) continue;
    }
    return text.slice(0, index).split("\n").length;
  }
  return null;
}
