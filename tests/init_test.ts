// A project that is set up, as a newcomer would do it.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Failure } from "../mod.ts";
import { type InitSurroundings, main } from "../scripts/init.ts";
import { parseJsonc } from "../scripts/result/jsonc.ts";
import { parseConfig } from "../scripts/verdict/config.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn } from "./project.ts";

const HOME = "https://bench.test/benchline/";
const TASKS = ["bench", "compare", "baseline", "history", "bisect"];
const PROJECT = "file:///home/me/project/";
const CHECKOUT = "file:///home/me/benchline/";
const EMPTY = { "deno.json": "{}\n" };
const FLAGS = ["--allow-read=data"];

const nobody: InitSurroundings = {
  home: HOME,
  project: PROJECT,
  confirm: null,
  ask: null,
  tryBenchmarks: null,
  runTask: null,
};

interface Done {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  readonly files: Record<string, string>;
}

/** Runs `init` on files in memory. */
async function init(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  surroundings: Partial<InitSurroundings> = {},
): Promise<Done> {
  const io = new MemoryIo(files);
  const code = await main(args, io, { ...nobody, ...surroundings });
  return { code, out: io.out, error: io.error, files: Object.fromEntries(io.files) };
}

function tasksIn(text: string): Record<string, string> {
  return (parseJsonc(text, "deno.json") as { tasks: Record<string, string> }).tasks;
}

function runsOnce(permissions: readonly string[], failures: readonly string[] = []) {
  return () => Promise.resolve({ permissions, missing: [], ran: 2, failures });
}

Deno.test("init shows what it would write, and writes it once confirmed", async () => {
  const io = new MemoryIo(EMPTY);
  let asked = "";
  const confirm = (question: string) => {
    asked = question;
    assertEquals([...io.files], Object.entries(EMPTY));
    return true;
  };
  assertEquals(await main([], io, { ...nobody, confirm }), 0);
  const paths = ["deno.json", "benchline.jsonc", ".gitignore", ".github/workflows/benchmarks.yml"];
  assertEquals(asked, `Write ${paths.join(", ")}?`);
  assertEquals([...io.files.keys()], paths);
  assertEquals(io.files.get(".gitignore"), "benchmarks/results/\n");
  const tasks = tasksIn(io.files.get("deno.json")!);
  assertEquals(Object.keys(tasks), TASKS);
  assertStringIncludes(tasks["compare"]!, `${HOME}scripts/compare.ts`);
  assertEquals(parseConfig(io.files.get("benchline.jsonc")!, "benchline.jsonc").threshold, 10);
  for (const [, text] of io.files) assertStringIncludes(io.out, text.trim().split("\n").at(-1)!);
  assertStringIncludes(io.out, "next: deno task bench\n");
});

Deno.test("init writes nothing where it is not wanted, not confirmed or refused", async (t) => {
  const yes = () => true;
  const rows: [args: string[], confirm: (() => boolean) | null, code: number][] = [
    [["--dry-run"], yes, 0],
    [["--dry-run", "--yes"], yes, 0],
    [[], () => false, 1],
    [["--check"], yes, 1],
    [[], null, 2],
    [["somewhere"], yes, 2],
    [["--workflow", "jenkins"], yes, 2],
    [["--check", "--yes"], yes, 2],
  ];
  for (const [args, confirm, code] of rows) {
    await t.step(`${args.join(" ")} ${confirm}`, async () => {
      const done = await init(EMPTY, args, { confirm });
      assertEquals([done.code, done.files], [code, EMPTY]);
      if (code === 2) assertMatch(done.error, /^error: .*\n$/);
    });
  }
});

Deno.test("init writes no file where it cannot write all", async () => {
  const io = new MemoryIo(EMPTY);
  io.unwritable.add("benchline.jsonc");
  assertEquals(await main(["--yes"], io, nobody), 2);
  assertEquals(Object.fromEntries(io.files), EMPTY);
  assertEquals(
    io.error,
    "error: Cannot write benchline.jsonc: the operating system denies it\n",
  );
});

Deno.test("init does not replace a file that is read-only", async () => {
  const io = new MemoryIo(EMPTY);
  io.appendText = (path) => Promise.reject(new Failure(`Cannot write ${path}: it is denied`));
  assertEquals(await main(["--yes"], io, nobody), 2);
  assertEquals(Object.fromEntries(io.files), EMPTY);
  assertEquals(io.error, "error: Cannot write deno.json: it is denied\n");
});

Deno.test("init sets up only a project's own folder", async (t) => {
  const rows: [what: string, files: Record<string, string>, error: string | null][] = [
    [
      "nothing",
      {},
      "there is no deno.json, package.json or bench file in it; run init in the folder of a project",
    ],
    ["other files", { "README.md": "" }, "there is no deno.json, package.json or bench file in it"],
    [
      "a folder of a project",
      { "../deno.json": "{}", "../.git/config": "", "a_bench.ts": "" },
      "the project is in ../; run init there",
    ],
    ["a configuration of Deno", { "deno.jsonc": "{}" }, null],
    ["a package", { "package.json": "{}" }, null],
    ["a repository", { ".git/config": "" }, null],
    ["a bench file", { "sort.bench.ts": "" }, null],
  ];
  for (const [what, files, error] of rows) {
    await t.step(what, async () => {
      const done = await init(files, ["--yes"]);
      if (error === null) return assertEquals(done.code, 0, done.error);
      assertEquals([done.code, done.files], [2, files]);
      assertMatch(done.error, /^error: Cannot set up this folder: .*\n$/);
      assertStringIncludes(done.error, error);
    });
  }
});

Deno.test("init leaves what is there, and a second time finds nothing to do", async () => {
  const before = {
    "deno.jsonc": '{\n\t// mine\n\t"tasks": {\n\t\t"bench": "mine", // own\n\t},\n}\n',
    "benchline.jsonc": '{ "flags": [] }',
    ".github/workflows/benchmarks.yml": "mine",
    ".gitignore": "/benchmarks/\n",
  };
  const { code, files, out } = await init(before, ["--yes"]);
  assertEquals(code, 0);
  const { "deno.jsonc": text, ...others } = files;
  const { "deno.jsonc": old, ...rest } = before;
  assertEquals<unknown>(others, rest);
  assert(text!.startsWith(old.slice(0, old.indexOf("\t},"))));
  assertEquals(Object.keys(tasksIn(text!)), ["bench", "bench:save", ...TASKS.slice(1)]);
  assertStringIncludes(out, "The task bench stays as it is; it does not start deno bench.\n");
  const again = await init(files, []);
  assertEquals([again.code, again.files], [0, files]);
  assertMatch(again.out, /Everything is already there; nothing to write\.\n$/);
  assertEquals((await init(files, ["--check"])).code, 0);
});

Deno.test("init takes over what the task bench says", async (t) => {
  const rows: [
    task: string,
    permissions: boolean,
    config: Record<string, unknown>,
    said: string,
  ][] = [
    ["deno bench -A bench/ --filter=sort", false, {
      files: ["bench/"],
      filter: "sort",
      flags: ["-A"],
    }, "taken over from it: bench/ --filter=sort -A\n"],
    ["deno bench --unstable-kv", false, {
      flags: ["--unstable-kv", ...FLAGS],
    }, "2 benchmarks ran once and needed --allow-read=data.\n"],
    [
      "deno bench -P --json",
      true,
      { flags: ["-P"] },
      "Not taken over from the task bench: --json\n",
    ],
    ["deno bench", true, { flags: ["-P"] }, "with their permissions in deno.json: -P\n"],
    ["echo", false, { flags: FLAGS }, "it does not start deno bench.\n"],
  ];
  for (const [bench, hasPermissions, config, said] of rows) {
    await t.step(bench, async () => {
      const before = { "deno.json": JSON.stringify({ tasks: { bench } }) };
      const done = await init(before, ["--yes"], {
        tryBenchmarks: runsOnce(FLAGS),
        hasPermissions: () => Promise.resolve(hasPermissions),
      });
      assertEquals(done.code, 0, done.error);
      assertEquals(tasksIn(done.files["deno.json"]!)["bench"], bench);
      const { files, filter, flags } = parseConfig(done.files["benchline.jsonc"]!, "x");
      const found = Object.entries({ files, filter, flags }).filter(([, one]) => one !== undefined);
      assertEquals(Object.fromEntries(found), config);
      assertStringIncludes(done.out, said);
      assertStringIncludes(done.out, "next: deno task bench:save\n");
    });
  }
});

Deno.test("init keeps the settings of a configuration", async () => {
  const config = '{ "files": ["own/"], "filter": "own", "flags": ["-R"] }';
  const deno = '{ "tasks": { "bench": "deno bench -A --filter=sort bench/" } }';
  const before = { "deno.json": deno, "benchline.jsonc": config };
  const done = await init(before, ["--yes"]);
  assertEquals([done.code, done.files["benchline.jsonc"]], [0, config]);
});

Deno.test("init adds the permissions to a configuration that has no flags", async () => {
  const before = { ...EMPTY, "benchline.jsonc": '{\n    "threshold": 3 // mine\n}\n' };
  const failures = ["a", "b", "c", "d", "e"];
  const { files, out } = await init(before, ["--yes"], {
    tryBenchmarks: runsOnce(FLAGS, failures),
  });
  assertEquals(
    files["benchline.jsonc"],
    '{\n    "threshold": 3, // mine\n    "flags": ["--allow-read=data"]\n}\n',
  );
  assertStringIncludes(out, "Cannot run c\nCannot run 2 more files or benchmarks\n");
  const again = await init(files, [], {
    tryBenchmarks: () => Promise.reject(new Error("the benchmarks run again")),
  });
  assertEquals([again.code, again.files], [0, files]);
  const none = await init({ "deno.json": "{}" }, ["--yes"], {
    tryBenchmarks: () => Promise.resolve({ permissions: [], missing: [], ran: 0, failures: [] }),
  });
  assertStringIncludes(none.out, "No benchmark was found.\n");
  assertEquals(parseConfig(none.files["benchline.jsonc"]!, "x").flags, undefined);
});

Deno.test("init runs no benchmark if it is only to show something", async (t) => {
  for (const option of ["--dry-run", "--check"]) {
    await t.step(option, async () => {
      const done = await init(EMPTY, [option], {
        tryBenchmarks: () => Promise.reject(new Error("the benchmarks run")),
      });
      assertEquals([done.code, done.error], [option === "--check" ? 1 : 0, ""]);
      assertStringIncludes(
        done.out,
        `The permissions were not determined: ${option} runs no benchmark\n`,
      );
    });
  }
});

Deno.test("init runs no benchmark if nobody can agree to it", async () => {
  const done = await init(EMPTY, [], {
    tryBenchmarks: () => Promise.reject(new Error("the benchmarks run")),
  });
  assertEquals([done.code, done.files], [2, EMPTY]);
  assertStringIncludes(
    done.out,
    "The permissions were not determined: standard input is not a terminal; --yes runs the benchmarks\n",
  );
  assertStringIncludes(done.error, "error: Cannot ask for confirmation: ");
});

Deno.test("init shows which file runs, as --quiet and --verbose have it", async (t) => {
  const line = "running the benchmarks of a_bench.ts once";
  const rows: [args: string[], isTerminal: boolean, error: string][] = [
    [[], true, `\r\x1b[K${line}\r\x1b[K`],
    [[], false, ""],
    [["--verbose"], false, `${line}\n`],
    [["--quiet"], true, ""],
  ];
  for (const [args, isTerminal, error] of rows) {
    await t.step(`${args} ${isTerminal}`, async () => {
      const io = new MemoryIo(EMPTY);
      io.errorIsTerminal = isTerminal;
      const tryBenchmarks: InitSurroundings["tryBenchmarks"] = ({ onFile }) => {
        onFile!("a_bench.ts");
        return runsOnce(FLAGS)();
      };
      assertEquals(await main(["--yes", ...args], io, { ...nobody, tryBenchmarks }), 0);
      assertEquals(io.error, error);
    });
  }
});

Deno.test("init asks before benchmarks get more than they need to look at something", async (t) => {
  const rows: [what: string, args: string[], answer: boolean | null, granted: boolean][] = [
    ["yes", [], true, true],
    ["no", [], false, false],
    ["--yes", ["--yes"], null, true],
    ["--yes, and somebody is there", ["--yes"], false, true],
  ];
  for (const [what, args, answer, granted] of rows) {
    await t.step(what, async () => {
      const asked: string[] = [];
      const confirm = (question: string) => asked.push(question) > 0 && answer!;
      const done = await init(EMPTY, args, {
        confirm: answer === null ? null : confirm,
        tryBenchmarks: ({ allow }) => {
          const isGranted = allow("--allow-run=git\x1b[2J", "a_bench.ts");
          assertEquals(isGranted, granted);
          const missing = isGranted ? [] : ["a_bench.ts asks for --allow-run=git"];
          return Promise.resolve({ permissions: [], missing, ran: 1, failures: [] });
        },
      });
      const question = "a_bench.ts asks for --allow-run=git\\x1b[2J. Grant it to the benchmarks?";
      const isAsked = answer !== null && args.length === 0;
      assertEquals(asked.slice(0, 1), isAsked ? [question] : []);
      const said =
        "a_bench.ts asks for --allow-run=git, which was not granted; to grant it, add it";
      assertEquals(done.out.includes(said), !granted);
    });
  }
});

Deno.test("init writes no path that only this machine knows", async (t) => {
  const rows: [what: string, home: string, args: string[], written: string | null][] = [
    ["a URL", HOME, [], HOME],
    ["a checkout outside", CHECKOUT, [], null],
    ["a checkout beside, named alike", "file:///home/me/project2/", [], null],
    ["the project around it", "file:///home/me/", [], null],
    ["a checkout within", `${PROJECT}tools/benchline/`, [], "./tools/benchline/"],
    ["the project itself", PROJECT, [], "./"],
    ["a place that is named", CHECKOUT, ["--from", HOME], HOME],
    ["a folder that is named", CHECKOUT, ["--from=tools/b"], "./tools/b/"],
  ];
  for (const [what, home, args, written] of rows) {
    await t.step(what, async () => {
      const before = { ...EMPTY, "tools/b/scripts/run.ts": "" };
      const { code, files, out, error } = await init(before, ["--yes", ...args], { home });
      if (written === null) {
        assertEquals([code, files, out], [2, before, ""]);
        const message = `Cannot set up the project from ${home}, which only this machine can read`;
        assertEquals(
          error,
          `error: ${message}: give --from URL of a folder that contains scripts/, such as --from https://raw.githubusercontent.com/YOU/benchline/v0.1/\n`,
        );
        return;
      }
      assertEquals(code, 0, error);
      const tasks = tasksIn(files["deno.json"]!);
      for (const name of TASKS) {
        const script = name === "bench" ? "run" : name;
        assert(tasks[name]!.endsWith(` ${written}scripts/${script}.ts`), tasks[name]);
      }
      const workflow = files[".github/workflows/benchmarks.yml"]!;
      assertStringIncludes(workflow, ` ${written}scripts/github.ts compare\n`);
      const { $schema } = parseConfig(files["benchline.jsonc"]!, "benchline.jsonc");
      assertEquals($schema, `${written}scripts/verdict/config.schema.json`);
    });
  }
});

Deno.test("init refuses a place that no workflow could reach", async (t) => {
  const rows: [from: string, reason: string][] = [
    ["https://jsr.test/$VERSION", '"$" is a placeholder; give the real URL'],
    ["https://jsr.test/<version>/", '"<" is a placeholder'],
    ["https://github.test/OWNER/benchline", '"OWNER" is a placeholder'],
    ["https://github.test/your-name/benchline", '"your-name" is a placeholder'],
    ["https://example.com/benchline", '"example.com" is a placeholder'],
    ["https://bench.example/benchline", '"bench.example" is a placeholder'],
    ["https://URL/benchline", '"URL" is a placeholder'],
    ["https://raw.githubusercontent.com/YOU/benchline/v0.1/", '"YOU" is a placeholder'],
    ["$URL", "expected a URL with https:// or a path from the project's folder"],
    [
      "jsr:@benchline/benchline",
      "expected a URL with https:// or a path from the project's folder",
    ],
    ["/home/me/benchline", "expected a URL with https:// or a path from the project's folder"],
    [CHECKOUT, "only this machine can read it, and a workflow could not"],
    ["../benchline", "it is outside the repository"],
    ["nowhere", "it has no scripts/run.ts"],
  ];
  for (const [from, reason] of rows) {
    await t.step(from, async () => {
      const done = await init(EMPTY, ["--yes", `--from=${from}`], { home: CHECKOUT });
      assertEquals([done.code, done.files], [2, EMPTY]);
      assert(
        done.error.startsWith(`error: Cannot use ${JSON.stringify(from)}: ${reason}`),
        done.error,
      );
    });
  }
  const here = await init(EMPTY, ["--yes", `--from=${CHECKOUT}`, "--workflow=none"]);
  assertEquals(here.code, 0, here.error);
});

Deno.test("init takes addresses whose parts only look like placeholders", async (t) => {
  const addresses = [
    "https://yourself.test/NAME/b/",
    "https://jsr.test/@user/repo/1.0.0/",
    "https://examples.test/example/",
    "https://bench.test/USERS/your/",
  ];
  for (const from of addresses) {
    await t.step(from, async () => {
      const done = await init(EMPTY, ["--yes", `--from=${from}`], { home: CHECKOUT });
      assertEquals(done.code, 0, done.error);
    });
  }
});

Deno.test("init asks where the scripts can be reached, and knows it the next time", async () => {
  let asked = "";
  const ask = (question: string) => {
    asked = question;
    return ` ${HOME}\n`;
  };
  const done = await init(EMPTY, ["--yes"], { home: CHECKOUT, ask });
  assertEquals(done.code, 0, done.error);
  assertMatch(asked, /^Which URL can everybody reach the scripts at\?/);
  assertStringIncludes(done.files["deno.json"]!, ` ${HOME}scripts/run.ts"`);
  const again = await init(done.files, [], { home: CHECKOUT });
  assertEquals([again.code, again.files], [0, done.files]);
  assertEquals((await init(EMPTY, ["--yes"], { home: CHECKOUT, ask: () => null })).code, 2);
});

Deno.test("init shows a placeholder if it only shows something and no URL is known", async (t) => {
  const ask = () => {
    throw new Error("it asks");
  };
  for (const [option, code] of [["--dry-run", 0], ["--check", 1]] as const) {
    await t.step(option, async () => {
      const done = await init(EMPTY, [option], { home: CHECKOUT, ask });
      assertEquals([done.code, done.error, done.files], [code, "", EMPTY]);
      assertStringIncludes(done.out, " https://URL/scripts/run.ts");
      assertStringIncludes(
        done.out,
        "https://URL/ is a placeholder, because only this machine can read the scripts: give --from URL",
      );
      const named = await init(EMPTY, [option, `--from=${HOME}`], { home: CHECKOUT, ask });
      assert(!named.out.includes("https://URL/"));
    });
  }
});

Deno.test("init says that nothing was written", async () => {
  const declined = await init(EMPTY, [], { confirm: () => false });
  assertMatch(declined.out, /\nNothing was written\.\n$/);
  const unattended = await init(EMPTY, []);
  assertEquals(
    unattended.error,
    "error: Cannot ask for confirmation: standard input is not a terminal, so nothing was written; use --yes\n",
  );
});

Deno.test("init --check asks for no workflow if the project was set up without one", async (t) => {
  for (
    const [service, before] of [["github", {}], ["gitlab", { ".gitlab-ci.yml": "a: b\n" }]] as const
  ) {
    await t.step(service, async () => {
      const { files } = await init({ ...EMPTY, ...before }, ["--yes", "--workflow=none"]);
      const checked = await init(files, ["--check"]);
      assertEquals([checked.code, checked.error], [0, ""]);
      assertStringIncludes(
        checked.out,
        `No workflow is set up; init --workflow ${service} adds one.\n`,
      );
      const asked = await init(files, ["--check", "--workflow", service]);
      assertEquals(asked.code, 1);
      const fresh = await init({ ...EMPTY, ...before }, ["--check"]);
      assertStringIncludes(fresh.out, "benchmarks.yml");
    });
  }
});

Deno.test("init quotes a path where the shell would break it", async () => {
  const { files } = await init(EMPTY, ["--yes"], { home: `${PROJECT}my%20tools/it's/` });
  const { bench } = tasksIn(files["deno.json"]!);
  assert(bench!.endsWith(` './my tools/it'\\''s/scripts/run.ts'`), bench);
});

Deno.test("init --check tells what an older version wrote, and --update replaces it", async () => {
  const { files } = await init(EMPTY, ["--yes"], { tryBenchmarks: runsOnce(FLAGS) });
  const old = {
    ...files,
    "deno.json": files["deno.json"]!.replace("--allow-run=deno,git", "--allow-run=deno"),
    ".github/workflows/benchmarks.yml": files[".github/workflows/benchmarks.yml"]!
      .replace("timeout-minutes: 30", "timeout-minutes: 20"),
  };
  const checked = await init(old, ["--check"]);
  assertEquals([checked.code, checked.files], [1, old]);
  assertStringIncludes(checked.out, "deno.json: changes the task bench\n");
  assertStringIncludes(checked.out, "  -     timeout-minutes: 20\n  +     timeout-minutes: 30\n");
  assertMatch(checked.out, /would change: run init --update\n$/);
  assertEquals((await init(old, ["--yes"])).files, old);
  const updated = await init(old, ["--yes", "--update"]);
  assertEquals([updated.code, updated.files], [0, files]);
  assertEquals(
    (await init(files, ["--check"])).out,
    "Everything is already there; nothing would change.\n",
  );
});

Deno.test("init --check tells what it does not look for, and what stays as it is", async () => {
  const files = {
    "deno.json": '{ "tasks": { "bench": "make bench" } }',
    ".gitlab-ci.yml": "include: x.yml\n",
  };
  const { out } = await init(files, ["--check"]);
  assertStringIncludes(out, "The task bench stays as it is; it does not start deno bench.\n");
  assertStringIncludes(out, "The permissions were not determined: --check runs no benchmark\n");
  assertStringIncludes(
    out,
    ".gitlab-ci.yml stays as it is: include .gitlab/benchmarks.yml in it\n",
  );
});

Deno.test("init --check leaves a workflow alone that has lost its first line", async () => {
  const { files } = await init(EMPTY, ["--yes"]);
  const path = ".github/workflows/benchmarks.yml";
  const own = { ...files, [path]: `name: mine\n${files[path]}` };
  assertEquals((await init(own, ["--check"])).code, 0);
});

Deno.test("init --baseline measures and accepts, or says how", async () => {
  const ran: string[] = [];
  const runTask = (words: readonly string[]) => {
    ran.push(words.join(" "));
    return Promise.resolve(words.includes("accept") ? 3 : 0);
  };
  const deno = { "deno.json": '{ "tasks": { "bench": "deno bench" } }' };
  const said = await init(deno, ["--yes", "--baseline"]);
  assertEquals(said.code, 2);
  assertStringIncludes(said.out, "wrote deno.json");
  assertStringIncludes(
    said.error,
    "error: Cannot make the baseline: that needs --allow-run=deno; next: deno task bench:save, then: deno task baseline accept\n",
  );
  const made = await init(deno, ["--yes", "--baseline"], { runTask });
  assertEquals(ran, ["bench:save", "baseline accept"]);
  assertEquals(made.code, 2);
  assertStringIncludes(
    made.error,
    "error: Cannot make the baseline: deno task baseline accept failed\n",
  );
  await init(deno, ["--dry-run", "--baseline"], { runTask });
  assertEquals(ran.length, 2);
});

Deno.test("after init, its tasks run with the permissions that the benchmarks need", async () => {
  await using project = await Project.create({
    "data/a.txt": "1",
    "a_bench.js": `const text = Deno.readTextFileSync("data/a.txt");
let x = 1;
Deno.bench("a", { n: 1000 }, () => { x = Math.sqrt(x + text.length + Number(Deno.env.get("NOWHERE") ?? 0)); });`,
  });
  const root = new URL("../", import.meta.url).href;
  const permissions = ["--allow-read", "--allow-write=.", "--allow-run=deno"];
  const script = `${root}scripts/init.ts`;
  const options = ["--yes", "--workflow=none", `--from=${root}`];
  const made = await runIn(project, "deno", [
    "run",
    "--no-prompt",
    ...permissions,
    script,
    ...options,
  ]);
  assertEquals(made.code, 0, made.error);
  const needed = ["--allow-env=NOWHERE", "--allow-read=data/a.txt"];
  assertStringIncludes(made.out, `1 benchmark ran once and needed ${needed.join(" ")}.\n`);
  const config = parseConfig(await project.read("benchline.jsonc"), "benchline.jsonc");
  assertEquals(config.flags, needed);
  const bench = await runIn(project, "deno", ["task", "bench", "--rounds", "2"]);
  assertEquals(bench.code, 0, bench.error);
  const accept = await runIn(project, "deno", ["task", "baseline", "accept"]);
  assertEquals(accept.code, 0, accept.error);
  const same = await runIn(project, "deno", ["task", "compare"]);
  assertEquals(same.code, 2, same.error);
  assertStringIncludes(same.error, "The newest result is the baseline itself");
  const again = await runIn(project, "deno", ["task", "bench", "--rounds", "2"]);
  assertEquals(again.code, 0, again.error);
  const compare = await runIn(project, "deno", ["task", "compare"]);
  assertEquals(compare.code, 0, compare.error);
  assertMatch(compare.out, /^1 (unchanged|not slower|inconclusive)$/m);
});
