/** Writes XML. @module */
import { escapeTerminal } from "./escape.ts";

/**
 * Text within XML, in an attribute or between tags. Characters that XML 1.0 cannot hold, and
 * terminal codes, are escaped.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeXml('a<b> & "c"'), "a&lt;b&gt; &amp; &quot;c&quot;");
 * ```
 */
export function escapeXml(text: string): string {
  return escapeTerminal(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * An opening tag, or an empty element.
 *
 * @param attributes Attributes; null ones are left out.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(openTag("a", { href: "x&y", id: null }), '<a href="x&amp;y">');
 * assertEquals(openTag("br", {}, "/"), "<br/>");
 * ```
 */
export function openTag(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  end: "" | "/" = "",
): string {
  const written = Object.entries(attributes).filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${written.join("")}${end}>`;
}
