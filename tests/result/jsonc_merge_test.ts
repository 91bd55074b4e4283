import { assertEquals } from "@std/assert";
import { mergeJsonc, type Patch } from "../../scripts/result/jsonc_merge.ts";
import { parseJsonc } from "../../scripts/result/jsonc.ts";

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
