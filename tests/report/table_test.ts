import { assert, assertEquals } from "@std/assert";
import { cut, layOutTable } from "../../scripts/report/table.ts";

Deno.test("layOutTable() aligns its columns and leaves no spaces at the end", () => {
  const columns = [
    { title: "name", align: "left" },
    { title: "ms", align: "right" },
    { title: "note", align: "left" },
  ] as const;
  assertEquals(layOutTable(columns, [["a", "1.5", "x"], ["longer", "10", ""], ["b"]]), [
    "name     ms  note",
    "a       1.5  x",
    "longer   10",
    "b",
  ]);
  assertEquals(layOutTable(columns, []), ["name  ms  note"]);
});

Deno.test("layOutTable() counts columns of the terminal, not characters", () => {
  const columns = [{ title: "n", align: "left" }, { title: "m", align: "right" }] as const;
  assertEquals(layOutTable(columns, [["測定", "1"], ["e\u0301", "2"], ["👩‍🔬", "3"]]), [
    "n     m",
    "測定  1",
    "e\u0301     2",
    "👩‍🔬    3",
  ]);
});

Deno.test("layOutTable() cuts what is wider than its column may be", () => {
  const columns = [{ title: "name", align: "left", maxWidth: 5 }] as const;
  assertEquals(layOutTable(columns, [["12345"], ["123456"]]), ["name", "12345", "1234…"]);
});

Deno.test("layOutTable() takes many rows", () => {
  const rows = Array.from({ length: 200_000 }, () => ["a"]);
  assertEquals(layOutTable([{ title: "n", align: "left" }], rows).length, 200_001);
});

Deno.test("cut() cuts between characters as people see them", async (t) => {
  const rows: [text: string, width: number, wanted: string][] = [
    ["", 5, ""],
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["測定する", 5, "測定…"],
    ["測定する", 4, "測…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["👩‍🔬👩‍🔬", 3, "👩‍🔬…"],
    ["abc", 1, "…"],
  ];
  for (const [text, width, wanted] of rows) {
    await t.step(`${text} in ${width}`, () => assertEquals(cut(text, width), wanted));
  }
  assert(cut("x".repeat(1000), 30).length === 30);
});
