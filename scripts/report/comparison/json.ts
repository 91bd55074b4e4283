/** A comparison as JSON. @module */
import { stringifyJson } from "../../result/stringify.ts";
import type { Comparison } from "../../verdict/comparison.ts";

/** The comparison as JSON, indented by two spaces, with a line break at the end. */
export function renderComparisonJson(comparison: Comparison): string {
  return stringifyJson(comparison);
}
