/** Random values that harnesses may write. @module */
import { fc } from "../../scripts/deps/fast_check.ts";

/** Positive numbers of six digits over twelve decades. */
export function figures(smallest: number): fc.Arbitrary<number> {
  return fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, power]) => digits * smallest * 10 ** power);
}

/** Surrogates: the code points of halves of characters, which are not characters by themselves. */
const [FIRST_HALF, HALVES] = [0xd800, 0x800];

/**
 * Any character. The `unit: "binary"` of fast-check is equivalent, but takes a second to build a
 * table of all.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - HALVES })
  .map((index) => String.fromCodePoint(index < FIRST_HALF ? index : index + HALVES), (value) => {
    if (typeof value !== "string" || [...value].length !== 1) throw new Error("not a character");
    const code = value.codePointAt(0)!;
    return code < FIRST_HALF ? code : code - HALVES;
  });

/** Strings of any characters except lone surrogates, which UTF-8 cannot encode. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: anyCharacter,
  minLength: 1,
  maxLength: 12,
})
  .map((text) => text.replace(/[\ud800-\udfff]/g, "."));

/** The name of a file or folder on most systems. */
export const fileName: fc.Arbitrary<string> = fc.string({ minLength: 1, maxLength: 9 })
  .map((name) => name.replace(/[/\\:?#*]|^\.+$/g, "-"));
