/** Files in tests/testdata/. @module */
import { assertEquals } from "@std/assert";

const folder = new URL("../testdata/", import.meta.url);

/** Reads a file in tests/testdata/. */
export function readTestdata(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, folder));
}

/**
 * Fails unless `actual` is the content of a file in tests/testdata/golden/.
 *
 * If output changes on purpose, refresh the files and read the difference:
 *
 *     deno test --allow-read --allow-write --allow-run=deno tests -- --update
 */
export async function assertGolden(name: string, actual: string): Promise<void> {
  const url = new URL(`golden/${name}`, folder);
  if (Deno.args.includes("--update")) await Deno.writeTextFile(url, actual);
  const hint = `if ${name} changed on purpose, see tests/helpers/testdata.ts`;
  assertEquals(actual, await Deno.readTextFile(url), hint);
}
