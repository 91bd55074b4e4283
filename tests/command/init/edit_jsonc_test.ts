// Tests adding members to configurations that people wrote.
import { assertEquals } from "@std/assert";
import { setMembers } from "../../../scripts/command/init/edit_jsonc.ts";
import { parseDenoConfig } from "../../../scripts/result/deno_config.ts";

const ROWS: readonly [what: string, before: string, after: string][] = [
  ["an empty object", "{}", '{\n  "tasks": {\n    "b": "new"\n  }\n}'],
  ["an empty object on several lines", "{\n}\n", '{\n  "tasks": {\n    "b": "new"\n  }\n}\n'],
  [
    "another member",
    '{\n  "name": "x"\n}\n',
    '{\n  "name": "x",\n  "tasks": {\n    "b": "new"\n  }\n}\n',
  ],
  [
    "tabs",
    '{\n\t"tasks": {\n\t\t"a": "x"\n\t}\n}\n',
    '{\n\t"tasks": {\n\t\t"a": "x",\n\t\t"b": "new"\n\t}\n}\n',
  ],
  [
    "four spaces, and no line break at the end",
    '{\n    "tasks": {\n        "a": "x"\n    }\n}',
    '{\n    "tasks": {\n        "a": "x",\n        "b": "new"\n    }\n}',
  ],
  [
    "Windows line endings and a byte order mark",
    '\ufeff{\r\n  "tasks": {\r\n    "a": "x"\r\n  }\r\n}\r\n',
    '\ufeff{\r\n  "tasks": {\r\n    "a": "x",\r\n    "b": "new"\r\n  }\r\n}\r\n',
  ],
  [
    "a trailing comma",
    '{\n  "tasks": {\n    "a": "x",\n  },\n}\n',
    '{\n  "tasks": {\n    "a": "x",\n    "b": "new",\n  },\n}\n',
  ],
  [
    "a comment after the last member",
    '{\n  "tasks": {\n    "a": "x" // one, of {two}\n    // end\n  }\n}\n',
    '{\n  "tasks": {\n    "a": "x", // one, of {two}\n    "b": "new"\n    // end\n  }\n}\n',
  ],
  [
    "a comment after the trailing comma",
    '{\n  "tasks": {\n    "a": "x", /* one */ // two\n  }\n}\n',
    '{\n  "tasks": {\n    "a": "x", /* one */ // two\n    "b": "new",\n  }\n}\n',
  ],
  [
    "single quotes",
    "{\n  // it's \"mine\"\n  'tasks': {\n    'a': 'say \"x\" \\'y\\''\n  }\n}\n",
    "{\n  // it's \"mine\"\n  'tasks': {\n    'a': 'say \"x\" \\'y\\'',\n    'b': 'new'\n  }\n}\n",
  ],
  [
    "one line",
    '{ "tasks": { "a": "x", "c": "y" }, "name": "n" }\n',
    '{ "tasks": {\n    "a": "x",\n    "c": "y",\n    "b": "new"\n  }, "name": "n" }\n',
  ],
  [
    "only a comment",
    '{\n  "tasks": {\n    // none\n  }\n}\n',
    '{\n  "tasks": {\n    // none\n    "b": "new"\n  }\n}\n',
  ],
  [
    "a member with that name",
    '{\n  "tasks": {\n    "b": "old", // stays\n    "a": "x"\n  }\n}\n',
    '{\n  "tasks": {\n    "b": "new", // stays\n    "a": "x"\n  }\n}\n',
  ],
];

Deno.test("setMembers() keeps the layout", async (t) => {
  for (const [what, before, after] of ROWS) {
    await t.step(what, () => {
      const changed = setMembers(before, "tasks", { b: "new" });
      assertEquals(changed, after);
      const { tasks } = parseDenoConfig(changed, what) as { tasks: { b: string } };
      assertEquals(tasks.b, "new");
      assertEquals(setMembers(changed, "tasks", { b: "new" }), changed);
    });
  }
});

Deno.test("setMembers() adds lists to the whole object", () => {
  assertEquals(
    setMembers('{\n  "a": 1\n}\n', null, { flags: ["-A", "--seed=1"], files: [] }),
    '{\n  "a": 1,\n  "flags": ["-A", "--seed=1"],\n  "files": []\n}\n',
  );
});
