/** Changes with known causes: what is planted into a project, and what should be named. @module */

/** A benchmark in two versions. */
export interface PlantedCause {
  /** The planted cause, in a word or two. */
  readonly name: string;
  /** Files of either version, by their paths. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** Names of functions, one of which should be named first; empty if none should. */
  readonly causes: readonly string[];
  /** Whether the garbage collector may be named first, too. */
  readonly collection?: boolean;
}

/** A generator of whole numbers. */
export type PickNumber = (least: number, most: number) => number;

const DRIVER = `
export function around(count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum = (sum * 31 + index) | 0;
  return sum;
}
`;

/** One benchmark that calls `work()` and does something else as well. */
function benchFile(body: string): string {
  return `import { around } from "./around.ts";
import { work } from "./work.ts";
let kept = 0;
Deno.bench("planted", () => {
  ${body}
});
export const result = () => kept;
`;
}

/** Both versions share everything except the text of one file. */
function planted(
  name: string,
  causes: readonly string[],
  texts: { readonly before: string; readonly after: string; readonly file?: string },
  shared: Readonly<Record<string, string>> = {},
  body = "kept ^= around(20_000) + work(kept & 1);",
): PlantedCause {
  const { file = "work.ts" } = texts;
  const common = { "around.ts": DRIVER, "planted_bench.ts": benchFile(body), ...shared };
  return {
    name,
    causes,
    before: { ...common, [file]: texts.before },
    after: { ...common, [file]: texts.after },
  };
}

/** All planted causes, with sizes that differ from repeat to repeat. */
export function plantCauses(pick: PickNumber): PlantedCause[] {
  const loops = pick(8_000, 30_000);
  const slower = Math.round(loops * pick(15, 40) / 10);
  const calls = pick(200, 600);
  const more = Math.round(calls * pick(15, 30) / 10);
  return [
    slowerFunction(loops, slower),
    calledMoreOften(calls, more),
    moreAllocation(pick(600, 1200), pick(5, 9)),
    megamorphic(pick(4_000, 9_000)),
    backtracking(pick(15, 18)),
    deoptimized(pick(150, 400)),
    slowerDependency(loops, slower),
    movedAndSlower(loops, slower, pick(10_000, 20_000)),
    unchanged(loops),
  ];
}

function slowerFunction(loops: number, slower: number): PlantedCause {
  const text = (count: number) => `
function mix(sum: number, count: number): number {
  for (let index = 0; index < count; index++) sum = (sum ^ (index * 7)) + 1 | 0;
  return sum;
}
function fold(sum: number): number {
  for (let index = 0; index < 9000; index++) sum = (sum << 1 ^ index) | 0;
  return sum;
}
export function work(seed: number): number {
  return mix(seed, ${count}) + fold(seed);
}
`;
  return planted("slower function", ["mix"], { before: text(loops), after: text(slower) });
}

function calledMoreOften(calls: number, more: number): PlantedCause {
  const text = (count: number) => `
function unit(sum: number): number {
  let all = sum;
  for (let index = 0; index < 60; index++) all = (all * 33 + index) | 0;
  return all;
}
export function work(seed: number): number {
  let sum = seed;
  for (let made = 0; made < ${count}; made++) sum = unit(sum);
  return sum;
}
`;
  return planted("called more often", ["unit"], { before: text(calls), after: text(more) });
}

function moreAllocation(length: number, copies: number): PlantedCause {
  const text = (count: number) => `
const kept: unknown[] = new Array(64);
function gather(seed: number): number {
  let sum = 0;
  for (let copy = 0; copy < ${count}; copy++) {
    const list = [];
    for (let index = 0; index < ${length}; index++) list.push({ index, seed, copy });
    kept[(seed + copy) & 63] = list;
    sum += list.length;
  }
  return sum;
}
export function work(seed: number): number {
  return gather(seed);
}
`;
  return {
    ...planted("more allocation", ["gather"], { before: text(1), after: text(copies) }),
    collection: true,
  };
}

function megamorphic(reads: number): PlantedCause {
  const text = (shapes: number) => `
const shapes = Array.from({ length: ${shapes} }, (_, shape) => {
  const made: Record<string, number> = {};
  for (let index = 0; index < shape; index++) made["own" + shape + "_" + index] = index;
  made.value = shape;
  return made;
});
function readAll(seed: number): number {
  let sum = seed;
  for (let index = 0; index < ${reads}; index++) sum += shapes[index % ${shapes}]!.value!;
  return sum | 0;
}
export function work(seed: number): number {
  return readAll(seed);
}
`;
  return planted("megamorphic property", ["readAll"], { before: text(1), after: text(12) });
}

function backtracking(length: number): PlantedCause {
  const text = (pattern: string) => `
const text = "a".repeat(${length}) + "!";
function isMatch(seed: number): number {
  return ${pattern}.test(text) ? seed : seed + 1;
}
export function work(seed: number): number {
  return isMatch(seed);
}
`;
  return planted("regular expression", ["isMatch"], {
    before: text("/^a+b/"),
    after: text("/^(?:a|a?)+b/"),
  });
}

function deoptimized(calls: number): PlantedCause {
  const text = (changes: boolean) => `
class Shape {
  scale = 3;
  size(by: number): number {
    return this.scale * by;
  }
}
const shape = new Shape();
function measure(by: number): number {
  let sum = 0;
  for (let index = 0; index < 50; index++) sum += shape.size(by + index);
  return sum | 0;
}
export function work(seed: number): number {
  let sum = seed;
  for (let made = 0; made < ${calls}; made++) {
    sum = sum + measure(made) | 0;
    ${
    changes
      ? "if (made % 8 === 0) Shape.prototype.size = made % 16 ? (by) => by * 3 : (by) => 3 * by;"
      : ""
  }
  }
  return sum;
}
`;
  return planted("deoptimisation loop", ["work", "measure"], {
    before: text(false),
    after: text(true),
  });
}

function slowerDependency(loops: number, slower: number): PlantedCause {
  const text = (count: number) => `
export function churn(seed) {
  let sum = seed;
  for (let index = 0; index < ${count}; index++) sum = (sum ^ (index * 5)) + 3 | 0;
  return sum;
}
`;
  return planted("slower dependency", ["churn"], {
    before: text(loops),
    after: text(slower),
    file: "node_modules/churning/index.js",
  }, {
    "work.ts": `import { churn } from "churning";
export function work(seed: number): number {
  return churn(seed);
}
`,
    "package.json": '{ "dependencies": { "churning": "1.0.0" } }\n',
    "node_modules/churning/package.json":
      '{ "name": "churning", "version": "1.0.0", "type": "module", "main": "index.js" }\n',
  });
}

function movedAndSlower(loops: number, slower: number, moving: number): PlantedCause {
  const spin = (of: number) =>
    `for (let index = 0; index < ${of}; index++) sum = (sum ^ (index * 3)) + 5 | 0;`;
  const text = (count: number, moved: boolean) => `
function alpha(sum: number): number {
  ${moved ? "" : spin(moving)}
  for (let index = 0; index < 3000; index++) sum = (sum << 1 ^ index) | 0;
  return sum;
}
function beta(sum: number): number {
  ${moved ? spin(moving) : ""}
  for (let index = 0; index < 3000; index++) sum = (sum << 3 ^ index) | 0;
  return sum;
}
function culprit(sum: number): number {
  for (let index = 0; index < ${count}; index++) sum = (sum ^ (index * 7)) + 1 | 0;
  return sum;
}
export function work(seed: number): number {
  return alpha(seed) + beta(seed) + culprit(seed);
}
`;
  return planted("moved, and slower elsewhere", ["culprit"], {
    before: text(loops, false),
    after: text(slower, true),
  });
}

function unchanged(loops: number): PlantedCause {
  const text = `
function mix(sum: number, count: number): number {
  for (let index = 0; index < count; index++) sum = (sum ^ (index * 7)) + 1 | 0;
  return sum;
}
export function work(seed: number): number {
  return mix(seed, ${loops});
}
`;
  return planted("nothing", [], { before: text, after: text });
}
