// Checks that commands still write their files if standard output is full.
import { assertEquals } from "@std/assert";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { denoIo } from "../../scripts/cli/io.ts";
import { main as baseline } from "../../scripts/baseline.ts";
import { main as history } from "../../scripts/history.ts";
import { main as importResults } from "../../scripts/import.ts";
import { main as init } from "../../scripts/init.ts";
import { main as merge } from "../../scripts/merge.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { dayDocument } from "../helpers/history.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { Project } from "../project.ts";

const FULL = "Cannot write to standard output: No space left on device (os error 28)";
const result = stringifyResultDocument(dayDocument(1, { a: 1 }));

function full(): never {
  throw new Failure(FULL);
}

Deno.test("files are written even if standard output is full, which exits with 2 and one line", async (t) => {
  const surroundings = { home: "https://bench.test/", project: "file:///p/", confirm: null };
  const rows: [name: string, run: (io: MemoryIo) => Promise<number>, written: string[]][] = [
    [
      "baseline",
      (io) => baseline(["accept", "r.json"], io),
      ["benchmarks/baselines/baseline_results.json"],
    ],
    ["import", (io) => importResults(["go.txt", "--out=a.json"], io), ["a.json"]],
    ["merge", (io) => merge(["r.json", "--out=a.json", "--out=go:b.txt"], io), ["a.json", "b.txt"]],
    [
      "init",
      (io) => init(["--yes"], io, surroundings),
      [".github/workflows/benchmarks.yml", ".gitignore", "benchline.jsonc", "deno.json"],
    ],
  ];
  for (const [name, run, written] of rows) {
    await t.step(name, async () => {
      const given = {
        "r.json": result,
        "go.txt": "BenchmarkSort-2 1000 5000 ns/op\n",
        "a_bench.ts": "",
      };
      const io = Object.assign(new MemoryIo(given), { writeOut: full });
      const code = await run(io);
      const made = [...io.files.keys()].filter((path) => !Object.hasOwn(given, path));
      assertEquals(made.sort(), written);
      // A command that prints nothing does not notice it.
      if (name !== "import") assertEquals([code, io.error], [2, `error: ${FULL}\n`]);
    });
  }
});

Deno.test("a history is changed even if standard output is full", async () => {
  await using project = await Project.create();
  for (let day = 0; day < 24; day++) {
    const document = dayDocument(day, { a: (day < 12 ? 1 : 2) * (1 + (day % 5) / 1000) });
    await project.write(`r/${day + 10}.json`, stringifyResultDocument(document));
  }
  const errors: string[] = [];
  const io = (writeOut: (text: string) => void) => ({
    ...denoIo,
    writeOut,
    writeError: (text: string) => errors.push(text),
  });
  const store = `--store=${project.path("h")}`;
  let check = "";
  const rows: [args: string[], folder: string, files: number][] = [
    [["add", project.path("r/*.json")], "h/results", 24],
    [["dismiss", "ID", "--reason=wanted"], "h/dismissals", 1],
    [["report", `--out=${project.path("site")}`], "site", 3],
    [["export", `--out=${project.path("e")}`], "e", 24],
    [["prune", "--keep=5"], "h/results", 5],
  ];
  for (const [args, folder, files] of rows) {
    const given = args.map((arg) => arg === "ID" ? /id (\w{12})/.exec(check)![1]! : arg);
    assertEquals(await history([...given, store], io(full)), 2);
    assertEquals(errors.splice(0), [`error: ${FULL}\n`]);
    assertEquals((await project.list(folder)).length, files, args[0]);
    check = "";
    await history(["check", store], io((text) => check += text));
  }
});
