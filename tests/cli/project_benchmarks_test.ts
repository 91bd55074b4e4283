import { assertEquals } from "@std/assert";
import { chooseBenchmarks } from "../../scripts/cli/project_benchmarks.ts";
import type { Config } from "../../scripts/verdict/config.ts";

const NOTHING = { files: [], filter: null, flags: [] };
const CONFIGURED = { files: ["bench/"], filter: "sort", flags: ["-R", "--seed=1"] };

Deno.test("chooseBenchmarks() uses the configuration if the command line leaves something out", () => {
  const choose = (config: Config, positionals: string[], filter: string | null, rest: string[]) =>
    chooseBenchmarks({ options: { filter }, positionals, rest }, config);
  assertEquals(choose({}, [], null, []), NOTHING);
  assertEquals(choose(CONFIGURED, [], null, []), CONFIGURED);
  const named = { ...CONFIGURED, files: ["a.ts"] };
  assertEquals(choose(CONFIGURED, ["a.ts"], null, []), { ...named, filter: null });
  assertEquals(choose(CONFIGURED, ["a.ts"], "x", []), { ...named, filter: "x" });
  assertEquals(choose(CONFIGURED, [], "x", []), { ...CONFIGURED, filter: "x" });
  assertEquals(choose(CONFIGURED, [], null, ["-E", "--seed=2"]), {
    ...CONFIGURED,
    flags: ["-R", "--seed=1", "-E", "--seed=2"],
  });
});
