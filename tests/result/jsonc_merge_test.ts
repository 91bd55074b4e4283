import { assert, assertEquals } from "@std/assert";
import { mergeJsonc, type Patch } from "../../scripts/result/jsonc_merge.ts";
import { parseJsonc } from "../../scripts/result/jsonc.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { assertLinear } from "../bounds/doubling.ts";

const rule = { benchmarks: { "b*": { threshold: 12.5 } } };

const ROWS: readonly (readonly [what: string, text: string, patch: Patch, merged: string])[] = [
  [
    "an empty object",
    "{}\n",
    rule,
    '{\n  "benchmarks": {\n    "b*": { "threshold": 12.5 }\n  }\n}\n',
  ],
  [
    "an empty object within one",
    '{\n    // Globs.\n    "benchmarks": {}\n}\n',
    rule,
    '{\n    // Globs.\n    "benchmarks": {\n        "b*": { "threshold": 12.5 }\n    }\n}\n',
  ],
  [
    "an object with a comment alone",
    '{\n\t"benchmarks": {\n\t\t// None yet.\n\t}\n}',
    rule,
    '{\n\t"benchmarks": {\n\t\t// None yet.\n\t\t"b*": { "threshold": 12.5 }\n\t}\n}',
  ],
  [
    "comments behind the last property",
    '{\n  "benchmarks": {\n    "a": { "threshold": 9 } // slow disk\n    /* and more */\n  }, // done\n}',
    rule,
    '{\n  "benchmarks": {\n    "a": { "threshold": 9 }, // slow disk\n    /* and more */\n    "b*": { "threshold": 12.5 }\n  }, // done\n}',
  ],
  [
    "a comma behind the last property",
    '{\n  "benchmarks": {\n    "a": { "threshold": 9 }, // slow disk, {}\n  },\n}',
    rule,
    '{\n  "benchmarks": {\n    "a": { "threshold": 9 }, // slow disk, {}\n    "b*": { "threshold": 12.5 },\n  },\n}',
  ],
  [
    "a comma in a comment",
    '{\n  "threshold": 9 // , no\n}',
    { tolerance: 1 },
    '{\n  "threshold": 9, // , no\n  "tolerance": 1\n}',
  ],
  [
    "one line",
    '{"benchmarks":{"a":{"threshold":9}/* ! */}}',
    rule,
    '{"benchmarks":{"a":{"threshold":9},/* ! */ "b*": { "threshold": 12.5 }}}',
  ],
  [
    "a rule that is there",
    '{ "benchmarks": { "b*": { "threshold": 10 /* why */, "tolerance": 2 } } } // end',
    { benchmarks: { "b*": { threshold: 12.5, moderate: 30 } } },
    '{ "benchmarks": { "b*": { "threshold": 12.5 /* why */, "tolerance": 2, "moderate": 30 } } } // end',
  ],
  [
    "a key that is there twice, of which the last counts",
    '{ "benchmarks": { "b*": { "threshold": 1 }, "b*": { "threshold": 2 } } }',
    rule,
    '{ "benchmarks": { "b*": { "threshold": 1 }, "b*": { "threshold": 12.5 } } }',
  ],
  [
    "several at once",
    '{\n  "benchmarks": {\n    "a": {}\n  }\n}',
    { benchmarks: { a: { tolerance: 1 }, b: { threshold: 2 }, c: { threshold: 3 } }, severe: 60 },
    '{\n  "benchmarks": {\n    "a": {\n      "tolerance": 1\n    },\n    "b": { "threshold": 2 },\n    "c": { "threshold": 3 }\n  },\n  "severe": 60\n}',
  ],
  [
    "a byte order mark and the line breaks of Windows",
    '\ufeff{\r\n  "benchmarks": {\r\n    "a": {"threshold": 9}\r\n  }\r\n}\r\n',
    rule,
    '\ufeff{\r\n  "benchmarks": {\r\n    "a": {"threshold": 9},\r\n    "b*": { "threshold": 12.5 }\r\n  }\r\n}\r\n',
  ],
  [
    "names of a prototype",
    '{ "__proto__": { "toString": {} } }',
    JSON.parse('{ "__proto__": { "constructor": 1, "toString": { "a": 2 } } }'),
    '{ "__proto__": { "toString": {\n  "a": 2\n}, "constructor": 1 } }',
  ],
];

for (const [what, text, patch, merged] of ROWS) {
  Deno.test(`a patch is merged into ${what}`, () => {
    assertEquals(mergeJsonc(text, patch), merged);
    parseJsonc(merged, "Cannot read it");
    // What is there already is not changed again.
    assertEquals(mergeJsonc(merged, patch), merged);
  });
}

/** An object with random keys, comments and layout. */
function drawText(random: Random, levels: number): string {
  const pick = <T>(...some: T[]): T => some[Math.floor(some.length * random.uniform())]!;
  const gap = () => pick("", "", " ", "\n  ", "\t", "/* , } */", ' // { , "a": 1 }\n', "\r\n");
  const count = Math.floor(4 * random.uniform());
  const properties = Array.from({ length: count }, () => {
    const isObject = levels > 0 && random.chance(0.6);
    const value = isObject ? drawText(random, levels - 1) : pick("1", "-2.5", '"}//"', "[1, {}]");
    return `${gap()}"${pick("a", "b", "c", "__proto__")}"${gap()}:${gap()}${value}${gap()}`;
  });
  const comma = count > 0 && random.chance(0.3) ? `,${gap()}` : "";
  return `{${properties.join(",") || gap()}${comma}}`;
}

/** Another number for every one, and a new one in every object. */
function patchOf(value: object): Patch {
  const others = Object.entries(value).flatMap(([key, one]): [string, number | Patch][] => {
    if (typeof one === "number") return [[key, one + 1]];
    return typeof one === "object" && !Array.isArray(one) ? [[key, patchOf(one)]] : [];
  });
  return Object.fromEntries([...others, ["new", 7]]);
}

function merged(value: object, patch: Patch): unknown {
  const entries = new Map<string, unknown>(Object.entries(value));
  for (const [key, one] of Object.entries(patch)) {
    entries.set(key, typeof one === "number" ? one : merged(entries.get(key) as object, one));
  }
  return Object.fromEntries(entries);
}

Deno.test("a patch is merged into any text, of which every comment stays", () => {
  const random = seeded(2);
  const commentsOf = (text: string) =>
    (text.match(/"[^"]*"|\/\*.*?\*\/|\/\/.*/g) ?? []).filter((one) => one.startsWith("/"));
  let comments = 0;
  for (let round = 0; round < 2000; round++) {
    const text = drawText(random, 2);
    const value = parseJsonc(text, "Cannot read it") as object;
    const patch = patchOf(value);
    const after = mergeJsonc(text, patch);
    assertEquals(parseJsonc(after, after), merged(value, patch), text);
    assertEquals(commentsOf(after), commentsOf(text), text);
    comments += commentsOf(text).length;
  }
  assert(comments > 2000);
});

Deno.test("a patch is merged in time in proportion to the text and the patch", async () => {
  const numbers = (size: number) => Array.from({ length: size }, (_, index) => `r${index}`);
  const rules = (size: number): Patch => ({
    benchmarks: Object.fromEntries(numbers(size).map((name) => [name, { threshold: 9 }])),
  });
  const texts: [what: string, text: (size: number) => string][] = [
    ["new rules", () => "{}"],
    [
      "rules on one line",
      (size) => `{"benchmarks":{${numbers(size).map((name) => `"${name}":{}`).join(",")}}}`,
    ],
    [
      "rules on one line with something in them",
      (size) =>
        `{"benchmarks":{${numbers(size).map((name) => `"${name}":{"severe":60}`).join(",")}}}`,
    ],
    [
      "rules that are there",
      (size) =>
        `{"benchmarks":{\n${
          numbers(size).map((name) => `"${name}":{"threshold":8}`).join(",\n")
        }}}`,
    ],
    [
      "blanks and comments",
      (size) => `{"benchmarks":{"a": {} ${" /* */ \t // \n".repeat(size)} ${" ".repeat(size)}}}`,
    ],
  ];
  for (const [what, text] of texts) {
    await assertLinear(
      what,
      (size) => [text(size), rules(size)] as const,
      ([text, patch]) => mergeJsonc(text, patch),
    );
  }
});
