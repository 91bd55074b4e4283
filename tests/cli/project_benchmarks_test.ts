import { assertEquals } from "@std/assert";
import { chooseBenchmarks } from "../../scripts/cli/project_benchmarks.ts";
import type { Config } from "../../scripts/verdict/config.ts";

const NOTHING = { files: [], filter: null, flags: [] };
const CONFIGURED = { files: ["bench/"], filter: "sort", flags: ["-A"] };

Deno.test("chooseBenchmarks() takes from the configuration what the command line leaves out", () => {
  const choose = (config: Config, positionals: string[], filter: string | null, rest: string[]) =>
    chooseBenchmarks({ options: { filter }, positionals, rest }, config);
  assertEquals(choose({}, [], null, []), NOTHING);
  assertEquals(choose(CONFIGURED, [], null, []), CONFIGURED);
  assertEquals(choose(CONFIGURED, ["a.ts"], null, []), { ...CONFIGURED, files: ["a.ts"] });
  assertEquals(choose(CONFIGURED, [], "x", []), { ...CONFIGURED, filter: "x" });
  assertEquals(choose(CONFIGURED, [], null, ["-R"]), { ...CONFIGURED, flags: ["-R"] });
});
