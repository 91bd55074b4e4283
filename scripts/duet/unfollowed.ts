/** Where a module loads what its graph cannot show. @module */

/** What loads a module by its argument. */
const IMPORT = String.raw`\bimport(?:\s*\.\s*(?:source|defer))?\s*(?:\(|/[*/])`;
/** The same, or what may be called later by another name; a word before another one is prose. */
const REQUIRE = String.raw`\brequire\b(?:\s*\(| *(?! |(?!as\b|in\b|instanceof\b)[a-z]))`;
/**
 * What loads one by a way that no graph follows. None of it needs a permission to load installed
 * packages.
 */
const UNSHOWN = String.raw`\b(?:createRequire|node:module|Worker|worker_threads)\b`;
const LOADS = new RegExp(`${IMPORT}|${REQUIRE}|${UNSHOWN}`, "g");
/** An argument that is a text as it is. */
const LITERAL = /\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*[,)]/y;

/**
 * The first line on which a module loads something else than what its graph shows: `import()` and
 * `require()` of what is no plain text, or of a text that the graph has no module for, `require` under
 * another name, and Workers. What only looks so, in a comment or a text, counts as well, so that no
 * parser is needed.
 *
 * @param specifiers What the graph has followed of this module, as it is written there.
 * @returns From 1; null where there is none.
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
