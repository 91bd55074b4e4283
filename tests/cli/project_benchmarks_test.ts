import { assertEquals } from "@std/assert";
import { chooseBenchmarks } from "../../scripts/cli/project_benchmarks.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const NOTHING = { files: [], filter: null, flags: [] };
const CONFIG = '{ "files": ["bench/"], "filter": "sort", "flags": ["-A"] }';
const CONFIGURED = { files: ["bench/"], filter: "sort", flags: ["-A"] };

Deno.test("chooseBenchmarks() takes from the configuration what the command line leaves out", async () => {
  const choose = (config: string | null, files: string[], filter: string | null, rest: string[]) =>
    chooseBenchmarks(
      { options: { filter }, positionals: files, rest },
      new MemoryIo(config === null ? {} : { "benchline.jsonc": config }),
    );
  assertEquals(await choose(null, [], null, []), NOTHING);
  assertEquals(await choose("{}", [], null, []), NOTHING);
  assertEquals(await choose(CONFIG, [], null, []), CONFIGURED);
  assertEquals(await choose(CONFIG, ["a.ts"], null, []), { ...CONFIGURED, files: ["a.ts"] });
  assertEquals(await choose(CONFIG, [], "x", []), { ...CONFIGURED, filter: "x" });
  assertEquals(await choose(CONFIG, [], null, ["-R"]), { ...CONFIGURED, flags: ["-R"] });
});

Deno.test("chooseBenchmarks() reads the configuration that is given", async () => {
  const io = new MemoryIo({ "benchline.jsonc": "{}", "other.jsonc": CONFIG });
  const options = { filter: null, config: "other.jsonc" };
  assertEquals(await chooseBenchmarks({ options, positionals: [], rest: [] }, io), CONFIGURED);
});
