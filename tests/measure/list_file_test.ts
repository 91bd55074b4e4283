// What loading a bench file shows, whether or not it succeeds.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { toFileUrl } from "@std/path";
import { Failure } from "../../scripts/result/failure.ts";
import { type FileListing, listFile } from "../../scripts/measure/list_file.ts";
import type { InsideEvent } from "../../scripts/measure/inside/wire.ts";
import type { HostOptions } from "../../scripts/measure/start_host.ts";
import { hostOptions } from "../helpers/host_options.ts";
import { impostorOf } from "../helpers/impostor.ts";
import { ifThorough } from "../helpers/thorough.ts";
import { HANG, inPairs, Project } from "../project.ts";
import { lacks } from "../helpers/needs.ts";
import { PLAIN } from "../helpers/registration.ts";

/** The strangest name that the system allows. */
const STRANGE = lacks("any name") === null ? "a b#c%20d?ö_bench.ts" : "a b#c%20dö_bench.ts";

/** An event for a benchmark, as a host sends it. */
const REGISTERED: InsideEvent = {
  kind: "registered",
  origin: "file:///a_bench.ts",
  ordinal: 0,
  line: 1,
  name: "a",
  group: null,
  ...PLAIN,
};

Deno.test("listFile() returns everything that a file registers", async () => {
  await using project = await Project.create({
    [STRANGE]: `interface Shape { side: number }
Deno.bench({ name: "all", group: "g", baseline: true, n: 3, warmup: 0, permissions: "none",
  fn() {} });
Deno.bench("none", { permissions: "inherit", n: 0 }, () => {});
addEventListener("load", () => { Deno.bench("at load", () => {}); });
addEventListener("load", async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  Deno.bench("later", () => {});
});
Math.random();
crypto.getRandomValues(new Uint8Array(4));
const drawn = [crypto.randomUUID(), Math.random()];
if (drawn.length !== 2) throw new Error("not reached");
setInterval(() => {}, 1000);
`,
  });
  const listing = await listFile(hostOptions(project, STRANGE));
  const { cause, draws, versions, registrations } = listing;
  assertEquals([cause, draws, versions], [null, 4, {
    deno: Deno.version.deno,
    v8: Deno.version.v8,
  }]);
  assertEquals(
    registrations.map(({ name, line }) => [name, line]),
    [["all", 2], ["none", 4], ["at load", 5], ["later", 8]],
  );
  const [all, none] = registrations;
  assertEquals([all!.group, all!.baseline, all!.n, all!.warmup, all!.permissions], [
    "g",
    true,
    3,
    0,
    true,
  ]);
  assertEquals([none!.group, none!.baseline, none!.n, none!.warmup, none!.permissions], [
    null,
    false,
    null,
    null,
    false,
  ]);
  assertEquals(all!.origin, toFileUrl(project.path(STRANGE)).href);
});

Deno.test("listFile() says in one line why a file is not loaded", async (t) => {
  const rows: [file: string, text: string, cause: string, names?: string[]][] = [
    ["missing", 'import "./nope.ts";', 'Module not found "URL/nope.ts" at URL/missing.ts:1:8'],
    [
      "through",
      'import "./missing.ts";',
      'Module not found "URL/nope.ts" at URL/missing.ts:1:8',
    ],
    [
      "dynamic",
      'Deno.bench("a", () => {});\nawait import("./nope.ts");',
      'TypeError: Module not found "URL/nope.ts" at URL/dynamic.ts:2:1',
      ["a"],
    ],
    ["syntax", "const a = ;", "SyntaxError: Expression expected at URL/syntax.ts:1:11"],
    [
      "throws",
      'Deno.bench("a", () => {});\nthrow new Error("first\\nsecond");',
      "Error: first second at URL/throws.ts:2:7",
      ["a"],
    ],
    ["text", 'throw "text";', 'threw "text"'],
    [
      "rejects",
      'Promise.reject(new RangeError("boom"));\nDeno.bench("a", () => {});',
      "RangeError: boom at URL/rejects.ts:1:16",
      ["a"],
    ],
    [
      "timer",
      'setTimeout(() => { throw new Error("late"); });',
      "Error: late at URL/timer.ts:1:26",
    ],
    [
      "listener",
      'addEventListener("load", () => { throw new Error("boom"); });',
      "Error: boom at URL/listener.ts:1:40",
    ],
    [
      "exits",
      "\nDeno.exit(0);",
      "Error: the file called Deno.exit(0) while it loaded at URL/exits.ts:2:6",
    ],
    [
      "never",
      "await new Promise(() => {});",
      "Top-level await promise never resolved at URL/never.ts:1:1",
    ],
  ];
  await using project = await Project.create(
    Object.fromEntries(rows.map(([file, text]) => [`${file}.ts`, text])),
  );
  const folder = toFileUrl(project.folder).href;
  const listings = await inPairs(
    rows,
    ([file]) => listFile(hostOptions(project, `${file}.ts`)),
  );
  for (const [index, [file, , cause, names = []]] of rows.entries()) {
    await t.step(file, () => {
      const listing = listings[index]!;
      assertEquals(listing.cause, cause.replaceAll("URL", folder));
      assertEquals(listing.registrations.map(({ name }) => name), names);
      assertEquals(listing.draws, 0);
    });
  }
});

Deno.test("listFile() says why nothing could be run", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench("a", () => {}); ${HANG}`,
    "map.json": '{ "imports": 3 ',
    "sub/deno.json": '{ "imports": { "a": ',
    "sub/a_bench.ts": 'Deno.bench("a", () => {});',
  });
  const rows: [what: string, more: Partial<HostOptions>, cause: RegExp][] = [
    ["a file that hangs", { timeoutMs: 1500 }, /^loading it took over the limit of 1.5 s$/],
    ["an import map", { flags: ["--import-map=map.json"] }, /line 1 column 1\d/],
    [
      "a configuration",
      { file: project.path("sub/a_bench.ts") },
      /^Failed deserializing config file 'file:.*deno.json': /,
    ],
    ["no file", { file: project.path("gone.ts") }, /^Module not found "file:.*gone.ts"$/],
  ];
  for (const [what, more, cause] of rows) {
    await t.step(what, async () => {
      const listing = await listFile(hostOptions(project, "a_bench.ts", more));
      assert(cause.test(listing.cause!), listing.cause!);
    });
  }
});

Deno.test("listFile() blames a flag that Deno does not know, rather than the file", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench("a", () => {});',
    "prints_bench.ts": `console.error("error: unexpected argument '--other' found"); Deno.exit(1);`,
  });
  for (const flags of [["--alow-net"], ["--alow-net=a"], ["--check", "--alow-net"]]) {
    await t.step(flags.join(" "), async () => {
      await assertRejects(
        () => listFile(hostOptions(project, "a_bench.ts", { flags })),
        Failure,
        "Cannot run the benchmarks: Deno does not know the flag --alow-net",
      );
    });
  }
  await t.step("a file that prints the same", async () => {
    const { cause } = await listFile(hostOptions(project, "prints_bench.ts"));
    assertStringIncludes(cause!, "Deno.exit(1)");
  });
});

Deno.test("listFile() refuses texts that are too long to read", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench({ name: "x".repeat(6e4), group: "y".repeat(6e4), fn() {} });',
  });
  const { cause } = await listFile(hostOptions(project, "a_bench.ts"));
  const said =
    "RangeError: the texts of a benchmark have 120000 characters, but at most 100000 are allowed";
  assertEquals(cause!.startsWith(`${said} at file:`), true, cause!);
});

Deno.test({
  ...ifThorough("listFile() ends a file that never stops registering"),
  async fn() {
    await using project = await Project.create();
    // A host takes several times longer to send as many.
    const script = `const lines = Array(1000).fill(JSON.stringify(${JSON.stringify(REGISTERED)}));
for (;;) send(...lines);`;
    const options = hostOptions(project, "a_bench.ts", { command: impostorOf(script) });
    const { cause, registrations } = await listFile(options);
    assertEquals(cause, "the file registers more than 100000 benchmarks");
    assertEquals(registrations.length, 100_000);
  },
});

Deno.test("listFile() checks types if the flags ask for it", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench("a", () => {});\nconst a: number = "text"; a;',
    // The checker takes half of the time if it knows fewer types.
    "deno.json": '{ "compilerOptions": { "lib": ["deno.ns"] } }',
  });
  const list = (...flags: string[]): Promise<FileListing> =>
    listFile(hostOptions(project, "a_bench.ts", { flags }));
  const url = toFileUrl(project.path("a_bench.ts")).href;
  await t.step("--check", async () => {
    const { cause, registrations } = await list("--check");
    assertEquals(cause, `TS2322: Type 'string' is not assignable to type 'number' at ${url}:2:7`);
    assertEquals(registrations, []);
  });
  for (const flag of ["--no-check", "--no-check=remote"]) {
    await t.step(flag, async () => {
      const { cause, registrations } = await list(flag);
      assertEquals([cause, registrations.length], [null, 1]);
    });
  }
});
