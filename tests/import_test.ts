import { assertEquals, assertStringIncludes } from "@std/assert";
import { main as baseline } from "../scripts/baseline.ts";
import { main as compare } from "../scripts/compare.ts";
import { main } from "../scripts/import.ts";
import { parseResultDocument } from "../scripts/result/parse.ts";
import { MemoryIo } from "./helpers/memory_io.ts";

const GO = (...times: readonly number[]) =>
  [
    ...["goos: linux", "goarch: amd64", "pkg: example.com/sort", "cpu: AMD EPYC"],
    ...times.map((ns) => `BenchmarkSort-2 \t 1000\t ${ns} ns/op`),
    ...["PASS", "ok  \texample.com/sort\t1.2s", ""],
  ].join("\n");

const BMF = (value: number) => JSON.stringify({ sort: { latency: { value } } });

Deno.test("import prints one document, or writes files on request", async () => {
  const io = new MemoryIo({ "old.txt": GO(1000, 1100, 900) });
  assertEquals(await main(["old.txt"], io), 0);
  const [sort] = parseResultDocument(io.out, "stdout").benchmarks;
  assertEquals(sort!.rounds.map((round) => round.duration_ms), [0.001, 0.0011, 0.0009]);
  const quiet = new MemoryIo({ "old.txt": GO(1000) });
  const args = ["old.txt", "--out", "r.json", "--out", "go:again.txt"];
  assertEquals(await main(args, quiet), 0);
  assertEquals(quiet.out, "");
  assertEquals(parseResultDocument(quiet.files.get("r.json")!, "r.json").benchmarks.length, 1);
  assertStringIncludes(quiet.files.get("again.txt")!, "ns/op");
});

Deno.test("import makes rounds of several files, which a pattern may name", async () => {
  const files = { "b/1.json": BMF(1000), "b/2.json": BMF(1100), "b/other.txt": "" };
  const io = new MemoryIo(files);
  assertEquals(await main(["b/*.json"], io), 0);
  const [sort] = parseResultDocument(io.out, "stdout").benchmarks;
  assertEquals(sort!.rounds.map((round) => round.duration_ms), [0.001, 0.0011]);
});

Deno.test("import says what it cannot read, and writes nothing", async () => {
  const refused: [string[], string][] = [
    [[], "import needs at least one file"],
    [["none.json"], "Cannot read none.json: there is no such file"],
    [["*.none"], "Cannot read *.none: there is no such file"],
    [["text"], "Cannot read text: it matches none of the formats "],
    [["--from", "go", "text"], "Cannot read text: "],
    [["--from", "gor", "text"], "--from must be one of deno, vitest, "],
    [["old.txt", "bmf.json"], "Cannot join bmf.json with old.txt: its format is bencher"],
    [["cut.json"], "Cannot read cut.json: not JSON at line 1, column "],
    [["--from", "vitest", "cut.json"], "Cannot read cut.json: not JSON at line 1, column "],
  ];
  for (const [args, message] of refused) {
    const io = new MemoryIo({
      text: "hello\n",
      "old.txt": GO(1000),
      "bmf.json": BMF(1000),
      "cut.json": '{"files": [',
    });
    assertEquals(await main([...args, "--out", "out.json"], io), 2, args.join(" "));
    assertStringIncludes(io.error, `error: ${message}`);
    assertEquals(io.error.trimEnd().split("\n").length, 1);
    assertEquals([io.out, io.files.has("out.json")], ["", false]);
  }
});

Deno.test("import guesses the format of a text that it cannot read", async () => {
  const io = new MemoryIo({ "a.txt": "  Time (mean ± σ):     250.1 ms ±   1.0 ms\n" });
  assertEquals(await main(["a.txt"], io), 2);
  assertStringIncludes(
    io.error,
    "; it looks like the output of hyperfine; give the file of --export-json",
  );
});

Deno.test("import refuses a truncated file with a result, and names what is broken", async () => {
  const io = new MemoryIo({
    "cut.json": `${BMF(1000)}\n\n{"sort": {"latency": `,
    "broken.json": `${BMF(1000)}\n{"sort": oops }\n`,
  });
  assertEquals(await main(["cut.json"], io), 2);
  assertEquals(
    io.error,
    "error: Cannot read cut.json: not JSON at line 3, column 21: unexpected end\n",
  );
  assertEquals(await main(["--from", "bencher", "cut.json"], io), 2);
  assertEquals(await main(["broken.json"], io), 0);
  assertStringIncludes(
    io.error,
    "warning: broken.json: line 2: the JSON that begins there is broken and was not read\n",
  );
});

Deno.test("compare judges several rounds of another harness", async () => {
  const io = new MemoryIo({
    "old.txt": GO(1000, 1010, 990, 1005),
    "new.txt": GO(1500, 1510, 1490, 1505),
  });
  assertEquals(await compare(["--baseline", "old.txt", "--current", "new.txt"], io), 1);
  assertStringIncludes(io.out, "Sort");
  assertStringIncludes(io.out, "+49.9 %");
  assertEquals(
    await compare(["--baseline", "old.txt", "--current", "old.txt", "--from", "go"], io),
    0,
  );
});

Deno.test("compare warns if there are no rounds to judge by", async () => {
  const io = new MemoryIo({ "old.json": BMF(1000), "new.json": BMF(1500) });
  assertEquals(await compare(["--baseline", "old.json", "--current", "new.json"], io), 1);
  assertStringIncludes(io.out, "warning: ");
});

Deno.test("baseline accept keeps results of another harness as a result document", async () => {
  const io = new MemoryIo({ "old.txt": GO(1000, 1010) });
  assertEquals(await baseline(["accept", "old.txt"], io), 0);
  const text = io.files.get("benchmarks/baselines/baseline_results.json")!;
  assertEquals(parseResultDocument(text, "baseline").benchmarks[0]!.rounds.length, 2);
});

Deno.test("import takes the time and the commit of a file from its options", async () => {
  const io = new MemoryIo({ "a.txt": GO(1000), "b.txt": GO(1100) });
  const origin = ["--timestamp", "2024-05-01", "--commit", "abcdef0123"];
  assertEquals(await main(["a.txt", "b.txt", ...origin], io), 0);
  const { timestamp, environment } = parseResultDocument(io.out, "stdout");
  assertEquals([timestamp, environment.git_commit], ["2024-05-01T00:00:00.000Z", "abcdef0123"]);
  assertEquals(io.error, "");
});

Deno.test("a command that needs a single result refuses a history of another harness", async () => {
  const commits = ["a", "b", "c"].map((commit, day) => ({
    commit: { id: commit.repeat(40) },
    date: Date.UTC(2024, 0, 1 + day),
    tool: "cargo",
    benches: [{ name: "sort", value: 1 + day, unit: "ns/iter" }],
  }));
  const data = `window.BENCHMARK_DATA = ${JSON.stringify({ entries: { suite: commits } })}`;
  const message =
    "error: Cannot read data.js as one result: it has 3, from commit aaaaaaaaaaaa of 2024-01-01T00:00:00.000Z to commit cccccccccccc of 2024-01-03T00:00:00.000Z; history add keeps them all\n";
  const commands: [command: typeof main, args: string[]][] = [
    [main, ["data.js"]],
    [baseline, ["accept", "data.js"]],
    [compare, ["--baseline", "data.js", "--current", "data.js"]],
  ];
  for (const [command, args] of commands) {
    const io = new MemoryIo({ "data.js": data });
    assertEquals([await command(args, io), io.out, io.error], [2, "", message]);
    assertEquals([...io.files.keys()], ["data.js"]);
  }
});
