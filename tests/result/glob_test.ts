import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { compileGlob, escapeGlob } from "../../scripts/result/glob.ts";
import { isTried } from "../helpers/thorough.ts";
import { assertLinear } from "../bounds/doubling.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

Deno.test("compileGlob() knows stars, classes and alternatives", () => {
  const rows: [glob: string, text: string, matches: boolean][] = [
    ["a*c", "abbc", true],
    ["a*c", "ab/c", false],
    ["a/**/c", "a/b/b/c", true],
    ["a/**/c", "a/c", true],
    ["[a-c]?", "bé", true],
    ["[!a-c]", "b", false],
    ["?", "😀", true],
    ["{json,xml}_*", "xml_parse", true],
    ["a.c", "abc", false],
    ["*", "__proto__", true],
  ];
  for (const [glob, text, matches] of rows) {
    assertEquals(compileGlob(glob)(text), matches, `${glob} ${text}`);
  }
});

Deno.test("compileGlob() refuses what is no glob in one line", () => {
  for (const glob of ["[z-a]", "[]"]) {
    assertThrows(() => compileGlob(glob), Failure, "a class or a group in it cannot be read");
  }
});

Deno.test("escapeGlob() makes a glob of any text that matches it, and not what a star would", () => {
  const special = [
    "*",
    "a*",
    "[a-c]",
    "{a,b}",
    "a?",
    "[!a]",
    "a\\b",
    "a`b",
    "a//b/",
    "**/a",
    "+(a)",
  ];
  for (const text of ["", ...special, ...HOSTILE_NAMES.map(([, name]) => name)]) {
    const glob = escapeGlob(text);
    const matches = compileGlob(glob);
    assertEquals([matches(text), matches(`${text}b`)], [true, false], `${glob} ${text}`);
  }
  for (const [text, other] of [["a*", "ab"], ["[a-c]", "b"], ["{a,b}", "a"], ["a?", "ab"]]) {
    assertEquals(compileGlob(escapeGlob(text!))(other!), false, text);
  }
});

Deno.test("compileGlob() is linear in the text, however many stars there are", async () => {
  const globs = ["*a*a*a*a*a*a*a*ab", "**/a/**/a/**/a/**/b", "{a,aa}*{a,aa}*{a,aa}*b", "*?*?*?*b"];
  for (const [index, glob] of globs.entries()) {
    const matches = compileGlob(glob);
    for (const [other, unit] of ["a", "a/", "ab", "é"].entries()) {
      if (!isTried(index, other)) continue;
      await assertLinear(`${glob} ${unit}`, (size) => unit.repeat(size), matches);
    }
  }
});

Deno.test("compileGlob() is linear in the glob", async () => {
  for (const unit of ["*a", "**/", "[a-z]", "{a,b}", "["]) {
    const tryGlob = (glob: string) => {
      try {
        return compileGlob(glob)("aaaaaaaaaa");
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
    };
    // Compiling takes so long that few units show it.
    await assertLinear(unit, (size) => unit.repeat(size), tryGlob, { smallest: 1 << 5 });
  }
});
