/** Sets members in JSON with comments, and keeps everything else. @module */
import { applyEdits, type Edit, type Node, parseTree } from "../../deps/jsonc_edit.ts";
import { endOfPart, replaceSingleQuoted } from "../../result/single_quotes.ts";

/** The value of a member. */
export type MemberValue = string | readonly string[] | { readonly [name: string]: MemberValue };

/** The layout of a text. */
interface Layout {
  readonly indent: string;
  readonly newline: string;
  readonly quote: '"' | "'";
}

/**
 * Sets members of an object, and keeps comments, order, indentation, quotes, line ends and the byte
 * order mark.
 *
 * @param text JSON with comments; its value is an object.
 * @param path The name of the member to set them in, created if it is missing; null for the whole
 * value.
 * @param members Members by name. An existing one gets the new value in its place.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = "{\n\t// mine\n\t'a': 1, // one\n}";
 * assertEquals(
 *   setMembers(text, null, { b: "two" }),
 *   "{\n\t// mine\n\t'a': 1, // one\n\t'b': 'two',\n}",
 * );
 * ```
 */
export function setMembers(
  text: string,
  path: string | null,
  members: Readonly<Record<string, MemberValue>>,
): string {
  const layout = layoutOf(text);
  const root = parseTree(readableText(text), [], { allowTrailingComma: true })!;
  if (path === null) return applyEdits(text, editsFor(text, root, members, 1, layout));
  const object = memberOf(root, path);
  return object === undefined
    ? applyEdits(text, editsFor(text, root, { [path]: members }, 1, layout))
    : applyEdits(text, editsFor(text, object, members, 2, layout));
}

/**
 * Returns a text of the same length that a parser can read, with its members in the same places.
 */
function readableText(text: string): string {
  return replaceSingleQuoted(text, (inner) => `"${inner.replaceAll(/\\.|"/gs, mask)}"`)
    .replace(/^\ufeff/, " ");
}

function mask(found: string): string {
  return "_".repeat(found.length);
}

function layoutOf(text: string): Layout {
  const indent = /^(\t|[ ]+)["'\w]/m.exec(text)?.[1] ?? "  ";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const firstQuote = /["']/.exec(text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ""))?.[0];
  return { indent, newline, quote: firstQuote === "'" ? "'" : '"' };
}

function memberOf(object: Node, name: string): Node | undefined {
  return object.children?.find((property) => property.children?.[0]?.value === name)?.children?.[1];
}

function editsFor(
  text: string,
  object: Node,
  members: Readonly<Record<string, MemberValue>>,
  depth: number,
  layout: Layout,
): Edit[] {
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    const rendered = render(value, depth, layout);
    const existing = memberOf(object, name);
    if (existing === undefined) added.push(`${quoteText(name, layout)}: ${rendered}`);
    else edits.push({ offset: existing.offset, length: existing.length, content: rendered });
  }
  return added.length === 0 ? edits : [...edits, ...additions(text, object, added, depth, layout)];
}

function additions(
  text: string,
  object: Node,
  added: readonly string[],
  depth: number,
  { indent, newline }: Layout,
): Edit[] {
  const lineStart = `${newline}${indent.repeat(depth)}`;
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const isOneLine = !text.slice(object.offset, close).includes("\n");
  const lastLine = isOneLine ? `${newline}${indent.repeat(depth - 1)}` : "";
  if (last === undefined) {
    const content = `${lineStart}${added.join(`,${lineStart}`)}${lastLine}`;
    // A comment in an empty object stays in front.
    const offset = text.slice(object.offset + 1, close).trimEnd().length + object.offset + 1;
    return [{ offset, length: isOneLine ? close - offset : 0, content }];
  }
  const end = last.offset + last.length;
  const comma = commaAfter(text, end, close);
  const edits: Edit[] = comma === null ? [{ offset: end, length: 0, content: "," }] : [];
  const after = isOneLine
    ? text.slice(0, close).trimEnd().length
    : endOfLine(text, comma === null ? end : comma + 1, close);
  const trailing = comma !== null ? "," : "";
  edits.push({
    offset: after,
    length: isOneLine ? close - after : 0,
    content: `${lineStart}${added.join(`,${lineStart}`)}${trailing}${lastLine}`,
  });
  if (isOneLine) {
    for (const { offset } of object.children!) {
      const start = text.slice(0, offset).trimEnd().length;
      edits.push({ offset: start, length: offset - start, content: lineStart });
    }
  }
  return edits;
}

/** The position of the comma after a member, past comments; null if there is none. */
function commaAfter(text: string, from: number, close: number): number | null {
  for (let at = from; at < close; at = endOfPart(text, at)) if (text[at] === ",") return at;
  return null;
}

/** The end of a member's line, with the comment on it. */
function endOfLine(text: string, from: number, close: number): number {
  let at = from;
  while (at < close && text[at] !== "\n") at = endOfPart(text, at);
  // A line comment may include its line break.
  return text.slice(0, Math.min(at, close)).trimEnd().length;
}

function render(value: MemberValue, depth: number, layout: Layout): string {
  if (typeof value === "string") return quoteText(value, layout);
  if (Array.isArray(value)) return `[${value.map((one) => quoteText(one, layout)).join(", ")}]`;
  const { indent, newline } = layout;
  const lines = Object.entries(value).map(([name, one]) =>
    `${indent.repeat(depth + 1)}${quoteText(name, layout)}: ${render(one, depth + 1, layout)}`
  );
  return `{${newline}${lines.join(`,${newline}`)}${newline}${indent.repeat(depth)}}`;
}

function quoteText(text: string, { quote }: Layout): string {
  const quoted = JSON.stringify(text);
  if (quote === '"') return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
