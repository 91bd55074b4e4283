import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import {
  describeError,
  describeWithPlace,
  placeIn,
} from "../../../scripts/measure/inside/describe_error.ts";

class Custom {
  code = 7;
}

function named(error: Error, name: string): Error {
  error.name = name;
  return error;
}

Deno.test("describeError() describes every thrown value", async (t) => {
  const rows: [thrown: unknown, line: string][] = [
    [new Error("boom"), "Error: boom"],
    [new RangeError("too\n  long\r\nby far"), "RangeError: too long by far"],
    [new Error(""), "Error without a message"],
    [new TypeError("  \n"), "TypeError without a message"],
    [named(new Error("boom"), ""), "boom"],
    [named(new Error(""), ""), "Error without a message"],
    ["text", 'threw "text"'],
    ["two\nlines", 'threw "two\\nlines"'],
    ["", 'threw ""'],
    [null, "threw null"],
    [undefined, "threw undefined"],
    [42, "threw 42"],
    [5n, "threw 5n"],
    [Symbol("s"), "threw Symbol(s)"],
    [() => {}, "threw a function"],
    [{ code: 3 }, 'threw {"code":3}'],
    [[1, 2], "threw [1,2]"],
    [new Custom(), 'threw a Custom: {"code":7}'],
    [Object.create(null), "threw {}"],
  ];
  for (const [thrown, line] of rows) {
    await t.step(line, () => assertEquals(describeError(thrown), line));
  }
});

Deno.test("describeError() describes values that throw when they are read", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const trapped = {
    get constructor(): never {
      throw new Error("no");
    },
  };
  for (const thrown of [circular, trapped]) {
    assertEquals(describeError(thrown), "threw what cannot be described");
  }
  const line = describeError(new Error("x".repeat(1e6)));
  assertStringIncludes(line, "Error: xxx");
  assertLess(line.length, 2000);
});

Deno.test("describeError() returns one line of limited length, whatever breaks lines", () => {
  const text = "a \t\u2028\n b" + " c".repeat(3);
  assertEquals(describeError(new Error(`\n ${text}\r\n`)), "Error: a b c c c");
  assertEquals(describeError(new Error(`x${" ".repeat(1e6)}`)), "Error: x");
  assertEquals(describeError(new Error(`x${" ".repeat(2000)}y`)).length, "Error: x".length + 2001);
  assertEquals(describeError(new Error("x".repeat(1e6))).endsWith("x…"), true);
});

Deno.test("describeWithPlace() adds the first place in the user's own files", async (t) => {
  const rows: [what: string, stack: string, line: string][] = [
    [
      "a function",
      "Error: boom\n    at f (file:///p/a.ts:2:29)\n    at file:///p/a.ts:3:1",
      "Error: boom at file:///p/a.ts:2:29",
    ],
    [
      "behind a module of Deno",
      "Error: boom\n    at run (ext:core/01.js:1:2)\n    at async file:///p/my (1) file.ts:3:1",
      "Error: boom at file:///p/my (1) file.ts:3:1",
    ],
    ["long before", `${"x".repeat(1e6)}\n    at file:///p/a.ts:1:2`, "Error: boom"],
    ["none", "Error: boom\n    at ext:core/01.js:1:2", "Error: boom"],
  ];
  for (const [what, stack, line] of rows) {
    await t.step(what, () => {
      const error = new Error("boom");
      error.stack = stack;
      assertEquals(describeWithPlace(error), line);
    });
  }
  assertEquals(describeWithPlace("text"), 'threw "text"');
  assertEquals(describeWithPlace(null), "threw null");
});

Deno.test("placeIn() reads the frames that Deno writes", () => {
  const rows: [frame: string, place: string | null][] = [
    ["    at https://example.com/a.ts:1:2", "https://example.com/a.ts:1:2"],
    ["    at <anonymous> (file:///p/ok.ts:1:9)", "file:///p/ok.ts:1:9"],
    ["    at async Promise.all (index 0)", null],
    ["at the beginning of file:///p/a.ts:1:2", null],
  ];
  for (const [frame, place] of rows) assertEquals(placeIn(frame), place, frame);
});
