import { assertEquals } from "@std/assert";
import { hyperfine } from "../../../scripts/result/import/hyperfine.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";

const read = (path: string) => readTestdata(`import/${path}`);

Deno.test("hyperfine takes each run as a round, and parameters where the name lacks them", () => {
  const result = (n: string, exit_codes: number[]) => ({
    ...{ command: "named", mean: 0.02, times: [0.01, 0.03], exit_codes, parameters: { n } },
  });
  const text = JSON.stringify({ results: [result("1", [0, 0]), result("2", [0, 3])] });
  const { benchmarks, warnings } = importText(hyperfine, text);
  assertEquals(benchmarks.map(({ name }) => name), ["named (n=1)", "named (n=2)"]);
  assertEquals(benchmarks[0]!.rounds.map(({ duration_ms }) => duration_ms), [10, 30]);
  assertEquals(warnings, ["named: 1 of 2 runs failed"]);
});

Deno.test("what is no duration is refused with its line and its field", () => {
  const wanted = "a time above 0 and at most a day";
  assertRefused(
    hyperfine,
    '{"results": [\n{"command": "a", "mean": NaN}]}',
    `line 2: results[0].mean must be ${wanted}, found "NaN"`,
  );
});

Deno.test("a byte order mark and the line endings of Windows change nothing", async () => {
  assertSameOnWindows(hyperfine, await read("hyperfine/commands.json"));
});
