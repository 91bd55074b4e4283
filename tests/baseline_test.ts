import { assertEquals } from "@std/assert";
import type { ResultDocument } from "../scripts/result/schema.ts";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { main } from "../scripts/baseline.ts";
import { main as compare } from "../scripts/compare.ts";
import { makeBenchmark, makeDocument, makeMetric, pointDocumentText } from "./helpers/documents.ts";
import { MemoryIo } from "./helpers/memory_io.ts";

const BASELINE = "benchmarks/baselines/baseline_results.json";
const HISTORY = "benchmarks/baselines/history";
const NEWEST = "benchmarks/results/2026-02-01T12-00-00Z_results.json";
const OLDER = "benchmarks/results/2026-01-31T12-00-00Z_results.json";

const first = pointDocumentText({ a: 1 });
const second = pointDocumentText({ a: 2 });

Deno.test("baseline accept takes the newest result, byte for byte", async () => {
  const text = `// measured on a quiet machine\n${second}`;
  const io = new MemoryIo({ [OLDER]: first, [NEWEST]: text });
  assertEquals(await main(["accept"], io), 0);
  assertEquals(io.files.get(BASELINE), text);
  assertEquals([io.out, io.error], [`${NEWEST} is now the baseline: 1 benchmark\n`, ""]);
  assertEquals([...io.files.keys()].sort(), [BASELINE, OLDER, NEWEST].sort());
});

Deno.test("baseline accept takes the file it is given", async () => {
  const io = new MemoryIo({ [NEWEST]: second, "nightly.json": first });
  assertEquals(await main(["accept", "nightly.json"], io), 0);
  assertEquals(io.files.get(BASELINE), first);
});

Deno.test("baseline accept keeps the previous baseline under its own time", async () => {
  const old = `\ufeff${first.replace("2026-01-31T12:00:00.000Z", "2025-06-30T08:09:10.123Z")}`;
  const io = new MemoryIo({ [BASELINE]: old, [NEWEST]: second });
  assertEquals(await main(["accept"], io), 0);
  const kept = `${HISTORY}/2025-06-30T08-09-10-123Z_results.json`;
  assertEquals(io.files.get(kept), old);
  assertEquals(io.files.get(BASELINE), second);
  assertEquals(io.out, `${NEWEST} is now the baseline: 1 benchmark; the previous one is ${kept}\n`);

  assertEquals(io.files.size, 3);
});

Deno.test("baseline accept changes nothing if the result is already the baseline", async () => {
  const io = new MemoryIo({ [BASELINE]: second, [NEWEST]: second });
  const before = new Map(io.files);
  assertEquals(await main(["accept"], io), 0);
  assertEquals(io.out, `${NEWEST} is already the baseline\n`);
  assertEquals(await main(["accept", BASELINE], io), 0);
  assertEquals(io.files, before);
});

Deno.test("baseline accept says what the baseline contains, and what it lacks", async (t) => {
  const make = (rounds: Readonly<Record<string, number>>, given: Partial<ResultDocument> = {}) =>
    stringifyResultDocument(makeDocument(
      Object.entries(rounds).map(([name, count]) =>
        makeBenchmark(name, { durationsMs: Array.from({ length: count }, () => 1) })
      ),
      given,
    ));
  const whole = make({ a: 5, b: 5, c: 5 });
  const rows: [
    what: string,
    before: string | null,
    text: string,
    contents: string,
    error: string,
  ][] = [
    ["all", whole, make({ a: 5, b: 5, c: 5, d: 3 }), "4 benchmarks, 3 to 5 rounds each", ""],
    [
      "a part",
      whole,
      make({ a: 5 }),
      "1 benchmark, 5 rounds each",
      "warning: The baseline lacks 2 benchmarks of the previous one: if that is not wanted, run the benchmarks without --filter, and accept that result\n",
    ],
    [
      "one round",
      null,
      make({ a: 1, b: 1 }),
      "2 benchmarks, 1 round each",
      "warning: The baseline has one round per benchmark, which shows no spread: accept a result with at least five, as deno task bench measures them\n",
    ],
    [
      "a shard",
      null,
      make({ a: 5 }, { shard: { index: 2, total: 3 } }),
      "1 benchmark, 5 rounds each",
      "warning: The baseline is only part 2 of 3: join all parts with deno task merge\n",
    ],
  ];
  for (const [what, before, text, contents, error] of rows) {
    await t.step(what, async () => {
      const io = new MemoryIo({ "r.json": text, ...before === null ? {} : { [BASELINE]: before } });
      assertEquals(await main(["accept", "r.json"], io), 0);
      const [said] = io.out.trim().split("; the previous one");
      assertEquals([said, io.error], [`r.json is now the baseline: ${contents}`, error]);
    });
  }
  const failed = stringifyResultDocument(makeDocument([
    makeBenchmark("a", { durationsMs: [1, 1], failures: [{ round: 1, message: "x" }] }),
  ]));
  const io = new MemoryIo({ "r.json": failed });
  assertEquals(await main(["accept", "r.json", "--force"], io), 0);
  assertEquals(io.out, "r.json is now the baseline: 1 benchmark, 2 rounds each, 1 failed\n");
});

Deno.test("baseline accept keeps baselines of the same time separate", async () => {
  const texts = [1, 2, 3].map((duration) => pointDocumentText({ a: duration }));
  const io = new MemoryIo();
  // The first result is accepted again, and the history already contains it.
  for (const text of [...texts, texts[0]!, texts[1]!]) {
    await io.writeWhole("r.json", text);
    assertEquals(await main(["accept", "r.json"], io), 0);
  }
  const kept = [...io.files].filter(([path]) => path.startsWith(HISTORY));
  assertEquals(kept.map(([path]) => path.slice(HISTORY.length + 1)), [
    "2026-01-31T12-00-00-000Z_results.json",
    "2026-01-31T12-00-00-000Z_2_results.json",
    "2026-01-31T12-00-00-000Z_3_results.json",
  ]);
  assertEquals(kept.map(([, text]) => text), texts);
});

Deno.test("baseline accept never writes outside the history's folder, whatever the time says", async () => {
  const timed = first.replace("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00+02:00");
  const io = new MemoryIo({ [BASELINE]: timed, [NEWEST]: second });
  assertEquals(await main(["accept"], io), 0);
  const kept = [...io.files.keys()].filter((path) => path.startsWith(HISTORY));
  assertEquals(kept, [`${HISTORY}/2026-01-31T12-00-00-02-00_results.json`]);
});

Deno.test("baseline accept refuses a result that is unsuitable for comparison, unless forced", async (t) => {
  const failed = makeBenchmark("b", { failures: [{ round: 1, message: "threw" }] });
  const halfFailed = makeBenchmark("c", { duration_ms: 1, failures: failed.failures });
  const sound = makeBenchmark("a", { duration_ms: 1 });
  const rows: [what: string, text: string, reason: string][] = [
    ["partial", stringifyResultDocument(makeDocument([sound], { partial: true })), "it is partial"],
    [
      "failed",
      stringifyResultDocument(makeDocument([sound, failed, halfFailed])),
      "2 of its benchmarks failed",
    ],
    ["empty", pointDocumentText({}), "it has no benchmarks"],
  ];
  for (const [what, text, reason] of rows) {
    await t.step(what, async () => {
      const io = new MemoryIo({ [BASELINE]: first, [NEWEST]: text });
      const before = new Map(io.files);
      assertEquals(await main(["accept"], io), 2);
      const message = `Cannot accept ${NEWEST}: ${reason}; --force accepts it anyway`;
      assertEquals([io.error, io.out], [`error: ${message}\n`, ""]);
      assertEquals(io.files, before);
      assertEquals(await main(["accept", "--force"], io), 0);
      assertEquals(io.files.get(BASELINE), text);
    });
  }
});

Deno.test("baseline accept changes nothing if a step fails", async (t) => {
  const kept = `${HISTORY}/2026-01-31T12-00-00-000Z_results.json`;
  const rows: [
    what: string,
    files: Record<string, string>,
    args: string[],
    unwritable: string,
    message: string,
  ][] = [
    [
      "no such file",
      { [BASELINE]: first },
      ["none.json"],
      "",
      "Cannot read none.json: there is no such file",
    ],
    [
      "no results",
      { [BASELINE]: first },
      [],
      "",
      "Cannot find a result: benchmarks/results has no *_results.json; make one with: deno task bench",
    ],
    [
      "not a result, forced",
      { "a.json": '{ "version": "1.0" }' },
      ["a.json", "--force"],
      "",
      "Cannot read a.json: timestamp must be a string, found nothing",
    ],
    [
      "a history that cannot be written",
      { [BASELINE]: first, [NEWEST]: second },
      [],
      kept,
      `Cannot write ${kept}: the operating system denies it`,
    ],
    [
      "a baseline that cannot be written",
      { [NEWEST]: second },
      [],
      BASELINE,
      `Cannot write ${BASELINE}: the operating system denies it`,
    ],
  ];
  for (const [what, files, args, unwritable, message] of rows) {
    await t.step(what, async () => {
      const io = new MemoryIo(files);
      const before = new Map(io.files);
      io.unwritable.add(unwritable);
      assertEquals(await main(["accept", ...args], io), 2);
      assertEquals([io.error, io.out], [`error: ${message}\n`, ""]);
      assertEquals(io.files, before);
    });
  }
});

Deno.test("baseline accept replaces a baseline that it cannot read, and keeps it", async () => {
  const io = new MemoryIo({ [BASELINE]: "{ broken", [NEWEST]: second });
  assertEquals(await main(["accept"], io), 0);
  assertEquals(io.files.get(BASELINE), second);
  const kept = [...io.files].filter(([path]) => path.startsWith(HISTORY));
  assertEquals(kept, [[`${HISTORY}/2026-01-31T12-00-00-000Z_results.json`, "{ broken"]]);
});

Deno.test("baseline accept accepts a result of counts, and compare uses it", async () => {
  const counted = (value: number) => {
    const metrics = [makeMetric("instructions", value, { exact: true })];
    return stringifyResultDocument(makeDocument([makeBenchmark("a", { metrics })]));
  };
  const io = new MemoryIo({ [OLDER]: counted(1000) });
  assertEquals(await main(["accept"], io), 0);
  io.files.set(NEWEST, counted(1200));
  assertEquals(await compare([], io), 1);
  assertEquals(io.out.trimEnd().split("\n").at(-1), "1 regression");
});
