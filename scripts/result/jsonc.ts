/** JSON and JSONC text to a value. @module */
import { parse as parseWithComments } from "../deps/std/jsonc/parse.ts";
import { Failure } from "./failure.ts";

/**
 * Parses JSON, or JSON with comments and trailing commas; a byte order mark is passed over.
 *
 * @param text The content of a file.
 * @param action What failed if this does, such as "Cannot read a.json".
 * @throws {Failure} With line and column of the first thing that is not JSON.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseJsonc('{ "a": 1, } // one', "Cannot read a.json"), { a: 1 });
 * ```
 */
export function parseJsonc(text: string, action: string): unknown {
  const content = text.startsWith("\ufeff") ? text.slice(1) : text;
  try {
    // Ten times as fast, and most files are plain JSON.
    return JSON.parse(content);
  } catch {
    return parseComments(content, action);
  }
}

function parseComments(content: string, action: string): unknown {
  try {
    return parseWithComments(content);
  } catch (error) {
    // The parser recurses, and a document as deep as its stack is none of ours.
    if (error instanceof RangeError) throw new Failure(`${action}: nested too deeply`);
    if (!(error instanceof SyntaxError)) throw error;
    // The token may hold anything, line breaks too.
    const match = /(unexpected .*) in JSONC at position (\d+)$/s.exec(error.message);
    const [, what, position] = match ?? [null, "unexpected end", content.trimEnd().length];
    const before = content.slice(0, Number(position)).split("\n");
    const column = before.at(-1)!.length + 1;
    throw new Failure(
      `${action}: not JSON at line ${before.length}, column ${column}: ${toOneLine(what!)}`,
    );
  }
}

function toOneLine(message: string): string {
  const line = message.replace(/[^\x20-\x7e]/g, "?");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
