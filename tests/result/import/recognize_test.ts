// Checks that results in a log are found with their original names, and that none is lost silently.
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { benchmarkJs } from "../../../scripts/result/import/formats/benchmark_js.ts";
import type { Importer } from "../../../scripts/result/import/importer.ts";
import { findClaims } from "../../../scripts/result/import/recognize.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import type { ResultDocument } from "../../../scripts/result/schema.ts";

const modified = "2026-01-31T12:00:00.000Z";

function read(text: string, from: string | null = null): ResultDocument {
  return importResult([{ source: "log.txt", text, modified }], from);
}

function namesIn(text: string): string[] {
  return read(text).benchmarks.map(({ name }) => name);
}

const rate = (name: string) => `${name} x 9,687 ops/sec ±1.12% (94 runs sampled)`;
const github = (text: string) =>
  text.split("\n").map((line) => `2026-03-02T10:00:01.1234567Z ${line}`).join("\n");

const GO = "goos: linux\npkg: a.b/c\nBenchmarkSort-8 1000 1234 ns/op\nPASS";
const LIBTEST = "running 1 test\ntest sort ... bench:       1,234 ns/iter (+/- 5)";
const HYPERFINE = JSON.stringify(
  { results: [{ command: "sort", mean: 0.5, times: [0.5, 0.5], exit_codes: [0, 0] }] },
  null,
  2,
);

Deno.test("importResult() keeps a bracket that begins all names, unless other lines have it too", () => {
  const rows: [log: string, names: string[]][] = [
    [`[1,2] ${rate("sum")}\n[1,2] ${rate("sort")}\n`, ["[1,2] sum", "[1,2] sort"]],
    [`[1] ${rate("sum")}\n\n[10] ${rate("sum")}\nFastest is [1] sum`, ["[1] sum", "[10] sum"]],
    [`[1,2] ${rate("sum")}\n[1,2] ${rate("sort")}\nFastest is `, ["[1,2] sum", "[1,2] sort"]],
    [`${rate("[1,2]")}\n${rate("[1,2,3]")}\n`, ["[1,2]", "[1,2,3]"]],
    [github(`[1,2] ${rate("sum")}\n[1,2] ${rate("sort")}`), ["[1,2] sum", "[1,2] sort"]],
    [`[0] started\n[0] ${rate("sum")}\n[0] exited with code 0`, ["sum"]],
    [`bench | ${rate("sum")}\nbench | Fastest is sum`, ["sum"]],
    // A longer one begins other lines only.
    [`${"a:bench: [1] ready\n".repeat(9)}a:bench: ${rate("sum")}\n`, ["sum"]],
  ];
  for (const [log, names] of rows) assertEquals(namesIn(log), names, log);
});

Deno.test("importResult() never reads times at the beginning of lines as part of names", () => {
  assertEquals(namesIn(github(rate("sort#built in"))), ["sort#built in"]);
  assertEquals(namesIn(`10:00:01 ${rate("(a)")}\n10:00:02 ${rate("[b]")}`), ["(a)", "[b]"]);
});

Deno.test("importResult() strips the prefixes of a log from names, and still finds packages", () => {
  const prefixes: ((index: number) => string)[] = [
    (index) => `[bench:${index}] `,
    (index) => `<14>1 2026-03-02T10:00:0${index}Z ci-7 bench 912 - - `,
    (index) => `[    ${index}.134000] `,
    (index) => `2026-03-02 10:00:0${index},123 INFO bench: `,
    (index) => `10:00:0${index}.123 [main] INFO  com.acme.Bench - `,
    (index) => `I0302 10:00:0${index}.000001   12345 bench.cc:42] `,
    (index) => `2026-03-02T10:00:0${index}Z app[148e] fra [info] `,
    (index) => `2026-03-02T10:00:0${index}.123000+00:00 bench/main/0a1b2c3d `,
    (index) => `2026-03-02T10:00:0${index}.123456789Z stdout F `,
    (index) => `[02/Mar/2026:10:00:0${index} +0000] `,
    (index) => `3/2/2026 9:00:0${index} AM `,
    (index) => `02.03.2026 09:00:0${index} `,
    (index) => `${1732612345000 + index}\t`,
    () => "               +bench | ",
    () => "@acme/core:bench: ",
    () => "packages/core bench: ",
    () => "│ ",
    () => "=> => # ",
    () => "[INFO] ",
    () => "    ",
  ];
  const texts: [text: string, group: string | null, name: string][] = [
    [`npm test\n${rate("sort#built in")}\nFastest is sort#built in`, null, "sort#built in"],
    [GO, "a.b/c", "BenchmarkSort-8"],
    [LIBTEST, null, "sort"],
    [
      "Gnuplot not found\nsort/10                 time:   [1.0 ns 2.0 ns 3.0 ns]\nFound 2 outliers",
      null,
      "sort/10",
    ],
  ];
  for (const prefix of prefixes) {
    for (const [text, group, name] of texts) {
      const log = text.split("\n").map((line, index) => prefix(index) + line).join("\n");
      const found = read(log).benchmarks.map((one) => [one.group, one.name]);
      assertEquals(found, [[group, name]], log);
    }
  }
});

Deno.test("importResult() reads a whole result next to GitLab's section markers", () => {
  const log =
    `section_start:1732612345:run\r\x1b[0K$ bench\n${HYPERFINE}section_end:1732612346:run\r\x1b[0KDone\n`;
  assertEquals(namesIn(log), ["sort"]);
});

Deno.test("importResult() joins a name and its time if lines of another service separate them", () => {
  const lines = [
    "sort/a name that is long",
    "                        time:   [1.0 ns 2.0 ns 3.0 ns]",
  ];
  const log = lines.map((line) => `a-1  | ${line}\nb-1  | ready\n`).join("");
  assertEquals(namesIn(log), ["sort/a name that is long"]);
});

Deno.test("importResult() names each harness whose results are in a log, and reads one at a time", () => {
  const logs = [
    github(`build\n${GO}\nnext job\n${LIBTEST}\n##[group]hyperfine\n${HYPERFINE}\ndone`),
    `go-1    | ${GO.replaceAll("\n", "\ngo-1    | ")}\nrust-1  | ${
      LIBTEST.replaceAll("\n", "\nrust-1  | ")
    }\nhyper-1 | ${HYPERFINE.replaceAll("\n", "\nhyper-1 | ")}`,
  ];
  const names = ["hyperfine", "go", "libtest"];
  for (const log of logs) {
    const { message } = assertThrows(() => read(log), Failure);
    for (const name of names) assertEquals(message.includes(name), true, message);
    assertEquals(message.endsWith("; --from says which to read"), true);
    for (const name of names) {
      const { benchmarks, warnings } = read(log, name);
      assertEquals(benchmarks.length, 1);
      const others = names.filter((other) => other !== name);
      const said = warnings.find((warning) => warning.endsWith(" were not read"));
      for (const other of others) assertEquals(said?.includes(other), true, said);
    }
  }
});

Deno.test("importResult() finds results whose prefix other lines lack", () => {
  const log = `${GO}\n${`10:00:01 INFO [rust] ${LIBTEST.split("\n")[1]}`}\n`;
  const { message } = assertThrows(() => read(log), Failure);
  assertEquals(
    message,
    "Cannot read log.txt: it has results of go and libtest; --from says which to read",
  );
  assertEquals(read(log, "libtest").benchmarks.map(({ name }) => name), ["sort"]);
  assertEquals(read(log, "go").benchmarks.length, 1);
});

Deno.test("importResult() never reads results of several jobs in a log as rounds of one", () => {
  const step = (job: string, text: string) =>
    text.split("\n").map((line) => `${job}\tRun make\t2026-03-02T10:00:01.1234567Z ${line}`).join(
      "\n",
    );
  const service = (name: string, text: string) =>
    text.split("\n").map((line) => `${name}-1  | ${line}`).join("\n");
  const ways = { step, service };
  const slower = { [GO]: "9234", [LIBTEST]: "9,234", [HYPERFINE]: "9.5", [rate("sort")]: "1,687" };
  const figure = /1,?234|0\.5|9,687/g;
  for (const [text, other] of Object.entries(slower)) {
    for (const [way, write] of Object.entries(ways)) {
      const log = `${write("old", text)}\n${write("new", text.replace(figure, other))}\n`;
      const names = way === "step" ? ["old, Run make", "new, Run make"] : ["old-1", "new-1"];
      const { message } = assertThrows(() => read(log), Failure);
      assertEquals(
        message.endsWith(
          ` was measured with job "${names[0]}" and with "${names[1]}"; give a file each`,
        ),
        true,
        message,
      );
      const others = log.replace(/^(new.*?)(Benchmark|)(?:Sort|sort)/gm, "$1$2Sum");
      assertEquals(
        read(others).benchmarks.map(({ rounds }) => rounds.length).join(),
        text === HYPERFINE ? "2,2" : "0,0",
      );
    }
  }
});

Deno.test("importResult() skips lines of another service between results", () => {
  const report = HYPERFINE.split("\n").map((line) => `bench-1  | ${line}`);
  const log = report.map((line, index) => `${line}\ndb-1     | ${index} rows, {"a": ${index}}`);
  assertEquals(namesIn(log.join("\n")), ["sort"]);
});

Deno.test("importResult() reports line numbers of the original log", () => {
  const log = github(`build\n${HYPERFINE.replace('"mean": 0.5', '"mean": "x"')}`);
  const line = log.slice(0, log.indexOf('"mean"')).split("\n").length;
  assertEquals(assertThrows(() => read(log), Failure).message.includes(`line ${line}: `), true);
});

Deno.test("importResult() names the first and the last commit if a file without times has several", () => {
  const line = "BenchmarkSort-8 1000 1234 ns/op";
  const { message } = assertThrows(
    () => read(`commit: aaa\n${line}\ncommit: bbb\n${line}\n`),
    Failure,
  );
  assertEquals(
    message,
    "Cannot read log.txt as one result: it has 2, from commit aaa to commit bbb; give a file each",
  );
});

Deno.test("findClaims() reads a file only if all its lines begin alike", () => {
  const readsOf = (text: string) => {
    let reads = 0;
    const counting: Importer = {
      name: benchmarkJs.name,
      recognizes: (content) => benchmarkJs.recognizes(content),
      read(content) {
        reads++;
        return benchmarkJs.read(content);
      },
    };
    assertEquals(findClaims(new Content(text, "log.txt"), [counting]).length, 1);
    return reads;
  };
  const rates = ["sum", "sort", "scan"].map(rate);
  assertEquals(readsOf(rates.join("\n")), 0);
  // It reads the text once as it is, and once without the possible prefix.
  assertEquals(readsOf(rates.map((line) => `[1,2] ${line}`).join("\n")), 2);
});
