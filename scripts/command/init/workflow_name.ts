/** Names the files, jobs and artifacts of a repository's members. @module */

/**
 * Returns a unique name for a member, of letters, digits and `_.-~`. Two hyphens stand for a slash,
 * and `~` with its hexadecimal number for any other byte.
 *
 * @param member The path from the root of the repository to the project; empty for the root.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(workflowName(""), "benchmarks");
 * assertEquals(workflowName("my-lib"), "benchmarks-my-lib");
 * assertEquals(workflowName("packages/my lib"), "benchmarks-packages--my~20lib");
 * ```
 */
export function workflowName(member: string): string {
  if (member === "") return "benchmarks";
  // Otherwise a hyphen at an end or beside another one would read as part of a slash.
  const parts = member.split("/")
    .map((part) => part.replaceAll(/[^\w.-]|^-|-$|-(?=-)/gu, escapeBytes));
  return `benchmarks-${parts.join("--")}`;
}

function escapeBytes(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return Array.from(bytes, (byte) => `~${byte.toString(16).padStart(2, "0")}`).join("");
}
