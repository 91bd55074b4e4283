/** Finds what a mistyped word may mean. @module */
import { closestString } from "../../deps/closest_string.ts";
import { levenshteinDistance } from "../../deps/levenshtein_distance.ts";

/**
 * Returns the known word that a mistyped one may mean: the nearest, if it begins with the mistyped one
 * or if no more than half of the longer word must be changed (Levenshtein's distance, upper and lower
 * case alike). Otherwise null.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nearestWord("treshold", ["threshold", "strict"]), "threshold");
 * assertEquals(nearestWord("f", ["flag"]), "flag");
 * assertEquals(nearestWord("max-time", ["threshold", "strict"]), null);
 * ```
 */
export function nearestWord(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closestString(word, known);
  const distance = levenshteinDistance(word.toLowerCase(), nearest.toLowerCase());
  return nearest.startsWith(word) ||
      distance <= Math.max(word.length, nearest.length) / 2
    ? nearest
    : null;
}
