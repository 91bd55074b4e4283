/** What harnesses may write, made at random. @module */
import { fc } from "../../scripts/deps/fast_check.ts";

/** Positive numbers of six digits over twelve decades. */
export function figures(smallest: number): fc.Arbitrary<number> {
  return fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, power]) => digits * smallest * 10 ** power);
}

/** Texts of any characters but lone surrogates, which no encoding has. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: "binary",
  minLength: 1,
  maxLength: 12,
})
  .map((text) => text.replace(/[\ud800-\udfff]/g, "."));

/** The name of a file or folder of most systems. */
export const fileName: fc.Arbitrary<string> = fc.string({ minLength: 1, maxLength: 9 })
  .map((name) => name.replace(/[/\\:?#*]|^\.+$/g, "-"));
