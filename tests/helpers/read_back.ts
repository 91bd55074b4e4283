/** Property tests of importers: what is written is read. @module */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { Content } from "../../scripts/result/import/content.ts";
import type { Importer } from "../../scripts/result/import/importer.ts";
import type { WrittenFormat } from "../result/import/written/written.ts";
import { importText } from "./importing.ts";

const RUNS = 200;
const SEED = 15;

/** Fails unless what is written at random is recognised, and read back with equal names and durations. */
export function assertReadsBack(
  importer: Importer,
  { format, files, source }: WrittenFormat,
): void {
  assertEquals(importer.name, format);
  const property = fc.property(files, ({ text, benchmarks }) => {
    assert(importer.recognizes(new Content(text, source)));
    const read = importText(importer, text, source).benchmarks;
    const identities = (
      list: readonly { file: string | null; group: string | null; name: string }[],
    ) => list.map(({ file, group, name }) => [file, group, name]);
    assertEquals(identities(read), identities(benchmarks));
    for (const [index, { name, duration_ms: wanted }] of benchmarks.entries()) {
      const found = read[index]!.duration_ms;
      if (wanted === null || found === null) assertEquals(found, wanted, name);
      else assertAlmostEquals(found / wanted, 1, 1e-9, name);
    }
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}
