// Checks the direction of imports: measure → result → verdict → report. A later stage may use an
// earlier one.
import { assertEquals, assertGreater } from "@std/assert";

/**
 * The parts that each part may import besides itself. scripts/*.ts, scripts/cli/, scripts/command/
 * and mod.ts wire the stages, and no stage imports them.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernels: [],
  deps: ["third party"],
  // deno.json states the version.
  result: ["deps", "deno.json"],
  verdict: ["result", "deps"],
  report: ["result", "verdict", "deps"],
  system: ["result"],
  git: ["result", "system", "deps"],
  history: ["result", "verdict", "git", "deps", "node"],
  measure: ["result", "system", "git", "deps", "node"],
  duet: ["result", "verdict", "system", "git", "measure", "deps", "node"],
  cli: ["result", "verdict", "report", "system", "deps"],
  command: [
    "result",
    "verdict",
    "report",
    "system",
    "history",
    "git",
    "measure",
    "duet",
    "cli",
    "deps",
  ],
  script: [
    "result",
    "verdict",
    "report",
    "history",
    "git",
    "measure",
    "duet",
    "cli",
    "command",
    "deps",
  ],
  library: ["kernels", "deps", "result", "verdict", "report", "history", "measure", "duet"],
};

/** Parts that only compute: their callers pass them what they need from the system. */
const PURE = ["kernels", "result", "verdict", "report"];

/** A module and what it imports, as URLs or specifiers. */
interface ModuleNode {
  readonly specifier: string;
  /** The modules that its imports resolve to. */
  readonly imports: readonly string[];
  /** Its imports as the source spells them. */
  readonly written?: readonly string[];
}

/** Returns the part of the project that a module belongs to. */
function partOf(specifier: string, root: string): string {
  if (specifier.startsWith("node:")) return "node";
  if (!specifier.startsWith(root)) return "third party";
  const path = specifier.slice(root.length);
  if (path === "mod.ts") return "library";
  if (/^scripts\/[^/]+$/.test(path)) return "script";
  const [top, second] = path.split("/");
  return top === "scripts" ? second! : top!;
}

/** Returns every import against the direction, as `from -> to`. */
function importsAgainstTheWay(modules: readonly ModuleNode[], root: string): string[] {
  return modules.flatMap(({ specifier, imports }) => {
    const part = partOf(specifier, root);
    if (part === "third party") return [];
    return imports.filter((imported) => {
      const target = partOf(imported, root);
      return target !== part && !(MAY_IMPORT[part] ?? []).includes(target);
    }).map((imported) => `${specifier} -> ${imported}`.replaceAll(root, ""));
  });
}

/** Returns paths of imports that lead back to their beginning, at least one for every cycle. */
function findCircles(modules: readonly ModuleNode[]): string[] {
  const importsOf = new Map(modules.map(({ specifier, imports }) => [specifier, imports]));
  const finished = new Set<string>();
  const circles: string[] = [];
  const follow = (specifier: string, way: readonly string[]): void => {
    if (way.includes(specifier)) {
      circles.push([...way.slice(way.indexOf(specifier)), specifier].join(" -> "));
      return;
    }
    if (finished.has(specifier)) return;
    for (const next of importsOf.get(specifier) ?? []) follow(next, [...way, specifier]);
    finished.add(specifier);
  };
  for (const specifier of importsOf.keys()) follow(specifier, []);
  return circles;
}

/** Returns whether resolving an import needs deno.json or JSR. */
function isBare(written: string): boolean {
  return !/^(\.{0,2}\/|file:|https?:|npm:|node:)/.test(written);
}

/** Returns whether code uses the system, apart from its comments and strings. */
function mentionsDeno(source: string): boolean {
  const code = source.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    "",
  );
  // Other characters follow the name in the text of a template.
  return /\bDeno\s*(?:\?\.|[.[;,)])/.test(code);
}

interface DenoInfo {
  modules: {
    specifier: string;
    dependencies?: {
      specifier: string;
      code?: { specifier?: string };
      type?: { specifier?: string };
    }[];
  }[];
}

/** Reads all modules that one imports, including types. */
async function readGraph(entry: URL): Promise<ModuleNode[]> {
  const { stdout, success } = await new Deno.Command("deno", {
    args: ["info", "--json", entry.href],
    stderr: "inherit",
  }).output();
  assertEquals(success, true, entry.href);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as DenoInfo;
  return modules.map(({ specifier, dependencies = [] }) => ({
    specifier,
    written: dependencies.map(({ specifier }) => specifier),
    imports: dependencies.flatMap(({ specifier, code, type }) =>
      [code?.specifier, type?.specifier].some((resolved) => resolved !== undefined)
        ? [code?.specifier, type?.specifier].filter((resolved) => resolved !== undefined)
        : [specifier]
    ),
  }));
}

const root = new URL("../", import.meta.url);

async function entries(): Promise<URL[]> {
  const scripts = await Array.fromAsync(Deno.readDir(new URL("scripts/", root)));
  return [
    new URL("mod.ts", root),
    new URL("kernels/mod.ts", root),
    ...scripts.filter(({ isFile, name }) => isFile && name.endsWith(".ts"))
      .map(({ name }) => new URL(`scripts/${name}`, root)),
  ];
}

async function sourceFiles(folder: URL): Promise<URL[]> {
  const found: URL[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await sourceFiles(new URL(`${name}/`, folder)));
    else if (name.endsWith(".ts")) found.push(new URL(name, folder));
  }
  return found;
}

const graphs = await Promise.all((await entries()).map(readGraph));
const modules = [
  ...new Map(graphs.flat().map((module) => [module.specifier, module])).values(),
];

Deno.test("every import follows the direction of data", () => {
  assertGreater(modules.length, 40, "the graph has the modules of the project");
  assertEquals(importsAgainstTheWay(modules, root.href), []);
});

Deno.test("no modules import each other in a cycle, even for types alone", () => {
  const own = modules.filter(({ specifier }) =>
    specifier.startsWith(root.href) && partOf(specifier, root.href) !== "deps"
  );
  assertGreater(own.length, 40, "the graph has the modules of the project");
  assertEquals(findCircles(own).map((circle) => circle.replaceAll(root.href, "")), []);
});

Deno.test("scripts import only by path, since a remote module cannot see deno.json", () => {
  const own = modules.filter(({ specifier }) => specifier.startsWith(root.href));
  const bare = own.flatMap(({ written = [] }) => written).filter(isBare);
  assertEquals(bare, []);
});

Deno.test("every source file is in a part of the project that has a rule, and pure parts stay pure", async () => {
  for (const folder of ["kernels/", "scripts/"]) {
    for (const url of await sourceFiles(new URL(folder, root))) {
      const part = partOf(url.href, root.href);
      assertEquals(part in MAY_IMPORT, true, `${url}: no rule for ${part}`);
      if (!PURE.includes(part)) continue;
      assertEquals(mentionsDeno(await Deno.readTextFile(url)), false, `${url} mentions Deno`);
    }
  }
});

Deno.test("findCircles() distinguishes a cycle from two paths to one module", () => {
  const graph = (edges: Record<string, string[]>) =>
    findCircles(Object.entries(edges).map(([specifier, imports]) => ({ specifier, imports })));
  assertEquals(graph({ a: ["b", "c"], b: ["d"], c: ["d", "x"], d: [] }), []);
  assertEquals(graph({ a: ["b"], b: ["c"], c: ["b"] }), ["b -> c -> b"]);
  assertEquals(graph({ a: ["a"] }), ["a -> a"]);
});

Deno.test("importsAgainstTheWay() finds imports that break a rule", async (t) => {
  const rows: [from: string, to: string, allowed: boolean][] = [
    ["scripts/result/a.ts", "scripts/result/b.ts", true],
    ["scripts/result/a.ts", "scripts/deps/x.ts", true],
    ["scripts/result/a.ts", "scripts/verdict/b.ts", false],
    ["scripts/result/a.ts", "scripts/measure/b.ts", false],
    ["scripts/result/a.ts", "npm:valibot@1.5.0", false],
    ["scripts/verdict/a.ts", "scripts/result/b.ts", true],
    ["scripts/verdict/a.ts", "scripts/report/b.ts", false],
    ["scripts/verdict/statistics/a.ts", "scripts/command/b.ts", false],
    ["scripts/report/a.ts", "scripts/verdict/b.ts", true],
    ["scripts/report/a.ts", "scripts/measure/b.ts", false],
    ["scripts/report/a.ts", "scripts/command/b.ts", false],
    ["scripts/report/a.ts", "scripts/run.ts", false],
    ["scripts/measure/a.ts", "scripts/result/b.ts", true],
    ["scripts/measure/a.ts", "scripts/verdict/b.ts", false],
    ["scripts/measure/a.ts", "scripts/command/b.ts", false],
    ["scripts/measure/a.ts", "node:os", true],
    ["scripts/report/a.ts", "node:os", false],
    ["scripts/command/a.ts", "scripts/report/b.ts", true],
    ["scripts/command/a.ts", "scripts/measure/b.ts", true],
    ["scripts/command/a.ts", "scripts/run.ts", false],
    ["scripts/command/a.ts", "kernels/mod.ts", false],
    ["scripts/deps/a.ts", "npm:valibot@1.5.0", true],
    ["scripts/deps/a.ts", "scripts/result/b.ts", false],
    ["scripts/run.ts", "scripts/measure/b.ts", true],
    ["scripts/run.ts", "mod.ts", false],
    ["scripts/run.ts", "https://example.com/a.ts", false],
    ["scripts/run.ts", "kernels/mod.ts", false],
    ["kernels/a.ts", "kernels/b/c.ts", true],
    ["kernels/a.ts", "scripts/deps/x.ts", false],
    ["mod.ts", "scripts/report/b.ts", true],
    ["mod.ts", "scripts/run.ts", false],
    ["mod.ts", "jsr:@std/path@1", false],
    ["scripts/unheard_of/a.ts", "scripts/result/b.ts", false],
  ];
  const full = (path: string) => path.includes(":") ? path : `file:///p/${path}`;
  for (const [from, to, allowed] of rows) {
    await t.step(`${from} -> ${to}: ${allowed ? "allowed" : "found"}`, () => {
      const made = [{ specifier: full(from), imports: [full(to)] }];
      assertEquals(importsAgainstTheWay(made, "file:///p/"), allowed ? [] : [`${from} -> ${to}`]);
    });
  }
});

Deno.test("isBare() finds imports that a remote module cannot resolve", () => {
  const bare = ["@std/path", "valibot", "jsr:@std/path@1", "#parts"];
  const fine = ["./a.ts", "../a.ts", "npm:valibot@1.5.0", "node:v8", "https://example.com/a.ts"];
  assertEquals([...bare, ...fine].filter(isBare), bare);
});

Deno.test("mentionsDeno() ignores comments and strings", async (t) => {
  const rows: [source: string, mentioned: boolean][] = [
    ["const a = Deno.cwd();", true],
    ["const { cwd } = Deno;", true],
    ["globalThis.Deno?.cwd()", true],
    ["/** as Deno.bench does */ const a = 1;", false],
    ["const a = 1; // Deno.cwd()", false],
    ['const a = "Deno 2.9.6";', false],
    ["const a = `${Deno.cwd()}`;", true],
    ["const a = `Deno ${version}`;", false],
    ["const denoVersion = DenoBenchReport;", false],
    ['const a = "https://deno.land"; Deno.cwd()', true],
  ];
  for (const [source, mentioned] of rows) {
    await t.step(source, () => assertEquals(mentionsDeno(source), mentioned));
  }
});
