// What logs put in front of lines is found, whoever wrote the log.
import { assert, assertEquals } from "@std/assert";
import { withoutColours, withoutPrefixes } from "../../../scripts/result/text/log.ts";

const LINES = [
  "goos: linux",
  "BenchmarkPrice-8   \t 1000000\t      1052 ns/op",
  "  indented",
  "PASS",
];
const PLAIN = LINES.join("\n");

Deno.test("withoutPrefixes() takes off what a log puts in front of every line", async (t) => {
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
      const texts = [...withoutPrefixes(text)].map((one) => one.text);
      assert(texts.includes(PLAIN), JSON.stringify(texts.slice(0, 4)));
      const alone = [...withoutPrefixes(prefix(0) + LINES[1])].map((one) => one.text);
      assert(alone.some((one) => one.trimStart() === LINES[1]), "of a line alone, too");
    });
  }
});

Deno.test("withoutPrefixes() leaves lines without it alone, and keeps the number of each line", () => {
  const text = "Attaching to bench-1\nbench-1  | PASS\ndb-1     | ready\n\nbench-1  | ok\n";
  const texts = [...withoutPrefixes(text)].map((one) => one.text);
  assert(texts.includes("Attaching to bench-1\nPASS\ndb-1     | ready\n\nok\n"));
  for (const one of texts) assertEquals(one.split("\n").length, text.split("\n").length);
});

Deno.test("withoutColours() takes off what only a terminal understands", () => {
  const rows: [text: string, plain: string][] = [
    ["plain\n", "plain\n"],
    ["\x1b[1;32mok\x1b[0m\n", "ok\n"],
    ["\x1b[38;2;1;2;3mok\x1b[m \x1b[0Kx", "ok x"],
    ["\x1b]8;;https://a.b\x1b\\link\x1b]8;;\x07", "link"],
    ["\x1b[?25lok\x1b[?25h", "ok"],
    ["cut off \x1b[3", "cut off \x1b[3"],
  ];
  for (const [text, plain] of rows) assertEquals(withoutColours(text), plain);
});
