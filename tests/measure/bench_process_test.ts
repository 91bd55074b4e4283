// The observer relies on behaviour that Deno does not document. These tests fail if a version of Deno
// changes it.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl, toFileUrl } from "@std/path";
import { type BenchProcessOptions, runBenchProcess } from "../../scripts/measure/bench_process.ts";
import type { InsideEvent } from "../../scripts/measure/inside/wire.ts";
import { sendLine } from "../../scripts/measure/inside_process.ts";
import { OBSERVER, preloadOf } from "../../scripts/measure/inside_url.ts";
import { readLines, readText, spawnDeno } from "../../scripts/system/spawn.ts";
import { parseDenoBenchReport } from "../../scripts/result/deno_bench.ts";
import { BUSY, HANG, inPairs, Project } from "../project.ts";
import { lacks, needs } from "../helpers/needs.ts";
import { THOROUGH } from "../helpers/thorough.ts";
import { withSlashes } from "../helpers/with_slashes.ts";
import { PLAIN } from "../helpers/registration.ts";

/** Runs the process of a file, and returns its outcome with all events. */
async function run(project: Project, file: string, more: Partial<BenchProcessOptions> = {}) {
  const events: InsideEvent[] = [];
  const outcome = await runBenchProcess({
    file: toFileUrl(project.path(file)).href,
    flags: ["--no-check"],
    keep: [],
    benchTimeoutMs: 60_000,
    signal: new AbortController().signal,
    onEvent: (event) => void events.push(event),
    ...more,
  });
  return { ...outcome, events };
}

Deno.test("the observer announces the benchmarks that run", async () => {
  // Each benchmark also announces itself, in the same stream as the observer.
  await using project = await Project.create({
    "a_bench.ts": `${BUSY}
const told = new Set();
const BRIEF = { n: 2, warmup: 0 };
const first = console;
function ran(name: string) {
  if (told.has(name)) return;
  told.add(name);
  Deno.stderr.writeSync(new TextEncoder().encode("ran " + name + "\\n"));
}
Deno.bench("0 plain", () => { ran("0"); busy(1); });
Deno.bench({ ...BRIEF, name: "1 grouped", group: "z", baseline: true, fn() { ran("1"); } });
Deno.bench({ name: "2 ignored", ignore: true, fn() { ran("2"); } });
Deno.bench("3 async", BRIEF, async () => { ran("3"); await 1; busy(1); });
Deno.bench("4 throws", () => { ran("4"); throw new Error("as it should"); });
Deno.bench("5 logs", BRIEF, () => { ran("5"); console.log("noise"); busy(1); });
Deno.bench("6 skipped", () => { ran("6"); });
Deno.bench("7 has a console", BRIEF, () => {
  ran("7");
  const own = console;
  for (const other of [first, {} as Console, own]) globalThis.console = other;
});
Deno.bench({ ...BRIEF, name: "8 grouped", group: "a", fn(b) { ran("8"); b.start(); b.end(); } });
`,
  });
  const token = "@benchline-test ";
  const preload = `--preload=${preloadOf(OBSERVER)}`;
  const child = await spawnDeno(
    ["bench", "--json", "--no-check", preload, project.path("a_bench.ts")],
    { pipeInput: true },
  );
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(OBSERVER));
  await sendLine(input, { token, mode: "serve", keep: [0, 1, 3, 4, 5, 7, 8] });
  const output = readText(child, child.stdout);
  const told: string[] = [];
  for await (const line of readLines(child, child.stderr)) {
    if (line.startsWith("ran ")) told.push(line);
    if (!line.startsWith(token)) continue;
    const event: InsideEvent = JSON.parse(line.slice(token.length));
    if (event.kind === "begin" || event.kind === "end") told.push(`${event.kind} ${event.ordinal}`);
  }
  await child.status;
  const expected = [0, 1, 3, 4, 5, 7, 8].flatMap((n) => [`begin ${n}`, `ran ${n}`, `end ${n}`]);
  assertEquals(told, expected);
  const report = parseDenoBenchReport(await output, "deno bench");
  assertEquals(report?.benches.map(({ name }) => name), ["#0", "#1", "#3", "#4", "#5", "#7", "#8"]);
});

Deno.test("the observer reports the line of a benchmark, whatever the name of its file", async () => {
  const separate = [
    "plain",
    "a b",
    "größe",
    "a#b",
    "a%b",
    "a%20b",
    "a?b",
    "it's",
    "日本",
    "a[b]{c}",
  ];
  const together = ["plain", "a b größe#b%b%20b?it's日本[b]{c}"];
  const names = (THOROUGH ? separate : together)
    .filter((name) => !name.includes("?") || lacks("any name") === null);
  await using project = await Project.create(
    Object.fromEntries(names.map((name, index) => [
      `${name}_bench.ts`,
      `${"type A = 1;\n".repeat(index)}Deno.bench("a", () => {});`,
    ])),
  );
  const lines = await inPairs(names, async (name) => {
    const { events } = await run(project, `${name}_bench.ts`);
    return events.flatMap((event) =>
      event.kind === "registered"
        ? [[withSlashes(fromFileUrl(event.origin)), event.line] as const]
        : []
    );
  });
  assertEquals(
    Object.fromEntries(lines.flat()),
    Object.fromEntries(names.map((name, index) => [project.path(`${name}_bench.ts`), index + 1])),
  );
});

Deno.test("the observer understands every form of Deno.bench", async () => {
  await using project = await Project.create({
    "forms_bench.ts": `
Deno.bench("name, function", () => {});
Deno.bench({ name: "definition", group: "g", fn() {} });
Deno.bench(function named() {});
Deno.bench("name, options, function", { group: "g", ignore: true }, () => {});
Deno.bench({ name: "options, function", only: true }, () => {});
Deno.bench({ group: "g" }, function optionsNamed() {});
Deno.bench(async function asynchronous() {});
`,
  });
  const { events, report } = await run(project, "forms_bench.ts");
  assertEquals(report?.benches, []);
  const origin = toFileUrl(project.path("forms_bench.ts")).href;
  assertEquals(
    events.filter((event) => event.kind === "registered").map((event) => {
      const { kind: _, ...registration } = event;
      return registration;
    }),
    [
      { origin, ordinal: 0, line: 2, name: "name, function", group: null, ...PLAIN },
      { origin, ordinal: 1, line: 3, name: "definition", group: "g", ...PLAIN },
      { origin, ordinal: 2, line: 4, name: "named", group: null, ...PLAIN },
      {
        origin,
        ordinal: 3,
        line: 5,
        name: "name, options, function",
        group: "g",
        ...PLAIN,
        ignore: true,
      },
      { origin, ordinal: 4, line: 6, name: "options, function", group: null, ...PLAIN, only: true },
      { origin, ordinal: 5, line: 7, name: "optionsNamed", group: "g", ...PLAIN },
      { origin, ordinal: 6, line: 8, name: "asynchronous", group: null, ...PLAIN },
    ],
  );
});

Deno.test("a bad registration fails its file, as it does in deno bench alone", async (t) => {
  const rows = [
    ["no function", 'Deno.bench({ name: "a" } as never);', "Missing bench function"],
    ["no name", "Deno.bench(() => {});", "name can't be empty"],
  ] as const;
  for (const [shows, text, message] of rows) {
    await t.step(shows, async () => {
      await using project = await Project.create({ "bad_bench.ts": text });
      const { events } = await run(project, "bad_bench.ts");
      assertEquals(events.map(({ kind }) => kind), ["file", "error"]);
      assert(JSON.stringify(events[1]).includes(message), JSON.stringify(events[1]));
    });
  }
});

Deno.test("runBenchProcess() ignores the output of bench files", async () => {
  await using project = await Project.create({
    "loud_bench.ts": `
console.log('{\\n  "version": 1\\n}');
console.error("to standard error");
Deno.bench("a", { n: 1, warmup: 0 }, () => {});
Deno.stderr.writeSync(new TextEncoder().encode("without an end of line"));
`,
  });
  const { report, events } = await run(project, "loud_bench.ts", { keep: [0] });
  assertEquals(report?.benches.length, 1);
  assertEquals(events.filter(({ kind }) => kind === "end").length, 1);
});

Deno.test({
  ...needs(
    "signals",
    "runBenchProcess() throws the reason of its signal if the process ends before the signal is known",
  ),
  async fn() {
    await using project = await Project.create({
      "a_bench.ts": 'Deno.bench("a", () => Deno.kill(Deno.pid, "SIGINT"));',
      "b_bench.ts": 'Deno.kill(Deno.pid, "SIGINT");',
    });
    const flags = ["--no-check", "--allow-run"];
    const { report, lastBegun } = await run(project, "a_bench.ts", { flags, keep: [0] });
    assertEquals([report, lastBegun], [null, 0], "without a reason it is the benchmark's fault");
    // This process ends while it loads its file, before `deno bench` warms up.
    const controller = new AbortController();
    const onEvent = ({ kind }: InsideEvent) => {
      if (kind === "file") setTimeout(() => controller.abort(new RangeError("enough")), 200);
    };
    const { signal } = controller;
    await assertRejects(
      () => run(project, "b_bench.ts", { flags, signal, onEvent }),
      RangeError,
      "enough",
    );
  },
});

Deno.test("runBenchProcess() throws the reason of its signal", async () => {
  await using project = await Project.create({ "a_bench.ts": HANG });
  const controller = new AbortController();
  await assertRejects(
    () =>
      run(project, "a_bench.ts", {
        signal: controller.signal,
        onEvent: () => controller.abort(new RangeError("enough")),
      }),
    RangeError,
    "enough",
  );
});
