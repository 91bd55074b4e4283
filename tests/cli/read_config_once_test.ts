// Checks that each command reads the configuration once, since <(…) of a shell cannot be read
// twice.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main as bisect } from "../../scripts/bisect.ts";
import type { CommandMain } from "../../scripts/cli/start.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as doctor } from "../../scripts/doctor.ts";
import { main as run } from "../../scripts/run.ts";
import { pointDocumentText } from "../helpers/documents.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const PIPE = "/dev/fd/63";

/** Surroundings in which the configuration is empty on the second read. */
class PipeIo extends MemoryIo {
  #reads = 0;

  override readText(path: string): Promise<string> {
    if (path !== PIPE) return super.readText(path);
    return Promise.resolve(this.#reads++ === 0 ? '{ "files": ["none_bench.ts"] }' : "");
  }
}

/** Each command with arguments; it may fail after it has read the configuration. */
const ROWS: readonly [name: string, main: CommandMain, args: readonly string[], error?: string][] =
  [
    ["compare", compare, ["--against=none"], "Cannot compare against none"],
    ["compare", compare, ["--baseline=a.json", "--current=a.json"]],
    ["bisect", bisect, ["--good=none"], "Cannot compare against none"],
    ["doctor", doctor, [], "none_bench.ts"],
    ["run", run, [], "none_bench.ts"],
  ];

for (const [name, main, args, expected] of ROWS) {
  Deno.test(`${[name, ...args].join(" ")} reads the configuration once`, async () => {
    const io = new PipeIo({ "a.json": pointDocumentText({ a: 1 }) });
    const code = await main([...args, `--config=${PIPE}`], io);
    assertStringIncludes(io.error, expected ?? "");
    assertEquals(code, expected === undefined ? 0 : 2, io.error);
  });
}
