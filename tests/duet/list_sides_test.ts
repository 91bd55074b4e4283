// Which benchmarks two versions have if some files of either cannot be loaded.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { listSides } from "../../scripts/duet/list_sides.ts";
import type { BenchFrom } from "../../scripts/duet/options.ts";
import type { Side } from "../../scripts/duet/sides.ts";
import type { Shard } from "../../scripts/result/shard.ts";
import { canRun } from "../../scripts/verdict/benchmark.ts";
import type { Affected } from "../../scripts/verdict/comparison.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { ENVIRONMENT } from "../helpers/sketches.ts";
import { isOneIn } from "../helpers/thorough.ts";
import { HANG, Project } from "../project.ts";

const bench = (name: string) => `Deno.bench(${JSON.stringify(name)}, () => { Math.sqrt(2); });\n`;

/** Bench files that cannot be loaded, each with a part of its message. */
const BROKEN: readonly (readonly [name: string, text: string, cause: RegExp])[] = [
  ["syntax", "const = 1;\n", /Expression expected|expected|Unexpected/],
  ["import", 'import "./nowhere.ts";\n', /Module not found "nowhere.ts"/],
  ["throws", 'throw new RangeError("no\\nluck");\n', /RangeError: no luck/],
  ["exits", "Deno.exit(3);\n", /Deno\.exit\(3\)/],
  ["hangs", `${HANG}\n`, /limit|did not end/],
  ["rejects", 'await Promise.reject("a text");\n', /a text/],
  ["floods", `console.error("x".repeat(5_000_000)); throw new Error("late");\n`, /late/],
];

async function makeSide(project: Project, name: string): Promise<Side> {
  await project.write(".keep", "");
  return {
    root: project.folder,
    flags: [],
    givenFlags: [],
    command: ["deno"],
    name,
    top: null,
    commit: null,
    ignore: [],
    problem: null,
  };
}

async function list(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  more: {
    readonly benchFrom?: BenchFrom;
    readonly affected?: Affected;
    readonly filter?: string;
    readonly shard?: Shard;
    readonly timeoutMs?: number;
    readonly problem?: readonly ["baseline" | "current", string];
  } = {},
) {
  await using baseline = await Project.create(before);
  await using current = await Project.create(after);
  const { problem: [name, problem] = [null, null] } = more;
  const base = await makeSide(baseline, "before");
  const now = await makeSide(current, "after");
  const sides = {
    baseline: { ...base, problem: name === "baseline" ? problem : null },
    current: { ...now, problem: name === "current" ? problem : null },
  };
  return await listSides(sides, {
    files: [],
    affected: more.affected ?? null,
    filter: more.filter ?? null,
    shard: more.shard ?? null,
    only: null,
    benchFrom: more.benchFrom ?? "missing",
    pairing: "versions",
    benchTimeoutMs: more.timeoutMs ?? 20_000,
    thresholdsOf: () => DEFAULT_THRESHOLDS,
    signal: new AbortController().signal,
  });
}

type Listed = Awaited<ReturnType<typeof list>>;

/** `file:name verdict`, as a comparison would have it before anything is measured. */
function verdictsOf({ benchmarks }: Listed): string[] {
  const side = { source: "", timestamp: "", git_commit: null };
  return compareBenchmarks(benchmarks, {
    baseline: side,
    current: side,
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair", pinned: true, seconds: 0 },
    doubts: [],
  }).entries.map(({ file, name, verdict }) => `${file}:${name} ${verdict}`).sort();
}

const fine = { "fine_bench.ts": bench("fine") };
/** The bench files before and after they were broken. */
const whole = (broken: typeof BROKEN) =>
  Object.fromEntries(broken.map(([name]) => [`${name}_bench.ts`, bench(name)]));
const asBroken = (broken: typeof BROKEN) =>
  Object.fromEntries(broken.map(([name, text]) => [`${name}_bench.ts`, bench(name) + text]));

Deno.test("only a file that the current version cannot load fails", async () => {
  const [before, after] = [{ ...fine, ...whole(BROKEN) }, { ...fine, ...asBroken(BROKEN) }];
  const listed = await list(before, after, { timeoutMs: 4000 });
  assertEquals(
    verdictsOf(listed),
    [
      "fine_bench.ts:fine not_measured",
      ...BROKEN.map(([name]) => `${name}_bench.ts:${name} failed`),
    ].sort(),
  );
  assertEquals(listed.benchmarks.filter(canRun).length, 1);
  for (const [name, , cause] of BROKEN) {
    const { failure } = listed.benchmarks.find(({ identity }) => identity.name === name)!;
    assertMatch(failure!.message, cause);
    assert(!/[\r\n]|\/tmp\//.test(failure!.message), failure!.message);
  }
});

Deno.test("a file that the baseline cannot load is not compared, and never added", async () => {
  const broken = BROKEN.filter((_, index) => isOneIn(3, index));
  const [before, after] = [{ ...fine, ...asBroken(broken) }, { ...fine, ...whole(broken) }];
  const listed = await list(before, after, { timeoutMs: 4000 });
  assertEquals(
    verdictsOf(listed),
    [
      "fine_bench.ts:fine not_measured",
      ...broken.map(([name]) => `${name}_bench.ts:${name} not_compared`),
    ].sort(),
  );
});

Deno.test("a file that neither version loads is not compared, whether the causes differ or not", async () => {
  const rows: [before: string, after: string, name: string, cause: string][] = [
    ['throw "no";', 'throw "no";', "the whole file", 'threw "no"'],
    [`${bench("x")}throw "no";`, `${bench("x")}throw "no";`, "x", 'threw "no"'],
    ['throw "no";', 'throw "never";', "the whole file", "differ"],
    [`${bench("x")}throw "no";`, `${bench("x")}throw "never";`, "x", "differ"],
    ['throw "no";', `${bench("x")}throw "never";`, "x", "differ"],
    [`${bench("x")}throw "no";`, 'throw "never";', "x", "differ"],
  ];
  const files = (texts: readonly string[]) =>
    Object.fromEntries(texts.map((text, index) => [`${index}_bench.ts`, text]));
  const listed = await list(
    files(rows.map(([before]) => before)),
    files(rows.map(([, after]) => after)),
  );
  assertEquals(
    verdictsOf(listed),
    rows.map(([, , name], index) => `${index}_bench.ts:${name} not_compared`),
  );
  const messages = new Map(
    listed.benchmarks.map(({ identity, failure }) => [identity.file, failure?.message]),
  );
  for (const [index, [, , , cause]] of rows.entries()) {
    const causes = cause === "differ" ? 'baseline: threw "no"; current: threw "never"' : cause;
    const file = `${index}_bench.ts`;
    assertEquals(messages.get(file), `${file} cannot be loaded by either version: ${causes}`);
  }
});

Deno.test("the cause names files by their paths within the project", async () => {
  const mapless = { ...fine, "deno.json": '{ "importMap": "./nowhere.json" }' };
  const { benchmarks, doubts } = await list(mapless, fine);
  for (const text of [benchmarks[0]!.failure!.message, doubts[0]!.message]) {
    assertMatch(text, /'nowhere\.json'/);
  }
});

Deno.test("neither version runs a file that fails as it did, or that another harness runs", async () => {
  const tiny = { "deno.json": '{ "imports": { "tinybench": "./stub.ts" } }', "stub.ts": "" };
  const files = {
    ...fine,
    ...tiny,
    "tiny_bench.ts": 'import "tinybench";',
    "a_bench.ts": `${bench("x")}throw "no";`,
  };
  const listed = await list(files, files);
  const failures = listed.benchmarks.flatMap(({ identity, failure }) =>
    failure === null ? [] : [[identity.file, failure.side, failure.message, failure.advice]]
  );
  assertEquals(failures, [
    ["a_bench.ts", "both", 'a_bench.ts cannot be loaded by either version: threw "no"', null],
    [
      "tiny_bench.ts",
      "both",
      "tiny_bench.ts registers no benchmark",
      'It imports tinybench: save what console.log(JSON.stringify(bench.table())) prints, and read that file with import; to leave it out, list the files to measure under "files" in benchline.jsonc.',
    ],
  ]);
  assertEquals(listed.doubts.map(({ message }) => message), [
    'both versions: a_bench.ts could not be loaded: threw "no"',
    "both versions: tiny_bench.ts registers no benchmark",
  ]);
  const harmless = { ...fine, ...tiny, "tiny_bench.ts": 'import "tinybench";' };
  const filtered = await list(harmless, harmless, { filter: "fine" });
  assertEquals(verdictsOf(filtered), ["fine_bench.ts:fine not_measured"]);
});

Deno.test("a file that neither version has loaded stands for its benchmarks", async () => {
  const text = 'throw new Error("no");';
  const listed = await list({ ...fine, "old_bench.ts": text }, { ...fine, "new_bench.ts": text });
  assertEquals(verdictsOf(listed), [
    "fine_bench.ts:fine not_measured",
    "new_bench.ts:the whole file failed",
    "old_bench.ts:the whole file not_compared",
  ]);
});

Deno.test("a filter ignores broken files in which it matches nothing", async () => {
  const before = { ...fine, "throws_bench.ts": bench("throws") };
  const after = { ...fine, "throws_bench.ts": 'throw new Error("no");' };
  assertEquals(verdictsOf(await list(before, after, { filter: "fine" })), [
    "fine_bench.ts:fine not_measured",
  ]);
});

Deno.test("benchmarks are named even if the configuration of a version cannot be read", async () => {
  const sides = async (side: "baseline" | "current") => {
    const listed = await list(fine, fine, { problem: [side, "Cannot read deno.json: not JSON"] });
    return verdictsOf(listed);
  };
  assertEquals(await sides("baseline"), [
    "fine_bench.ts:fine not_compared",
  ]);
  assertEquals(await sides("current"), [
    "fine_bench.ts:fine failed",
  ]);
});

const lib = (name: string) => `export const ${name} = 1;\n`;
const using = (name: string, benchmark: string) =>
  `import { ${name} } from "./lib.ts";\nDeno.bench("${benchmark}", () => { Math.sqrt(${name}); });\n`;

Deno.test("new bench files run on old sources, and benchmarks that do not load there are added", async (t) => {
  const before = { "lib.ts": lib("old"), "a_bench.ts": using("old", "stays") };
  const after = {
    "lib.ts": lib("old") + lib("fresh"),
    "a_bench.ts": using("old", "stays") + bench("comes"),
    "b_bench.ts": using("old", "in a new file"),
    "c_bench.ts": using("fresh", "of new sources"),
  };
  const rows: [benchFrom: BenchFrom, added: string[], borrowed: string[]][] = [
    ["missing", ["of new sources"], ["comes", "in a new file"]],
    ["current", ["of new sources"], ["comes", "in a new file", "stays"]],
    ["own", ["comes", "in a new file", "of new sources"], []],
  ];
  for (const [benchFrom, added, borrowed] of rows) {
    await t.step(benchFrom, async () => {
      const { benchmarks } = await list(before, after, { benchFrom });
      const having = (kind: string) =>
        benchmarks.filter(({ doubts }) => doubts.some((doubt) => doubt.kind === kind))
          .map(({ identity }) => identity.name).sort();
      const open = benchmarks.filter((one) => one.open).map(({ identity }) => identity.name).sort();
      assertEquals(
        open,
        ["comes", "in a new file", "of new sources", "stays"]
          .filter((name) => !added.includes(name)),
      );
      assertEquals(having("bench-from-current"), borrowed);
      if (benchFrom === "own") return;
      const [cause] = benchmarks.find(({ identity }) => identity.name === added[0])!.doubts;
      assertEquals(cause!.kind, "not-in-baseline");
      assertMatch(cause!.message, /fresh/);
    });
  }
});

Deno.test("files that are left out are not loaded, and a filter has to match something", async (t) => {
  const both = { ...fine, "other_bench.ts": bench("other") };
  const hangs = { ...fine, "other_bench.ts": `${HANG}\n` };
  const chosen = (...measured: string[]): Affected => {
    const choice = (file: string) => ({ file, reason: "" });
    const rest = Object.keys(both).filter((file) => !measured.includes(file));
    return { measured: measured.map(choice), left_out: rest.map(choice) };
  };
  await t.step("the others are", async () => {
    const listed = await list(hangs, hangs, { affected: chosen("fine_bench.ts") });
    assertEquals(verdictsOf(listed), ["fine_bench.ts:fine not_measured"]);
    assertEquals([listed.doubts, listed.emptyBecause], [[], null]);
  });
  await t.step("none is left", async () => {
    const listed = await list(hangs, hangs, { affected: chosen() });
    assertEquals([listed.benchmarks, listed.emptyBecause], [[], null]);
  });
  const rows: [filter: string, affected: Affected, emptyBecause: string | null][] = [
    ["other", chosen("fine_bench.ts"), null],
    ["other", chosen(), null],
    ["zzz", chosen("fine_bench.ts"), 'the filter "zzz" matches none of 1 benchmarks'],
    ["zzz", chosen(), 'the filter "zzz" matches none of 2 benchmarks'],
  ];
  for (const [filter, affected, emptyBecause] of rows) {
    await t.step(`${filter} beside ${affected.left_out.length}`, async () => {
      const listed = await list(both, both, { filter, affected });
      assertEquals([listed.benchmarks, listed.emptyBecause], [[], emptyBecause]);
    });
  }
});

Deno.test("every part of a suite runs its new benchmarks on old sources", async () => {
  const names = ["one", "two", "three", "four"];
  const after = { "a_bench.ts": names.map(bench).join("") };
  const open: string[] = [];
  for (const index of [1, 2]) {
    const { benchmarks } = await list({}, after, { shard: { index, total: 2 } });
    assert(benchmarks.length > 0, `part ${index} has some`);
    open.push(...benchmarks.filter((one) => one.open).map(({ identity }) => identity.name));
  }
  assertEquals(open.sort(), names.toSorted());
});

Deno.test("benchmarks are added, removed and renamed, and random fixtures are reported", async () => {
  const random = "const numbers = Array.from({ length: 9 }, Math.random);\n";
  const before = { "a_bench.ts": bench("a") + bench("a") + bench("a #2") + bench("goes") };
  const after = { "a_bench.ts": random + bench("a") + bench("a") + bench("a #2") + bench("comes") };
  const { benchmarks, doubts } = await list(before, after, { benchFrom: "own" });
  const names = benchmarks.map(({ identity, open }) => `${identity.name} ${open}`);
  assertEquals(names, ["a true", "a #3 true", "a #2 true", "comes false", "goes false"]);
  assertEquals(doubts.map(({ kind }) => kind), ["renamed", "random-fixture"]);
});
