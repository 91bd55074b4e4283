import { assertEquals } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { IMPORTERS, NAMED_IMPORTERS } from "../../../scripts/result/import/formats.ts";
import { IMPORT_FORMATS } from "../../../scripts/result/import/names.ts";
import type { ResultDocument } from "../../../scripts/result/schema.ts";
import { stringifyJson } from "../../../scripts/result/stringify.ts";
import { makeBenchmark, makeDocument } from "../../helpers/documents.ts";
import { assertSameOnWindows, importAll } from "../../helpers/importing.ts";
import { assertGolden, readTestdata } from "../../helpers/testdata.ts";
import { isTried } from "../../helpers/thorough.ts";

const MODIFIED = "2026-01-31T12:00:00.000Z";
const folder = new URL("../../testdata/import/", import.meta.url);

/** Every file that a harness wrote, by its format. */
const files: [format: string, name: string][] = [];
for (const format of Deno.readDirSync(folder)) {
  if (!format.isDirectory) continue;
  for (const file of Deno.readDirSync(new URL(`${format.name}/`, folder))) {
    files.push([format.name, file.name]);
  }
}
files.sort();

Deno.test("the names of the formats are those of the importers, and each has two files or more", () => {
  assertEquals(NAMED_IMPORTERS.map(({ name }) => name), IMPORT_FORMATS);
  const counts = Map.groupBy(files, ([format]) => format);
  const lacking = IMPORTERS.filter(({ name }) => (counts.get(name)?.length ?? 0) < 2);
  assertEquals(lacking, []);
  assertEquals([...counts.keys()].filter((format) => !IMPORT_FORMATS.includes(format)), []);
});

for (const [index, [format, name]] of files.entries()) {
  Deno.test(`import/${format}/${name} is of this format and no other, and reads as the golden file`, async () => {
    const text = await readTestdata(`import/${format}/${name}`);
    const content = new Content(text, name);
    const claiming = IMPORTERS.filter((importer) => importer.recognizes(content));
    assertEquals(claiming.map((importer) => importer.name), [format]);
    const documents = importAll([{ source: name, text, modified: MODIFIED }], null);
    await assertGolden(
      `import/${format}_${name.replace(/\.\w+$/, "")}.json`,
      stringifyJson(documents.length === 1 ? documents[0] : documents),
    );
  });

  Deno.test(`import/${format}/${name} reads alike with the line endings of Windows`, async () => {
    const importer = IMPORTERS.find(({ name }) => name === format)!;
    assertSameOnWindows(importer, await readTestdata(`import/${format}/${name}`));
  });

  Deno.test(`import/${format}/${name} cut off anywhere is a failure of one line, or fewer results`, async () => {
    const text = await readTestdata(`import/${format}/${name}`);
    const whole = importAll([{ source: name, text, modified: MODIFIED }], format);
    for (let part = 1; part < 8; part++) {
      if (!isTried(index, part)) continue;
      const cut = text.slice(0, Math.floor(text.length * part / 8));
      try {
        const documents = importAll([{ source: name, text: cut, modified: MODIFIED }], format);
        assertEquals(measuredIn(documents) <= measuredIn(whole), true);
        assertEquals(/\.js(?:on)?$/.test(name), false, "cut JSON was taken");
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        assertEquals(error.message.split("\n").length, 1);
      }
    }
  });

  Deno.test(`import/${format}/${name} read as any other format is a failure of one line`, async () => {
    const text = await readTestdata(`import/${format}/${name}`);
    for (const [at, { name: other }] of IMPORTERS.entries()) {
      if (other === format || !isTried(index, at)) continue;
      try {
        importAll([{ source: name, text, modified: MODIFIED }], other);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        assertEquals(error.message.split("\n").length, 1);
        continue;
      }
      throw new Error(`${other} took it`);
    }
  });
}

/** How many benchmarks have a time. Where a file ends within a name, that is one more without. */
function measuredIn(documents: readonly ResultDocument[]): number {
  return documents.flatMap(({ benchmarks }) => benchmarks)
    .filter(({ duration_ms }) => duration_ms !== null).length;
}

Deno.test("no format claims a result document, or a text without results", () => {
  const document = new Content(stringifyJson(makeDocument([makeBenchmark("sort")])), "result.json");
  const others = ["", "{}", "[]", "null", "hello\n", '{"benchmarks": []}', "[1, 2]"];
  for (const content of [document, ...others.map((text) => new Content(text, "a"))]) {
    assertEquals(IMPORTERS.filter((importer) => importer.recognizes(content)), [], content.text);
  }
});
