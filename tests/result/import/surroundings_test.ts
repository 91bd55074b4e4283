// Files that were copied, redirected or reformatted read as what the harness wrote.
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { recognizeFormat } from "../../../scripts/result/import/read.ts";
import { decodeText } from "../../../scripts/result/text/decode.ts";
import type { ResultDocument } from "../../../scripts/result/schema.ts";
import { importAll } from "../../helpers/importing.ts";
import { PREFIXES, SEARCH_MARKS, utf16 } from "../../helpers/surroundings.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { isTried } from "../../helpers/thorough.ts";

const modified = "2026-01-31T12:00:00.000Z";
const folder = new URL("../../testdata/import/", import.meta.url);

interface File {
  readonly format: string;
  readonly name: string;
  readonly text: string;
}

const files: File[] = [];
for (const { name: format, isDirectory } of Deno.readDirSync(folder)) {
  if (!isDirectory) continue;
  for (const { name } of Deno.readDirSync(new URL(`${format}/`, folder))) {
    // A script is no log: the text around its data is code.
    if (name.endsWith(".js")) continue;
    files.push({ format, name, text: await readTestdata(`import/${format}/${name}`) });
  }
}
files.sort((a, b) => a.format < b.format ? -1 : 1);

function read(name: string, text: string, from: string | null = null): ResultDocument {
  return joined(importAll([{ source: name, text, modified }], from));
}

/** One document with the benchmarks of all. */
function joined(documents: readonly ResultDocument[]): ResultDocument {
  return { ...documents[0]!, benchmarks: documents.flatMap(({ benchmarks }) => benchmarks) };
}

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => a.name < b.name ? -1 : 1);
}

/** Benchmarks and their metrics in the order of their names. */
function sortNames(benchmarks: unknown): unknown {
  return byName(benchmarks as ResultDocument["benchmarks"])
    .map((one) => ({ ...one, metrics: byName(one.metrics) }));
}

/** The benchmarks of a document without the numbers of lines, which other output changes. */
function benchmarksOf({ benchmarks }: ResultDocument): unknown {
  return JSON.parse(JSON.stringify(benchmarks).replace(/\bline \d+/g, "line"));
}

const unchanged = new Map<File, unknown>();

/** The same of a file as the harness wrote it, read once for all ways. */
function benchmarksOfFile(file: File): unknown {
  const known = unchanged.get(file) ?? benchmarksOf(read(file.name, file.text));
  unchanged.set(file, known);
  return known;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? 1 : -1).map((
      [key, one],
    ) => [key, sortKeys(one)]),
  );
}

/** The ways in which a file may have been changed; null if a way does not apply to the file. */
const WAYS: Readonly<Record<string, (text: string) => string | null>> = {
  "with a byte order mark": (text) => decodeText(new TextEncoder().encode(`\ufeff${text}`)),
  "in UTF-16, as PowerShell writes it": (text) =>
    decodeText(utf16(text.replaceAll("\n", "\r\n"), true)),
  "in UTF-16, the other way": (text) => decodeText(utf16(text, false)),
  "behind what is printed": (text) => `corpus: [\nCheck a_bench.ts { a: 1 }\n[1/3] "it's\n${text}`,
  "in front of what is printed": (text) => `${text}\nDone {"ms": 3} in [3 s]\n{\n`,
  coloured: (text) => `\x1b[0m\x1b[32mTask\x1b[0m bench\n${text.replaceAll("\n", "\x1b[0m\n")}`,
  ...Object.fromEntries(
    Object.entries({ ...PREFIXES, ...SEARCH_MARKS }).map(([log, prefix]) => [
      `in a log of ${log}`,
      (text: string) =>
        `Started\n${text}`.split("\n").map((line, index) => prefix(index) + line).join("\n"),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      compactly: (value: unknown) => JSON.stringify(value),
      "with tabs": (value: unknown) => JSON.stringify(value, null, "\t"),
      "with four spaces": (value: unknown) => JSON.stringify(value, null, 4),
      "with its keys sorted": (value: unknown) => JSON.stringify(sortKeys(value), null, 2),
    }).map(([layout, write]) => [
      `written ${layout}`,
      (text: string) => valueOf(text) === undefined ? null : write(valueOf(text)),
    ]),
  ),
};

for (const [index, [way, change]] of Object.entries(WAYS).entries()) {
  Deno.test(`a file of every format reads as itself ${way}`, async (t) => {
    for (const [other, file] of files.entries()) {
      const { format, name } = file;
      const changed = isTried(index, other) ? change(file.text) : null;
      if (changed === null) continue;
      await t.step(`${format}/${name}`, () => {
        const document = read(name, changed);
        const { imported } = document.metadata as { imported: { format: string } };
        assertEquals(imported.format, format);
        // The keys of objects are names in some formats.
        const sort = (list: unknown) => way.endsWith("sorted") ? sortNames(list) : list;
        assertEquals(sort(benchmarksOf(document)), sort(benchmarksOfFile(file)));
      });
    }
  });
}

Deno.test("recognizeFormat() finds the format of every file after other output", () => {
  const change = WAYS["behind what is printed"]!;
  for (const { format, name, text } of files) {
    assertEquals(recognizeFormat(change(text)!, name), format, name);
  }
});

Deno.test("several results in one file are as many processes, whatever is between them", async (t) => {
  for (const { format, name, text } of files) {
    await t.step(`${format}/${name}`, () => {
      // Some formats have names in the path alone.
      const file = { source: name, text, modified };
      const twice = joined(importAll([file, file], format));
      for (const between of ["", "\n", "\nbench [2]: {\n"]) {
        if (between === "" && valueOf(text) === undefined) continue;
        assertEquals(
          JSON.parse(
            JSON.stringify(read(name, text + between + text).benchmarks)
              .replace(/\bline \d+/g, "line"),
          ),
          JSON.parse(JSON.stringify(twice.benchmarks).replace(/\bline \d+/g, "line")),
          between,
        );
      }
    });
  }
});

Deno.test("a file with results of two formats is refused, and the message names both", async (t) => {
  for (const one of files) {
    const other = files.find(({ format }) => format !== one.format)!;
    await t.step(`${one.format}/${one.name}`, () => {
      const text = `${one.text}\nnext\n${other.text}`;
      const failure = assertThrows(() => read(one.name, text), Failure);
      for (const { format } of [one, other]) assertEquals(failure.message.includes(format), true);
      assertEquals(failure.message.endsWith("; --from says which to read"), true);
      assertEquals(
        JSON.stringify(read(one.name, text, one.format).benchmarks),
        JSON.stringify(read(one.name, one.text).benchmarks),
      );
    });
  }
});
