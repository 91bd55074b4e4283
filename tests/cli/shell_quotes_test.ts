// Checks the quoting of command lines that readers paste into the shell of their system.
import { assertEquals } from "@std/assert";
import { quoteShown, quoteWord } from "../../scripts/cli/shell_quotes.ts";

Deno.test("quoteShown() quotes as the shells of the system do", () => {
  const rows: [word: string, windows: string, others: string][] = [
    ["a/b.ts", "a/b.ts", "a/b.ts"],
    ["--allow-run=deno,git", "--allow-run=deno,git", "--allow-run=deno,git"],
    ["https://a.test/run.ts", "https://a.test/run.ts", "https://a.test/run.ts"],
    ["C:\\tools\\run.ts", "C:\\tools\\run.ts", "'C:\\tools\\run.ts'"],
    ["C:\\my tools\\run.ts", '"C:\\my tools\\run.ts"', "'C:\\my tools\\run.ts'"],
    ["C:\\my tools\\", '"C:\\my tools\\\\"', "'C:\\my tools\\'"],
    ["-E=PG*", '"-E=PG*"', "'-E=PG*'"],
    ["it's", `"it's"`, `'it'\\''s'`],
    ['say "a"', '"say \\"a\\""', `'say "a"'`],
    ['a\\"b', '"a\\\\\\"b"', `'a\\"b'`],
    ["", '""', "''"],
  ];
  for (const [word, windows, others] of rows) {
    assertEquals(quoteShown(word, "windows"), windows);
    assertEquals(quoteShown(word, "linux"), others);
    assertEquals(quoteShown(word, "darwin"), quoteWord(word));
  }
});
