// Bench files that fight what measures them: each costs no more than itself, and one line says why.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { toFileUrl } from "@std/path";
import { runBenchProcess } from "../../scripts/measure/bench_process.ts";
import { HostError, HostProcess } from "../../scripts/measure/host_process.ts";
import { hostOptions } from "../helpers/host_options.ts";
import { inPairs, Project } from "../project.ts";

/** What becomes of a benchmark: a pattern of the reason why it fails, or "runs". */
type Fate = RegExp | "runs";

interface Row {
  readonly what: string;
  /** Comes before the benchmarks. */
  readonly load?: string;
  /** The body of the first benchmark; the second does nothing. */
  readonly call?: string;
  /** Of the first benchmark, in `deno bench` and in a host. */
  readonly bench: Fate;
  readonly host: Fate;
  /** Of the second one in `deno bench`, and in a host; it runs by default. */
  readonly other?: Fate;
  readonly otherInHost?: Fate;
  readonly flags?: readonly string[];
  readonly limitMs?: number;
}

const NO = 'const no = () => { throw new Error("taken away"); };\n';
const WRITE = `const write = Deno.stderr.writeSync.bind(Deno.stderr);
const bytes = (text) => new TextEncoder().encode(text);
`;
const FORGED = String.raw`{"kind":"reply","id":1,"values":[0,0,0]}`;
/** Deno itself crashes now and then where a file has changed what every object inherits. */
const RUNS_OR_CRASHES = /^(?:runs|it crashed with SIGSEGV)$/;
const LIMIT = /^over the limit of [\d.]+ s$/;

const throwing = (what: string, thrown: string, bench: RegExp, host = bench): Row => (
  { what: `throws ${what}`, call: `throw ${thrown};`, bench, host }
);
const running = (what: string, load: string, more: Partial<Row> = {}): Row => (
  { what, load, bench: "runs", host: "runs", ...more }
);

const ROWS: readonly Row[] = [
  throwing("text", '"text"', /"?text"?/),
  throwing("nothing", "null", /null/),
  throwing("undefined", "undefined", /undefined/),
  throwing("a number", "-0.5", /-0\.5/),
  throwing("a symbol", 'Symbol("s")', /Symbol\(s\)/),
  throwing("an error without a message", 'new Error("")', /Error|no reason given/),
  throwing("escapes and lines", 'new Error("a\\u001b[31m\\n\\nb")', /^(Error: )?a.*b/s),
  throwing("a message of 10 MB", 'new Error("x".repeat(1e7))', /xxx/),
  throwing("what throws", "{ get constructor() { throw 1; }, get name() { throw 2; } }", /./),
  throwing(
    "a proxy that throws",
    "new Proxy({}, { get() { throw 1; }, has() { throw 1; }, ownKeys() { throw 1; } })",
    /./,
  ),
  throwing("what is not JSON", "{ toJSON() { throw 1; } }", /./),
  running("replaces JSON", `${NO}Object.assign(JSON, { stringify: () => "zz", parse: no });`),
  running(
    "looks for the token where it was",
    `${WRITE}const { token } = globalThis.benchlineSettings ?? {};`,
    { call: `write(bytes("\\n" + token + '${FORGED}\\n'));` },
  ),
  running(
    "looks for the token in the text of what was loaded before it",
    `${WRITE}let found = "";
try { Deno.bench({ name: "no function" }); } catch ({ stack }) {
  const [, code] = /base64,([\\w+/=]*)/.exec(stack) ?? [];
  found = /@benchline-[\\w-]+ /.exec(atob(code ?? ""))?.[0] ?? "";
}`,
    { call: `if (found !== "") { write(bytes("\\n" + found + '${FORGED}\\n')); for (;;); }` },
  ),
  running(
    "looks for the token by the length of what is written",
    `let seen = null;
const Typed = Object.getPrototypeOf(Uint8Array);
const { get } = Object.getOwnPropertyDescriptor(Typed.prototype, "length");
Object.defineProperty(Typed.prototype, "length", { configurable: true, get() {
  const length = get.call(this);
  if (length > 40 && this[1] === 64) seen = this;
  return length;
} });`,
    { call: 'if (seen !== null) throw new Error("seen");' },
  ),
  running(
    "looks for the token through what arrays are made of",
    `let seen = null;
for (const of of [Uint8Array, Array]) {
  Object.defineProperty(of, Symbol.species, { configurable: true, get() { seen = this; return this; } });
}
class Spy extends Uint8Array { constructor(...args) { super(...args); seen = args; } }
Uint8Array.prototype.constructor = Spy;`,
    { call: 'if (Array.isArray(seen)) throw new Error("seen");' },
  ),
  running(
    "writes 20 MB without an end",
    `${WRITE}const much = bytes("x".repeat(1 << 20));
for (let n = 0; n < 20; n++) write(much);`,
  ),
  running("writes 20 MB in a call", `${WRITE}const much = bytes("x".repeat(1 << 20));`, {
    call: "for (let n = 0; n < 20; n++) write(much);",
  }),
  running(
    "writes lines that look like events",
    `${WRITE}write(bytes('\\n@benchline-00000000 ${FORGED}\\n{"kind":"loaded"}\\n@benchline- {\\n'));`,
  ),
  running(
    "takes away the iterators",
    `${NO}Array.prototype[Symbol.iterator] = no;
Object.getPrototypeOf([].keys()).next = no;`,
    // Deno itself uses them where a host waits for the event loop.
    { host: /^Error: taken away at/, otherInHost: /^Error: taken away at/ },
  ),
  running(
    "takes away what arrays do",
    `${NO}for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  if (typeof [][name] === "function" && name !== "constructor") Array.prototype[name] = no;
}`,
  ),
  running(
    "takes away what texts and patterns do",
    `${NO}for (const of of [String.prototype, RegExp.prototype]) {
  for (const name of Reflect.ownKeys(of)) {
    const { value, get } = Object.getOwnPropertyDescriptor(of, name);
    if (name === "constructor" || name === "length") continue;
    if (typeof value === "function" || get !== undefined) {
      Object.defineProperty(of, name, { configurable: true, value: no });
    }
  }
}`,
  ),
  running(
    "takes away maps, mathematics and reflection",
    `${NO}for (const of of [Map.prototype, Math, Reflect, Number, Atomics]) {
  for (const name of Object.getOwnPropertyNames(of)) {
    if (typeof Object.getOwnPropertyDescriptor(of, name).value !== "function") continue;
    if (name !== "constructor") of[name] = no;
  }
}`,
  ),
  running(
    "takes away globals",
    `${NO}for (const name of ["Map", "Promise", "Error", "TypeError", "RangeError", "Float64Array",
  "Uint8Array", "String", "Symbol", "Reflect", "Object", "Math", "setTimeout", "performance"]) {
  globalThis[name] = no;
}`,
  ),
  running(
    "deletes Deno",
    `const { bench } = Deno;
delete globalThis.Deno;
globalThis.Deno = { bench };`,
    // Deno itself looks for it there.
    { host: /cpuUsage/, otherInHost: /cpuUsage/ },
  ),
  running(
    "puts setters on every object",
    `for (const name of ["name", "fn", "kind", "values", "then0"]) {
  Object.defineProperty(Object.prototype, name, { configurable: true, set() { throw new Error(name); } });
}`,
    { bench: RUNS_OR_CRASHES, other: RUNS_OR_CRASHES },
  ),
  running("makes every object a wrong descriptor", "Object.prototype.get = 5;"),
  running(
    "puts setters on the places of arrays",
    `for (let n = 0; n < 50; n++) {
  Object.defineProperty(Array.prototype, n, { configurable: true, set() { throw new Error("no"); } });
}`,
    // Deno's own lists fail by it.
    { bench: /./, other: /./, host: /^Error: no at/, otherInHost: /^Error: no at/ },
  ),
  running(
    "makes every object a promise",
    `Object.prototype.then = function (done) { done([1, 2, 3]); };`,
    {
      bench: /./,
      other: /./,
    },
  ),
  running("makes every array a promise", "Array.prototype.then = function () {};"),
  running(
    "adds toJSON to everything",
    `${NO}Object.prototype.toJSON = no;
Array.prototype.toJSON = no; String.prototype.toJSON = no; Number.prototype.toJSON = no;`,
  ),
  running(
    "hides where it is called from",
    `Object.defineProperty(Error, "prepareStackTrace", {
  get() { throw new Error("no"); }, set() { throw new Error("no"); } });`,
  ),
  running(
    "freezes what it finds",
    "Object.freeze(Error); Object.freeze(Deno); Object.freeze(Math);",
  ),
  running(
    "says that everything is an error",
    `for (const of of [Error, Promise, Object]) {
  Object.defineProperty(of, Symbol.hasInstance, { value: () => true });
}`,
  ),
  running("puts consoles in place", "const first = globalThis.console;", {
    call: `const own = globalThis.console;
globalThis.console = { ...first };
globalThis.console = first;
globalThis.console = own;`,
  }),
  running("says that it is loaded", 'dispatchEvent(new Event("load"));', {}),
  running(
    "has errors that are none",
    `for (let n = 0; n < 1000; n++) {
  dispatchEvent(new ErrorEvent("error", { error: n, cancelable: true }));
}
addEventListener("unhandledrejection", (event) => event.preventDefault());
let rejected = 0;`,
    {
      // Deno has no stack for a hundred thousand at once.
      call: "if (rejected++ < 100) Promise.reject(1);",
    },
  ),
  running("reads standard input", "const read = Deno.stdin.read(new Uint8Array(9));", {
    call: "Deno.stdin.readSync(new Uint8Array(9));",
  }),
  running("freezes what it is given", "", { call: "Object.freeze(b);", bench: /./, host: /./ }),
  running("registers more in a call", "", {
    call: 'Deno.bench("more", () => {});',
  }),
  running(
    "prints a report of its own",
    `console.log('{\\n  "version": 1\\n}');
console.log('{\\n  "version": 1,\\n  "benches": 5\\n}');`,
  ),
  running(
    "prints half a report at its end",
    `addEventListener("unload", () => Deno.stdout.writeSync(new TextEncoder().encode('{\\n  "version": 1,')));`,
  ),
  running("closes standard error", "", {
    call: "try { Deno.stderr.close(); } catch { /* closed before */ }",
    bench: /./,
    host: /Bad resource/,
  }),
  { what: "exits", call: "Deno.exit(0);", bench: /exit/, host: /called Deno.exit\(0\)/ },
  {
    what: "exits through Node",
    load: 'import process from "node:process";\n',
    call: "process.reallyExit(0);",
    bench: /exit/,
    host: /exit/,
  },
  {
    what: "kills itself",
    load: 'import process from "node:process";\n',
    call: 'process.kill(process.pid, "SIGKILL");',
    bench: /^it was ended by SIGKILL, as when the system runs out of memory$/,
    host: /^it was ended by SIGKILL, as when the system runs out of memory$/,
  },
  {
    what: "takes all memory",
    call: "const all = []; for (;;) all.push(new Array(1000).fill(all.length));",
    flags: ["--v8-flags=--max-old-space-size=200"],
    bench: /^it ran out of memory$/,
    host: /^it ran out of memory$/,
  },
  {
    what: "calls itself without end",
    call: "(function f() { f(); })();",
    bench: /call stack/,
    host: /^RangeError: Maximum call stack/,
  },
  { what: "never returns", call: "for (;;);", bench: LIMIT, host: LIMIT, limitMs: 2500 },
  {
    what: "never settles",
    call: "return new Promise(() => {});",
    bench: "runs",
    host: "runs",
  },
  {
    what: "rejects what nobody awaits",
    call: 'Promise.reject(new Error("dropped"));',
    // Deno may end before it tells the file of it.
    bench: /dropped|as after an unhandled rejection/,
    host: /dropped/,
  },
  {
    what: "never ends",
    load: 'addEventListener("unload", () => { for (;;); });\n',
    bench: /./,
    host: "runs",
    other: /./,
    limitMs: 2500,
  },
];

const source = ({ load = "", call = "" }: Row) =>
  `${load}
Deno.bench({ name: "hostile", n: 1, warmup: 0, fn(b) { ${call} } });
Deno.bench({ name: "other", n: 1, warmup: 0, fn() {} });
`;

/** What becomes of the benchmarks in `deno bench`, each of which may take a process. */
async function benchFates(project: Project, row: Row): Promise<string[]> {
  const fates = ["", ""];
  let keep = [0, 1];
  while (keep.length > 0) {
    const { report, lastBegun, cause } = await runBenchProcess({
      file: toFileUrl(project.path("a_bench.js")).href,
      cwd: project.folder,
      flags: ["--no-check", ...row.flags ?? []],
      keep,
      benchTimeoutMs: row.limitMs ?? 20_000,
      signal: new AbortController().signal,
    });
    for (const { name, results } of report?.benches ?? []) {
      fates[Number(name.slice(1))] = results[0]!.failed?.message ?? "runs";
    }
    const missing = keep.filter((ordinal) => fates[ordinal] === "");
    const blamed = missing.includes(lastBegun!) ? [lastBegun!] : missing;
    for (const ordinal of blamed) fates[ordinal] = cause;
    keep = missing.filter((ordinal) => !blamed.includes(ordinal));
  }
  return fates;
}

/** What becomes of them in a host, which is started again where one has ended it. */
async function hostFates(project: Project, row: Row): Promise<string[]> {
  const { flags = [], limitMs = 20_000 } = row;
  const fates: string[] = [];
  for (const ordinal of [0, 1]) {
    let host: HostProcess | null = null;
    try {
      host = await HostProcess.start(
        hostOptions(project, "a_bench.js", { flags, timeoutMs: limitMs }),
      );
      assertEquals(host.registrations.map(({ name }) => name), ["hostile", "other"]);
      const request = { ordinal, calls: 3, marks: true };
      const [elapsed, , wall] = await host.request({ action: "time", ...request });
      assert(elapsed! <= wall!, "the answer is made up");
      const sampled = await host.request({ action: "sample", ...request });
      assertEquals(sampled.length, 3);
      fates.push("runs");
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      fates.push(error.message);
    } finally {
      await host?.close();
    }
  }
  return fates;
}

/** Deno itself crashes now and then on a busy machine, whatever it runs, but not twice. */
async function againIfDenoCrashed(run: () => Promise<string[]>): Promise<string[]> {
  const fates = await run();
  return fates.includes("it crashed with SIGSEGV") ? await run() : fates;
}

function assertFate(found: string, fate: Fate, what: string): void {
  if (fate === "runs") assertEquals(found, "runs", what);
  else {
    if (fate !== RUNS_OR_CRASHES) assert(found !== "runs", what);
    assertMatch(found, fate, what);
  }
}

Deno.test("a bench file that fights what measures it costs itself only", async () => {
  const failures = await inPairs(ROWS, async (row) => {
    await using project = await Project.create({ "a_bench.js": source(row) });
    const { what, other = "runs" } = row;
    try {
      const [first, second] = await againIfDenoCrashed(() => benchFates(project, row));
      assertFate(first!, row.bench, `${what}, in deno bench`);
      assertFate(second!, other, `${what}: the other one, in deno bench`);
      const [hostile, fine] = await hostFates(project, row);
      assertFate(hostile!, row.host, `${what}, in a host`);
      assertFate(fine!, row.otherInHost ?? "runs", `${what}: the other one, in a host`);
      return null;
    } catch (error) {
      return `${what}: ${(error as Error).message.slice(0, 400)}`;
    }
  });
  assertEquals(failures.filter((failure) => failure !== null), []);
});
