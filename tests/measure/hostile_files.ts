/** Hostile bench files, and the expected fates of their benchmarks. @module */
import { HANG } from "../project.ts";

/** How a benchmark ends: "runs", or a pattern of the reason why it fails. */
export type Fate = RegExp | "runs";

interface Row {
  readonly what: string;
  /** Code before the benchmark, in the same block. */
  readonly load?: string;
  /** The body of the benchmark. */
  readonly call?: string;
  /** Its fate in `deno bench` and in a host. */
  readonly bench: Fate;
  readonly host: Fate;
}

/** A bench file with a benchmark for each row, and a last one that does nothing. */
export interface HostileFile {
  readonly rows: readonly Row[];
  /** The fate of the last one in `deno bench` and in a host; it runs by default. */
  readonly other?: Fate;
  readonly otherInHost?: Fate;
  readonly imports?: string;
  readonly flags?: readonly string[];
  readonly limitMs?: number;
}

const NO = 'const no = () => { throw new Error("taken away"); };\n';
const WRITE = `const write = Deno.stderr.writeSync.bind(Deno.stderr);
const bytes = (text) => new TextEncoder().encode(text);
`;
const FORGED = String.raw`{"kind":"reply","id":1,"values":[0,0,0]}`;
/** Deno sometimes crashes if a file changes what every object inherits. */
const RUNS_OR_CRASHES = /^(?:runs|it crashed with SIGSEGV)$/;
/** Deno usually notices that it cannot write to the frozen context, but not always. */
const RUNS_OR_FAILS = /^(?:runs|Cannot assign to read only property .*)$/;
/** The fates of benchmarks that may also run. */
export const MAY_RUN: ReadonlySet<Fate> = new Set([RUNS_OR_CRASHES, RUNS_OR_FAILS]);
/** Long enough for a file to load. */
const SHORT_MS = 2500;
const LIMIT = /^over the limit of [\d.]+ s$/;

const throwing = (what: string, thrown: string, bench: RegExp, host = bench): Row => (
  { what: `throws ${what}`, call: `throw ${thrown};`, bench, host }
);
const running = (what: string, load: string, more: Partial<Row> = {}): Row => (
  { what, load, bench: "runs", host: "runs", ...more }
);

export const FILES: readonly HostileFile[] = [
  // Files that replace common functions.
  {
    rows: [
      running(
        "hides where it is called from",
        `Object.defineProperty(Error, "prepareStackTrace", {
  get() { throw new Error("no"); }, set() { throw new Error("no"); } });`,
      ),
      running(
        "says that everything is an error",
        `for (const of of [Error, Promise, Object]) {
  Object.defineProperty(of, Symbol.hasInstance, { value: () => true });
}`,
      ),
      running(
        "adds toJSON to everything",
        `${NO}Object.prototype.toJSON = no;
Array.prototype.toJSON = no; String.prototype.toJSON = no; Number.prototype.toJSON = no;`,
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
        "takes away what arrays do",
        `${NO}for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  if (typeof [][name] === "function" && name !== "constructor") Array.prototype[name] = no;
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
        "freezes what it finds",
        "Object.freeze(Error); Object.freeze(Deno); Object.freeze(Math);",
      ),
      running("makes every object a wrong descriptor", "Object.prototype.get = 5;"),
      running(
        "takes away globals",
        `${NO}for (const name of ["Map", "Promise", "Error", "TypeError", "RangeError", "Float64Array",
  "Uint8Array", "String", "Symbol", "Reflect", "Object", "Math", "setTimeout", "performance"]) {
  globalThis[name] = no;
}`,
      ),
      throwing("when nothing is left", '{ message: " told " }', /./, /told/),
    ],
  },
  // Benchmarks that harm only themselves.
  {
    rows: [
      running("freezes what it is given", "", {
        call: "Object.freeze(b);",
        bench: RUNS_OR_FAILS,
        host: /./,
      }),
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
      {
        what: "calls itself without end",
        call: "(function f() { f(); })();",
        bench: /call stack/,
        host: /^RangeError: Maximum call stack/,
      },
      running("registers more in a call", "", {
        call: 'Deno.bench("more", () => {});',
      }),
      {
        what: "never settles",
        call: "return new Promise(() => {});",
        bench: "runs",
        host: "runs",
      },
    ],
  },
  // Benchmarks that end the process.
  {
    rows: [
      { what: "exits", call: "Deno.exit(0);", bench: /exit/, host: /called Deno.exit\(0\)/ },
      {
        what: "exits through Node",
        call: "process.reallyExit(0);",
        bench: /exit/,
        host: /exit/,
      },
      {
        what: "kills itself",
        call: 'process.kill(process.pid, "SIGKILL");',
        bench: /^it was ended by SIGKILL, as when the system runs out of memory$/,
        host: /^it was ended by SIGKILL, as when the system runs out of memory$/,
      },
      {
        what: "takes all memory",
        call: "const all = []; for (;;) all.push(new Array(1000).fill(all.length));",
        bench: /^it ran out of memory$/,
        host: /^it ran out of memory$/,
      },
      {
        what: "rejects what nobody awaits",
        call: 'Promise.reject(new Error("dropped"));',
        // Deno may end before its event reaches the file.
        bench: /dropped|as after an unhandled rejection/,
        host: /dropped/,
      },
    ],
    imports: 'import process from "node:process";\n',
    flags: ["--v8-flags=--max-old-space-size=200"],
  },
  // Files that hide the messages of the measuring process, look for them, or make up others.
  {
    rows: [
      running("replaces JSON", `${NO}Object.assign(JSON, { stringify: () => "zz", parse: no });`),
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
      running("puts consoles in place", "const first = globalThis.console;", {
        call: `const own = globalThis.console;
globalThis.console = { ...first };
globalThis.console = first;
globalThis.console = own;`,
      }),
      running("says that it is loaded", 'dispatchEvent(new Event("load"));'),
      // These use the streams of the measuring process.
      running(
        "looks for the token where it was",
        `${WRITE}const { token } = globalThis.benchlineSettings ?? {};`,
        { call: `write(bytes("\\n" + token + '${FORGED}\\n'));` },
      ),
      running(
        "writes lines that look like events",
        `${WRITE}write(bytes('\\n@benchline-00000000 ${FORGED}\\n{"kind":"loaded"}\\n@benchline- {\\n'));`,
      ),
      running(
        "has errors that are none",
        `for (let n = 0; n < 1000; n++) {
  dispatchEvent(new ErrorEvent("error", { error: n, cancelable: true }));
}
addEventListener("unhandledrejection", (event) => event.preventDefault());
let rejected = 0;`,
        {
          // Deno's stack overflows if a hundred thousand promises are rejected at once.
          call: "if (rejected++ < 100) Promise.reject(1);",
        },
      ),
      running("reads standard input", "const read = Deno.stdin.read(new Uint8Array(9));", {
        call: "Deno.stdin.readSync(new Uint8Array(9));",
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
      // A file that takes away the methods of arrays would also take this one away.
      running("makes every array a promise", "Array.prototype.then = function () {};"),
    ],
  },
  // Files that break Deno itself.
  {
    rows: [
      running(
        "takes away the iterators",
        `${NO}Array.prototype[Symbol.iterator] = no;
Object.getPrototypeOf([].keys()).next = no;`,
        { host: /^Error: taken away at/ },
      ),
    ],
    // Deno itself uses them when a host waits for the event loop.
    otherInHost: /^Error: taken away at/,
  },
  {
    rows: [
      running(
        "deletes Deno",
        `const { bench } = Deno;
delete globalThis.Deno;
globalThis.Deno = { bench };`,
        { host: /cpuUsage/ },
      ),
    ],
    // Deno itself looks for `Deno` there.
    otherInHost: /cpuUsage/,
  },
  {
    rows: [
      running(
        "puts setters on every object",
        `for (const name of ["name", "fn", "kind", "values", "then0"]) {
  Object.defineProperty(Object.prototype, name, { configurable: true, set() { throw new Error(name); } });
}`,
        { bench: RUNS_OR_CRASHES },
      ),
    ],
    other: RUNS_OR_CRASHES,
  },
  {
    rows: [
      running(
        "puts setters on the places of arrays",
        `for (let n = 0; n < 50; n++) {
  Object.defineProperty(Array.prototype, n, { configurable: true, set() { throw new Error("no"); } });
}`,
        { bench: /./, host: /^Error: no at/ },
      ),
    ],
    // Deno's own lists fail.
    other: /./,
    otherInHost: /^Error: no at/,
  },
  {
    rows: [
      running(
        "makes every object a promise",
        `Object.prototype.then = function (done) { done([1, 2, 3]); };`,
        {
          bench: /./,
        },
      ),
    ],
    other: /./,
    limitMs: SHORT_MS,
  },
  // A benchmark that keeps its process from reporting, and one that waits for ever.
  {
    rows: [
      running("closes standard error", "", {
        call: "try { Deno.stderr.close(); } catch { /* closed before */ }",
        bench: /./,
        host: /Bad resource/,
      }),
      { what: "never returns", call: HANG, bench: LIMIT, host: LIMIT },
    ],
    limitMs: SHORT_MS,
  },
  {
    rows: [
      {
        what: "never ends",
        load: `addEventListener("unload", () => { ${HANG} });`,
        bench: LIMIT,
        host: "runs",
      },
    ],
    other: LIMIT,
    limitMs: SHORT_MS,
  },
];
