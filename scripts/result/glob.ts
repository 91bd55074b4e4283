/** Globs over text of unknown origin. @module */
import { RE2JS, RE2JSSyntaxException } from "../deps/re2js.ts";
import { globToRegExp } from "../deps/std/path/mod.ts";
import { Failure } from "./failure.ts";
import { quoteValue } from "./validate.ts";

/**
 * A function that says whether a text matches a glob. A glob may have `?`, `*`, which stops at a
 * `/`, `**`, which does not if it stands alone between two of them, `[a-z]` and `{a,b}`.
 *
 * It takes linear time. A regular expression of JavaScript tries every place for every star, which
 * takes years for a dozen of them.
 *
 * @throws {Failure} If a class or a group in the glob makes no sense, such as `[z-a]`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const matches = compileGlob("json_*");
 * assertEquals([matches("json_parse"), matches("sort")], [true, false]);
 * ```
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const expression = compile(glob);
  return (text) => expression.testExact(text);
}

function compile(glob: string): RE2JS {
  try {
    return RE2JS.compile(globToRegExp(glob, { extended: false, globstar: true }).source);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RE2JSSyntaxException)) throw error;
    throw new Failure(
      `Cannot use the glob ${quoteValue(glob)}: a class or a group in it cannot be read`,
    );
  }
}

/**
 * A glob that matches a text literally. It matches any character in place of escape characters and
 * Unicode's line separators, which globs cannot express on every system.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeGlob("sort [n=10]"), "sort [[]n=10]");
 * ```
 */
export function escapeGlob(text: string): string {
  return text === ""
    ? "{}"
    : text.replaceAll(/[*?[{]/g, "[$&]").replaceAll(/[\\`\u2028\u2029]/g, "?");
}
