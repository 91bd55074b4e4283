// Checks that the prefixes of a log are found, whichever service wrote it.
import { assert, assertEquals } from "@std/assert";
import { MOST_GUESSED, textsOfJobs, textsOfLog } from "../../../scripts/result/text/log.ts";
import { prefixKinds, withoutPrefix } from "../../../scripts/result/text/prefixes.ts";
import { withoutColours } from "../../../scripts/result/text/terminal.ts";

const LINES = [
  "goos: linux",
  "BenchmarkPrice-8   \t 1000000\t      1052 ns/op",
  "  indented",
  "PASS",
];
const PLAIN = LINES.join("\n");

function withoutPrefixes(log: string): string[] {
  return [...prefixKinds(log)].map((kind) => withoutPrefix(log, kind));
}

Deno.test("withoutPrefix() removes the prefixes that a log puts before every line", async (t) => {
  const pad = (number: number) => String(number).padStart(2, "0");
  const prefixes: Readonly<Record<string, (index: number) => string>> = {
    "GitHub Actions": (index) => `2026-03-02T10:00:0${index}.1234567Z `,
    "gh run view --log": (index) => `bench\tRun the benchmarks\t2026-03-02T10:00:0${index}.12Z `,
    "GitLab": (index) => `2026-05-22T12:32:5${index}.826377Z 0${index}O `,
    BuildKit: (index) => `#15 ${index + 9}.66 `,
    "docker compose": () => "bench-1  | ",
    "Jenkins, Timestamper": (index) => `[2026-05-22T12:32:5${index}.826Z] `,
    "Jenkins, time of day": (index) => `12:32:${pad(index)}  `,
    "systemd's journal": (index) => `Mar 02 10:00:${pad(index)} host bench[${900 + index}]: `,
    "Azure Pipelines": (index) => `2026-03-02T10:00:0${index}.1234567Z `,
    Heroku: (index) => `2026-03-02T10:00:0${index}.677020+00:00 app[web.1]: `,
    "kubectl logs --prefix": () => "[pod/bench-7d9f/bench] ",
    "pnpm -r": () => "packages/shop bench: ",
    concurrently: () => "[0] ",
    "ts -s": (index) => `00:00:${pad(index)} `,
    "a level": (index) => `10:00:0${index} INFO [main] `,
  };
  for (const [log, prefix] of Object.entries(prefixes)) {
    await t.step(log, () => {
      const text = LINES.map((line, index) => prefix(index) + line).join("\n");
      const texts = withoutPrefixes(text);
      assert(texts.includes(PLAIN), JSON.stringify(texts.slice(0, 4)));
      const alone = withoutPrefixes(prefix(0) + LINES[1]);
      assert(alone.some((one) => one.trimStart() === LINES[1]), "the prefix of a single line");
    });
  }
});

Deno.test("withoutPrefix() leaves lines without a prefix unchanged, and keeps line numbers", () => {
  const text = "Attaching to bench-1\nbench-1  | PASS\ndb-1     | ready\n\nbench-1  | ok\n";
  const texts = withoutPrefixes(text);
  assert(texts.includes("Attaching to bench-1\nPASS\nready\n\nok\n"));
  assert(texts.includes("\nPASS\n\n\nok\n"), "the lines of one service");
  for (const one of texts) assertEquals(one.split("\n").length, text.split("\n").length);
});

Deno.test("withoutColours() removes what only a terminal understands", () => {
  const rows: [text: string, plain: string][] = [
    ["plain\n", "plain\n"],
    ["\x1b[1;32mok\x1b[0m\n", "ok\n"],
    ["\x1b[38;2;1;2;3mok\x1b[m \x1b[0Kx", "ok x"],
    ["\x1b]8;;https://a.b\x1b\\link\x1b]8;;\x07", "link"],
    ["\x1b[?25lok\x1b[?25h", "ok"],
    ["\x1b[36mok\x1b(B\x1b[m", "ok"],
    ["\x1b_bk;t=1717171717100\x07ok", "ok"],
    ["cut off \x1b[3", "cut off \x1b[3"],
  ];
  for (const [text, plain] of rows) assertEquals(withoutColours(text), plain);
});

Deno.test("withoutPrefix() removes the prefixes of many services at once", () => {
  const others = Array.from({ length: 9 }, (_, at) => `s${"x".repeat(at)}  | up\n`.repeat(20));
  const texts = withoutPrefixes(`${others.join("")}bench | PASS\n`);
  assert(texts.includes(`${"up\n".repeat(180)}PASS\n`));
});

Deno.test("textsOfLog() first returns the text without what only logs write", () => {
  const first = (log: string) => [...textsOfLog(log, (text) => text)][0]?.whole();
  const rows: [log: string, text: string][] = [
    ["a x 1\nb x 2\n", "a x 1\nb x 2\n"],
    ["2026-03-02T10:00:01.1Z a x 1\n2026-03-02T10:00:01.2Z   b\n", "a x 1\n  b\n"],
    ["a (go)\tRun\t\ufeff2026-03-02T10:00:01.1Z a\nb\tRun\t2026-03-02T10:00:01.1Z b", "a\nb"],
    ["2026-05-22T12:32:51.826377Z 01O a\n2026-05-22T12:32:51.826377Z 01E b", "a\nb"],
    ["Attaching\nbench-1  | 10:00:00 a\nbench-1  | 10:00:01 b", "Attaching\na\nb"],
    ["2026-03-02T10:00:01Z bench-1  | a\n2026-03-02T10:00:01Z bench-1  | b", "a\nb"],
    ["#15 22.66 a x 1\n#15 23.1 b x 1", "a x 1\nb x 1"],
    // It may be part of names.
    ["[bench] a x 1\n\n[bench] b x 1", "[bench] a x 1\n\n[bench] b x 1"],
    ["[10] x 1\n[100] x 1", "[10] x 1\n[100] x 1"],
    ["\x1b[36mbench-1  |\x1b[0m a", "a"],
    [
      '{"log":"\\u001b[32ma\\u001b[0m\\tx 1\\n","stream":"stdout","time":"2026-03-02T10:00:01.1Z"}\n' +
      '{"log":"b \\"1\\"\\r\\n","stream":"stderr","attrs":{"tag":"c"},"time":"2026-03-02T10:00:01.1Z"}\n',
      'a\tx 1\nb "1"\n',
    ],
    [
      '{"log":"a","level":1}\n{"log":"\\x","stream":"stdout","time":"b"}',
      '{"log":"a","level":1}\n"\\x"',
    ],
    ["Mar 02 10:00:01 a x 1\n", "a x 1\n"],
    ["Mar 02 10:00:01 host a[9]: a x 1\nMar 02 10:00:01 host a[9]: b", "a x 1\nb"],
  ];
  for (const [log, text] of rows) assertEquals(first(log), text, log);
});

Deno.test("textsOfLog() guesses the prefix of a long text from part of it", () => {
  const prefix = "10:00:00 INFO [main]";
  const noise = `${prefix} nothing\n`.repeat(MOST_GUESSED / 20);
  const lastLine = (text: string) => text.slice(text.lastIndexOf("\n", text.length - 2) + 1);
  const texts = [...textsOfLog(`${noise}${prefix} PASS\n`, lastLine)];
  const whole = texts.find(({ sample }) => sample === "PASS\n")?.whole();
  // assertEquals() would print too much.
  assert(whole === `${"nothing\n".repeat(MOST_GUESSED / 20)}PASS\n`);
});

Deno.test("textsOfJobs() does not read a time or a number as a job", () => {
  const jobs = (log: string) => textsOfJobs(log).map(({ job }) => job);
  const rows: [log: string, jobs: (string | null)[]][] = [
    ["a (1)\tRun\t10:00:00 x\na (2)\tRun\t10:00:01 y\n", ["a (1), Run", "a (2), Run"]],
    ["10:00:00 a\tRun\t10:00:00 x\n10:00:01 b\tRun\t10:00:00 y\n", ["a, Run", "b, Run"]],
    ["10:00:00 a\tRun\t10:00:00 x\n10:00:01 a\tRun\t10:00:00 y\n", []],
    ["10:00:00 | x\n10:00:01 | y\n", []],
    ["1 | x\n2 | y\n", []],
    ['ready\nStep #0: x\nStep #1 - "b": y\n', [null, "Step #0", 'Step #1 - "b"']],
    ["[pod/a/b] x\n[pod/c/b] y\n", ["pod/a/b", "pod/c/b"]],
  ];
  for (const [log, wanted] of rows) assertEquals(jobs(log), wanted, log);
});
