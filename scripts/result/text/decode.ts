/** Decodes the bytes of a file. @module */

/** Byte order marks, the longest first. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** Bytes that suffice to find the encoding. */
const BEGINNING = 1024;

/**
 * Decodes a text in UTF-8 or UTF-16. It is UTF-16 if a byte order mark says so, as after PowerShell
 * 5's `>`, or if every second byte is 0, as in English text. The mark is left out, and invalid
 * bytes become U+FFFD.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(decodeText(new Uint8Array([0xff, 0xfe, 0x61, 0, 0xe4, 0])), "aä");
 * assertEquals(decodeText(new Uint8Array([0, 0x61, 0, 0x62])), "ab");
 * assertEquals(decodeText(new TextEncoder().encode("aä")), "aä");
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/**
 * The name of a text's encoding, as {@linkcode decodeText} finds it.
 *
 * @param bytes The text, or its beginning.
 */
export function encodingOf(bytes: Uint8Array): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return marked[1];
  const zeros = [0, 0];
  const length = Math.min(bytes.length, BEGINNING);
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2]!++;
  const [even, odd] = zeros as [number, number];
  // A few letters may come from other scripts.
  if (even === 0 && odd > length / 4) return "utf-16le";
  return odd === 0 && even > length / 4 ? "utf-16be" : "utf-8";
}
