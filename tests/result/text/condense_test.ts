// Checks that a condensed log keeps the lines near results, each with its number.
import { assert, assertEquals, assertLess } from "@std/assert";
import { fc } from "../../../scripts/deps/fast_check.ts";
import { ANY_MARK } from "../../../scripts/result/import/marks.ts";
import { Condenser } from "../../../scripts/result/text/condense.ts";
import { readTestdata } from "../../helpers/testdata.ts";

const NOISE = '{"level":"info","msg":"request 12","took":3}\nGET /items/7 200 in 12 ms\n'.repeat(
  15_000,
);
const NOISE_LINES = NOISE.split("\n").length;

function condensed(parts: Iterable<string>): string {
  const condenser = new Condenser(ANY_MARK);
  for (const part of parts) condenser.add(part);
  return condenser.end();
}

/** Cuts a text into parts of these lengths, repeating them. */
function* cut(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, count = 0; at < text.length; count++) {
    const end = at + lengths[count % lengths.length]!;
    yield text.slice(at, end);
    at = end;
  }
}

const folder = new URL("../../testdata/import/", import.meta.url);
for (const { name: format, isDirectory } of Deno.readDirSync(folder)) {
  if (!isDirectory) continue;
  Deno.test(`a Condenser keeps ${format} output in the middle of a large log`, async () => {
    for (const { name } of Deno.readDirSync(new URL(`${format}/`, folder))) {
      const text = await readTestdata(`import/${format}/${name}`);
      const log = `${NOISE}${text}\n${NOISE}`;
      const short = condensed(cut(log, [1 << 16]));
      assert(short.includes(text), name);
      assertEquals(
        short.slice(0, short.indexOf(text)).split("\n").length,
        NOISE_LINES,
      );
      assertLess(short.length, log.length / 1.5);
    }
  });
}

Deno.test("a Condenser keeps lines and their numbers, however the text is split", () => {
  const lines = `${NOISE}BenchmarkA 1 2 ns/op\n${NOISE}BenchmarkB 1 2 ns/op`;
  const wanted = lines.split("\n");
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1000, max: 300_000 }), { minLength: 1 }), (lengths) => {
      const found = condensed(cut(lines, lengths)).split("\n");
      assertEquals(found.length, wanted.length);
      for (const [index, line] of found.entries()) {
        if (line !== "" || wanted[index]!.startsWith("Benchmark")) assert(line === wanted[index]);
      }
    }),
    { seed: 15, numRuns: 20 },
  );
});

Deno.test("a Condenser keeps an array of numbers, however long it is", () => {
  const numbers = `{\n"samples": [\n${"  123.456,\n".repeat(100_000)}1\n]}\n`;
  assert(condensed(cut(`${NOISE}${numbers}${NOISE}`, [50_000])).includes(numbers));
  const other = `{\n"other": [\n${"  123.456,\n".repeat(100_000)}1\n]}\n`;
  assertEquals(condensed([NOISE, other]).slice(NOISE.length).trim(), "");
});

Deno.test("a Condenser reports how much it keeps, including a line without an end", () => {
  const condenser = new Condenser(/a/);
  for (let count = 0; count < 100; count++) condenser.add("b".repeat(1000));
  assertEquals(condenser.length, 100_000);
});
