import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { main } from "../../scripts/compare.ts";
import { toEntry } from "../../scripts/history/entry.ts";
import { openHistory } from "../../scripts/history/open.ts";
import { seeded } from "../helpers/draws.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { dayComparison, dayDocument, dayEntry } from "../helpers/history.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { Project, runIn, scripts } from "../project.ts";

const BASELINE = "benchmarks/baselines/baseline_results.json";
const CURRENT = "benchmarks/results/2026-03-01T12-00-00Z_results.json";
const OTHER = { environment: { ...ENVIRONMENT, cpu: "Other CPU" } };

/** Makes a project with two results of `calm`, `wild` and `fresh`. */
function project(): MemoryIo {
  const durations = { calm: 1, wild: 1, fresh: 1 };
  return new MemoryIo({
    [BASELINE]: stringifyResultDocument(dayDocument(0, durations)),
    [CURRENT]: stringifyResultDocument(dayDocument(50, { ...durations, calm: 1.3, wild: 1.3 })),
  });
}

/** Adds results between which `calm` varies by 1 % and `wild` by 20 %. */
async function addHistory(
  io: MemoryIo,
  { count = 20, store = null, given = {} }: {
    readonly count?: number;
    readonly store?: string | null;
    readonly given?: Partial<ResultDocument>;
  } = {},
): Promise<void> {
  const random = seeded(1);
  const history = await openHistory({ store, branch: null, project: null }, io);
  const entries = Array.from({ length: count }, (_, day) =>
    dayEntry(day, {
      calm: Math.exp(0.01 * random.normal()),
      wild: Math.exp(0.2 * random.normal()),
    }, given));
  await history.add(await Promise.all(entries));
  await history.close();
}

/** Adds comparisons of the commits of neighbouring days. */
async function addComparisons(io: MemoryIo): Promise<void> {
  const history = await openHistory({ store: null, branch: null, project: null }, io);
  const entries = Array.from({ length: 20 }, (_, day) => {
    const changes = [0.01, -0.01, 0, 0.01, -0.01, 0];
    return toEntry(dayComparison(day + 1, { calm: changes, wild: changes, fresh: changes }));
  });
  await history.add(await Promise.all(entries));
  await history.close();
}

async function compare(io: MemoryIo, args: readonly string[] = []): Promise<Comparison> {
  const code = await main(["--format", "json", ...args], io);
  assertEquals([0, 1].includes(code), true, io.error);
  return JSON.parse(io.out);
}

/** Returns the allowed difference between sessions of each benchmark. */
function deviationOf({ entries }: Comparison, name: string): number {
  return entries.find((entry) => entry.name === name)!.session_deviation!;
}

function verdictsOf({ entries }: Comparison): Record<string, string> {
  return Object.fromEntries(entries.map(({ name, verdict }) => [name, verdict]));
}

Deno.test("compare judges each benchmark by the variation in the history of the project", async (t) => {
  const io = project();
  await addHistory(io);
  const found = await compare(io);
  await t.step("by its own results", () => {
    assertAlmostEquals(deviationOf(found, "calm"), 0.01, 0.005);
    assertAlmostEquals(deviationOf(found, "wild"), 0.2, 0.08);
  });
  await t.step("by those of other benchmarks if it has too few", () => {
    assertEquals(deviationOf(found, "fresh"), deviationOf(found, "wild"));
  });
  await t.step("in verdicts", () => {
    assertEquals(verdictsOf(found), {
      calm: "regression",
      wild: "inconclusive",
      fresh: "inconclusive",
    });
  });
  assertEquals(found.doubts, []);
});

Deno.test("compare allows 2 % between sessions if the history is not enough, and says so", async (t) => {
  const rows: [what: string, prepare: (io: MemoryIo) => Promise<void> | void][] = [
    ["no history", () => {}],
    ["too few results", (io) => addHistory(io, { count: 9 })],
    ["comparisons, each from one session", addComparisons],
    ["results of another machine", (io) => addHistory(io, { given: OTHER })],
  ];
  for (const [what, prepare] of rows) {
    await t.step(what, async () => {
      const io = project();
      await prepare(io);
      const found = await compare(io);
      assertEquals(found.entries.map(({ session_deviation }) => session_deviation), [
        0.02,
        0.02,
        0.02,
      ]);
      const [doubt] = found.doubts;
      assertEquals([found.doubts.length, doubt!.kind], [1, "unknown-sessions"]);
      assertMatch(doubt!.message, /^3 of 3 comparisons have no history .* vary by 2 %$/);
      assertEquals(verdictsOf(found).calm, "regression");
      assertEquals(io.error, "");
    });
  }
});

Deno.test("compare --history names another folder", async () => {
  const io = project();
  await addHistory(io, { store: "kept/history" });
  const found = await compare(io, ["--history", "kept/history"]);
  assertAlmostEquals(deviationOf(found, "wild"), 0.2, 0.08);
});

Deno.test("compare says so if the given history has no usable results", async () => {
  const io = project();
  await addHistory(io);
  const found = await compare(io, ["--history", "elsewhere"]);
  assertEquals(deviationOf(found, "wild"), 0.02);
  assertEquals(
    io.error,
    "warning: elsewhere has no durations, so it does not show how much sessions differ\n",
  );
});

Deno.test("compare uses only the results of a history, and ignores its comparisons", async () => {
  const [plain, mixed] = [project(), project()];
  for (const io of [plain, mixed]) await addHistory(io);
  const history = await openHistory({ store: null, branch: null, project: null }, mixed);
  const comparisons = Array.from(
    { length: 20 },
    (_, day) => toEntry(dayComparison(day + 0.5, { calm: [1, 1.01, 0.99, 1, 1.01, 0.99] })),
  );
  assertEquals((await history.add(await Promise.all(comparisons))).length, 20);
  await history.close();
  assertEquals(
    deviationOf(await compare(mixed), "calm"),
    deviationOf(await compare(plain), "calm"),
  );
});

Deno.test("compare --history=branch:NAME reads a branch", async () => {
  const { files } = project();
  await using folder = await Project.create(Object.fromEntries(files));
  const entries = await Array.fromAsync(
    { length: 12 },
    (_, day) => dayEntry(day, { calm: 1 + day % 2 }),
  );
  for (const { text, id } of entries) await folder.write(`results/${id}.json`, text);
  const git = (...args: string[]) =>
    runIn(folder, "git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args]);
  await git("init", "--quiet", "--initial-branch=kept");
  await git("add", "results");
  assertEquals((await git("commit", "--quiet", "--message=results")).code, 0);
  const { out, error } = await runIn(folder, "deno", [
    ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-run=git"],
    ...[new URL("compare.ts", scripts).href, "--history=branch:kept", "--format=json"],
  ]);
  assertEquals(error, "");
  assertAlmostEquals(deviationOf(JSON.parse(out), "calm"), Math.log(2) / Math.SQRT2, 0.01);
});

Deno.test("compare continues without the history of the project, but not without one that is named", async (t) => {
  for (const denied of ["benchmarks/history", "benchmarks/history/results"]) {
    await t.step(`${denied} cannot be read`, async () => {
      const unreadable = () => {
        const io = project();
        io.files.set("benchmarks/history/results/a.json", "{}");
        const listNames = io.listNames.bind(io);
        io.listNames = (path) =>
          path === denied
            ? Promise.reject(new Failure(`Cannot read ${path}: the operating system denies it`))
            : listNames(path);
        return io;
      };
      const io = unreadable();
      assertEquals(await main(["--format", "json"], io), 1);
      assertEquals(
        io.error,
        `warning: Cannot read ${denied}: the operating system denies it; it does not show how much sessions differ\n`,
      );
      const { doubts }: Comparison = JSON.parse(io.out);
      assertEquals(doubts.map(({ kind }) => kind), ["unknown-sessions"]);
    });
  }
  const named = project();
  assertEquals(await main(["--history", "mysql://localhost/results"], named), 2);
  assertMatch(named.error, /^error: --history must be a folder, branch:NAME or postgres:/);
});

Deno.test("compare warns of unreadable results in the history, and uses the others", async () => {
  const io = project();
  await addHistory(io);
  io.files.set("benchmarks/history/results/zz.json", "no result");
  assertEquals(await main(["--format", "json"], io), 1);
  assertMatch(io.error, /^warning: .*zz\.json.*it is left out\n$/);
  assertAlmostEquals(deviationOf(JSON.parse(io.out), "wild"), 0.2, 0.08);
});

Deno.test("compare --against ignores the history: both sides are measured in one session", async () => {
  const io = project();
  assertEquals(await main(["--against", "main", "--history", "h"], io), 2);
  assertStringIncludes(io.error, "--history cannot be combined with --against");
});
