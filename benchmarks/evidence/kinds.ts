/** The benchmarks of the evidence: one of each kind of work, in equal units. @module */

/** Units of work in a call of the unchanged version: any whole percentage is whole units. */
export const UNITS = 100;

/** A kind of work: what is set up once, and one unit, which may use `u`, its number. */
interface Kind {
  readonly name: string;
  readonly setup: string;
  readonly unit: string;
  readonly async?: boolean;
}

// Written as text since both versions are files of a project. Each unit leaves something in `sink`.
const KINDS: readonly Kind[] = [
  {
    name: "arithmetic",
    setup: "",
    unit: "x = (x * 1103515245 + 12345 + u) % 2147483648; sink = x;",
  },
  {
    name: "memory",
    setup: "const big = Float64Array.from({ length: 400_000 }, (_, i) => i % 97);",
    unit:
      "let s = 0; for (let i = u * 4000; i < u * 4000 + 4000; i++) s += big[i % 400_000]; sink = s;",
  },
  {
    name: "typed arrays",
    setup: "const f = new Float32Array(256).fill(1.5); const g = new Float32Array(256);",
    unit: "for (let i = 0; i < 256; i++) g[i] = g[i] * 0.5 + f[i]; sink = g[u % 256];",
  },
  {
    name: "small products",
    setup:
      "const m = Float64Array.from({ length: 144 }, (_, i) => i / 144); const p = new Float64Array(144);",
    unit:
      "for (let i = 0; i < 12; i++) for (let j = 0; j < 12; j++) { let s = 0; for (let k = 0; k < 12; k++) s += m[i * 12 + k] * m[k * 12 + j]; p[i * 12 + j] = s; } sink = p[u];",
  },
  {
    name: "allocation",
    setup: "",
    unit:
      "const list = []; for (let i = 0; i < 40; i++) list.push({ i, u, next: null }); sink = list.length;",
  },
  { name: "async", setup: "", unit: "await u; sink = u;", async: true },
  {
    name: "json",
    setup:
      'const text = JSON.stringify(Array.from({ length: 8 }, (_, id) => ({ id, name: "n" + id })));',
    unit: "sink = JSON.parse(text).length + u;",
  },
  {
    name: "sorting",
    setup: "const numbers = Array.from({ length: 60 }, (_, i) => Math.sin(i * 7));",
    unit: "sink = numbers.toSorted((a, b) => a - b)[0] + u;",
  },
  {
    name: "strings",
    setup: "",
    unit:
      'let text = ""; for (let i = 0; i < 30; i++) text += String.fromCharCode(97 + (i + u) % 26); sink = text.indexOf("z");',
  },
  {
    name: "map",
    setup: "",
    unit:
      "const map = new Map(); for (let i = 0; i < 30; i++) map.set(i * 31 + u, i); sink = map.size;",
  },
  {
    name: "regex",
    setup: 'const line = "a=1;b=22;c=333;d=4444;".repeat(4);',
    unit: "sink = line.match(/[a-z]=(\\d+)/g).length + u;",
  },
  {
    name: "bigint",
    setup: "",
    unit: "let n = 1n; for (let i = 1n; i < 30n; i++) n *= i; sink = Number(n % 97n) + u;",
  },
  {
    name: "webassembly",
    // (func (export "f") (param i32) (result i32) (local i32) loop: adds 0 … 999 to the parameter)
    setup:
      `const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,6,1,96,1,127,1,127,3,2,1,0,7,5,1,1,102,0,0,
  10,31,1,29,1,1,127,3,64,32,0,32,1,106,33,0,32,1,65,1,106,34,1,65,232,7,72,13,0,11,32,0,11]);
const { f: run } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;`,
    unit: "sink = run(u);",
  },
];

/** The names of the benchmarks, in their order. */
export const KIND_NAMES: readonly string[] = KINDS.map(({ name }) => name);

/**
 * The bench file of one version.
 *
 * @param units Units of work in a call; {@linkcode UNITS} in the unchanged version.
 */
export function benchFile(units: number): string {
  const benchmarks = KINDS.map(({ name, setup, unit, async }) =>
    `{
${setup}
let x = 1;
Deno.bench(${JSON.stringify(name)}, ${async ? "async " : ""}() => {
  for (let u = 0; u < ${units}; u++) { ${unit} }
  if (x < 0) throw x;
});
}`
  );
  return `// deno-lint-ignore-file
// @ts-nocheck
globalThis.sink = 0;
let sink = 0;
${benchmarks.join("\n")}
addEventListener("unload", () => { globalThis.sink = sink; });
`;
}
