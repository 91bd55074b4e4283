/** The bytes of a file to its text. @module */

/** What stands before a text to tell its encoding, the longest first. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * Decodes a text in UTF-8, or in UTF-16 where a byte order mark says so, as PowerShell 5 writes with
 * `>`. The mark is left out; what is not of the encoding becomes U+FFFD.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(decodeText(new Uint8Array([0xff, 0xfe, 0x61, 0, 0xe4, 0])), "aä");
 * assertEquals(decodeText(new TextEncoder().encode("aä")), "aä");
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  const [, encoding = "utf-8"] =
    MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? [];
  return new TextDecoder(encoding).decode(bytes);
}
