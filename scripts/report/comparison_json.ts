/** A comparison as JSON. @module */
import type { Comparison } from "../verdict/comparison.ts";
import { escapeJson } from "./escape.ts";

/** The comparison as JSON, indented by two spaces, with a line break at the end. */
export function renderComparisonJson(comparison: Comparison): string {
  return `${escapeJson(JSON.stringify(comparison, null, 2))}\n`;
}
