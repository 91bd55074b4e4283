// Whatever a harness may write, in whatever surroundings, is read as it was written.
import { assert, assertEquals } from "@std/assert";
import { fc } from "../../../scripts/deps/fast_check.ts";
import { IMPORT_FORMATS } from "../../../scripts/result/import/names.ts";
import { importResult, recognizeFormat } from "../../../scripts/result/import/read.ts";
import { decodeText } from "../../../scripts/result/text/decode.ts";
import { anySurroundings } from "../../helpers/surroundings.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written/written.ts";

const RUNS = 50;
const SEED = 15;
const modified = "2026-01-31T12:00:00.000Z";
const folder = new URL("written/", import.meta.url);

const formats: WrittenFormat[] = [];
for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (name === "written.ts") continue;
  formats.push(((await import(`./written/${name}`)) as { written: WrittenFormat }).written);
}

/** Sorted, since a file may keep them in another order. */
function inOrder(benchmarks: readonly WrittenBenchmark[]): WrittenBenchmark[] {
  const key = ({ file, group, name }: WrittenBenchmark) => JSON.stringify([file, group, name]);
  return benchmarks
    .map(({ file, group, name, duration_ms }) => ({ file, group, name, duration_ms }))
    .sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function assertRead(text: string, { format, source }: WrittenFormat, file: WrittenFile): void {
  assertEquals(recognizeFormat(text, source), format);
  const { benchmarks } = importResult([{ source, text, modified }], null);
  const [found, wanted] = [inOrder(benchmarks), inOrder(file.benchmarks)];
  const identities = (list: readonly WrittenBenchmark[]) =>
    list.map((one) => ({ ...one, duration_ms: one.duration_ms === null ? null : "a time" }));
  assertEquals(identities(found), identities(wanted));
  for (const [index, { name, duration_ms }] of found.entries()) {
    const ratio = duration_ms === null ? 1 : duration_ms / wanted[index]!.duration_ms!;
    assert(
      Math.abs(ratio - 1) < 1e-9,
      `${name}: ${duration_ms}, not ${wanted[index]!.duration_ms}`,
    );
  }
}

Deno.test("every generator of files is of a format that is read", () => {
  assertEquals(formats.filter(({ format }) => !IMPORT_FORMATS.includes(format)), []);
});

for (const written of formats) {
  Deno.test(`what ${written.format} writes is read from a log in any encoding`, () => {
    const logs = fc.tuple(written.files, anySurroundings).map(([file, surround]) => ({
      log: decodeText(surround(file.text)),
      file,
    }));
    fc.assert(
      fc.property(logs, ({ log, file }) => assertRead(log, written, file)),
      { seed: SEED, numRuns: RUNS },
    );
  });
}
