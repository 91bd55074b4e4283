// Whatever a harness may write, in whatever surroundings, is read as it was written.
import { assertEquals } from "@std/assert";
import { IMPORTERS } from "../../../scripts/result/import/formats.ts";
import { decodeText } from "../../../scripts/result/text/decode.ts";
import { anySurroundings } from "../../helpers/surroundings.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import type { WrittenFormat } from "./written/written.ts";
import { trialsOf } from "../../helpers/thorough.ts";

const RUNS = trialsOf(50);
const folder = new URL("written/", import.meta.url);

const formats: WrittenFormat[] = [];
for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (name === "written.ts") continue;
  formats.push(((await import(`./written/${name}`)) as { written: WrittenFormat }).written);
}

Deno.test("every format that is read has a generator of files", () => {
  const wanted = IMPORTERS.map(({ name }) => name).sort();
  assertEquals(formats.map(({ format }) => format).sort(), wanted);
});

const onTheWay = anySurroundings.map((surround) => (text: string) => decodeText(surround(text)));

for (const written of formats) {
  Deno.test(`what ${written.format} writes is read from a log in any encoding`, () => {
    assertReadsBack(written, { onTheWay, runs: RUNS });
  });
}
