import { assertEquals } from "@std/assert";
import { stringWidth } from "../../scripts/deps/string_width.ts";
import { type Column, cut, layOutTable, widthOf } from "../../scripts/report/table.ts";
import { wrapName, wrapText } from "../../scripts/report/wrap.ts";

const COLUMNS: readonly Column[] = [
  { title: "name", align: "left", maxWidth: 6 },
  { title: "ms", align: "right" },
  { title: "note", align: "left" },
];

Deno.test("layOutTable() aligns columns two spaces apart, with nothing after the last", async (t) => {
  const rows: [shows: string, rows: string[][], wanted: string[]][] = [
    ["titles only", [], ["name  ms  note"]],
    ["cells narrower than the title", [["a", "1", "x"]], ["name  ms  note", "a      1  x"]],
    ["cells wider than the title", [["sorted", "1000", ""]], [
      "name      ms  note",
      "sorted  1000",
    ]],
    ["a name as wide as allowed, and one that is wider", [["sorted", "1", ""], [
      "sorting",
      "1",
      "",
    ]], [
      "name    ms  note",
      "sorted   1",
      "sorti…   1",
    ]],
    ["a row that ends early", [["a"]], ["name  ms  note", "a"]],
    ["cells beyond the columns", [["a", "1", "x", "more"]], ["name  ms  note", "a      1  x"]],
    ["characters that take two columns", [["測定", "1", ""], ["a", "10", ""]], [
      "name  ms  note",
      "測定   1",
      "a     10",
    ]],
    ["colour codes, which take no space", [["\x1b[31mab\x1b[39m", "1", ""]], [
      "name  ms  note",
      "\x1b[31mab\x1b[39m     1",
    ]],
  ];
  for (const [shows, cells, wanted] of rows) {
    await t.step(shows, () => assertEquals(layOutTable(COLUMNS, cells), wanted));
  }
});

Deno.test("cut() fits text into a width, and marks what it left out", async (t) => {
  const rows: [text: string, width: number, wanted: string][] = [
    ["", 3, ""],
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["abcd", 1, "…"],
    ["測定", 4, "測定"],
    ["測定器", 5, "測定…"],
    ["測定器", 4, "測…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["👩‍👩‍👧‍👦x", 3, "👩‍👩‍👧‍👦x"],
    ["👩‍👩‍👧‍👦xx", 3, "👩‍👩‍👧‍👦…"],
    ["abc", Infinity, "abc"],
  ];
  for (const [text, width, wanted] of rows) {
    await t.step(`${text} in ${width}`, () => assertEquals(cut(text, width), wanted));
  }
});

Deno.test("wrapName() breaks a name between words, or within one that is too long", async (t) => {
  const word = (length: number) => "x".repeat(length);
  const rows: [shows: string, name: string, wanted: string[]][] = [
    ["a name that fits", word(38), [`  ${word(38)}`]],
    ["a word that does not fit", word(80), [`  ${word(38)}`, `    ${word(36)}`, `    ${word(6)}`]],
    ["words", `${word(30)} ${word(10)}`, [`  ${word(30)}`, `    ${word(10)}`]],
    ["a short word before a long one", `a ${word(40)}`, [`  a ${word(36)}`, `    ${word(4)}`]],
    ["wide characters", "測".repeat(20), [`  ${"測".repeat(19)}`, "    測"]],
    ["nothing", "", ["  "]],
  ];
  for (const [shows, name, wanted] of rows) {
    await t.step(shows, () => assertEquals(wrapName(name, 40, 2, 4), wanted));
  }
});

Deno.test("wrapName() breaks no line before column 20, however narrow the terminal is", () => {
  for (const columns of [0, 1, 3, 5, 19]) {
    assertEquals(wrapName("x".repeat(50), columns, 2, 4), [
      `  ${"x".repeat(22)}`,
      `    ${"x".repeat(20)}`,
      `    ${"x".repeat(8)}`,
    ]);
  }
});

Deno.test("wrapText() breaks between words at 80 columns, and never within one", async (t) => {
  const word = (length: number) => "x".repeat(length);
  type Row = [shows: string, text: string, first: number, rest: number, wanted: string[]];
  const rows: Row[] = [
    ["nothing", "", 0, 2, [""]],
    ["one line", "a b c", 0, 2, ["a b c"]],
    ["an indented line", "a b", 4, 2, ["    a b"]],
    ["exactly 80 columns", `${word(40)} ${word(39)}`, 0, 2, [`${word(40)} ${word(39)}`]],
    ["81 columns", `${word(40)} ${word(40)}`, 0, 2, [word(40), `  ${word(40)}`]],
    ["an indent, which counts", `${word(40)} ${word(38)}`, 2, 4, [
      `  ${word(40)}`,
      `    ${word(38)}`,
    ]],
    ["a word wider than a line", `${word(100)} a`, 0, 2, [word(100), "  a"]],
    ["wide characters, which count as two", `${"測".repeat(39)} ab`, 0, 0, ["測".repeat(39), "ab"]],
  ];
  for (const [shows, text, first, rest, wanted] of rows) {
    await t.step(shows, () => assertEquals(wrapText(text, first, rest), wanted));
  }
});

Deno.test("widthOf() measures the characters of reports as string-width does, alone and side by side", () => {
  const signs = [
    ..."ab µ±·×–—‘’“”…−→↑↓∞‹›─┊▁▂▃▄▅▆▇█●▲▼",
    "測",
    "é",
    "e\u0301",
    "\u0301",
    "👍",
    "\u200d",
  ];
  for (const sign of signs) {
    for (const next of ["", ...signs]) {
      assertEquals(widthOf(sign + next), stringWidth(sign + next), `${sign}${next}`);
    }
  }
});
