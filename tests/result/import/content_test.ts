import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import * as v from "../../../scripts/deps/valibot.ts";
import { Content, ContentFailure } from "../../../scripts/result/import/content.ts";
import { assertLinear } from "../../bounds/doubling.ts";

const schema = v.object({
  list: v.array(v.object({ time: v.number("a number") }, "an object"), "an array"),
}, "an object");

Deno.test("Content.json reads numbers that JSON lacks, but not inside strings", () => {
  const { json } = new Content('\ufeff{"a": NaN, "b": -Infinity, "c": "is NaN \\" NaN"}', "f");
  assertEquals(json, { a: "NaN", b: "-Infinity", c: 'is NaN " NaN' });
  assertEquals(new Content("BenchmarkX 1 2 ns/op", "f").json, undefined);
});

Deno.test("Content.read() names the line of a wrong value", () => {
  const text = '{\n  "list": [\n    { "time": 1 },\n    {\n      "time": NaN }\n  ]\n}';
  assertThrows(
    () => new Content(text, "f.json").read(schema),
    Failure,
    'Cannot read f.json: line 5: list[1].time must be a number, found "NaN"',
  );
  assertThrows(
    () => new Content('{\n  "list": [\n    {}\n  ]\n}', "f.json").read(schema),
    Failure,
    "Cannot read f.json: line 3: list[0].time must be a number, found nothing",
  );
});

Deno.test("Content.readPart() checks a single entry, and names its place in the file", () => {
  const content = new Content(
    '{\n  "list": [\n    { "time": 1 },\n    { "time": "x" }\n  ]\n}',
    "f",
  );
  const entry = v.object({ time: v.number("a number") }, "an object");
  assertEquals(content.readPart(["list", 0], { time: 1 }, entry), { time: 1 });
  const rows: [index: number, value: unknown, reason: string][] = [
    [1, { time: "x" }, 'line 4: list[1].time must be a number, found "x"'],
    [1, {}, "line 4: list[1].time must be a number, found nothing"],
    [0, null, "line 3: list[0] must be an object, found null"],
  ];
  for (const [index, value, reason] of rows) {
    const failure = assertThrows(
      () => content.readPart(["list", index], value, entry),
      ContentFailure,
    );
    assertEquals([failure.reason, failure.message], [reason, `Cannot read f: ${reason}`]);
  }
});

Deno.test("Content.read() names the place where truncated JSON ends", () => {
  assertThrows(
    () => new Content('{\n  "list": [\n', "f.json").read(schema),
    Failure,
    "Cannot read f.json: not JSON at line 2",
  );
});

Deno.test("Content.lines() accepts both line endings, and counts from one", () => {
  const lines = [...new Content("\ufeffa\r\n\nb", "f").lines()];
  assertEquals(lines, [{ number: 1, text: "a" }, { number: 2, text: "" }, {
    number: 3,
    text: "b",
  }]);
  assertEquals([...new Content("", "f").lines()], []);
});

Deno.test("Content.json is undefined if the text is nested too deeply, and reading it says so", () => {
  const deep = new Content(`${'{"a":['.repeat(100)}NaN${"]}".repeat(100)}`, "f.json");
  assertEquals(deep.json, undefined);
  const message = "Cannot read f.json: it is nested more than 128 levels deep";
  assertThrows(() => deep.read(schema), Failure, message);
  assertThrows(() => deep.assertWhole(), Failure, message);
});

Deno.test("Content.read() is linear in text that is not JSON and in the position of a wrong value", async () => {
  const texts: [before: string, unit: string, after: string][] = [
    ['["', '\\"', ""],
    ['{"list":["', '\\"', '"]}'],
    ['{"list":[', "NaN,", ""],
    ['{"list":[', '{"time":1},', '{"time":NaN}]}'],
    ['{"list":["NaN', " ", '"]}'],
    ['{"list":[', "\n", "NaN]}"],
    ["[", "-", "NaN"],
  ];
  for (const [before, unit, after] of texts) {
    await assertLinear(
      JSON.stringify([before, unit]),
      (size) => before + unit.repeat(size) + after,
      (text) => assertThrows(() => new Content(text, "f.json").read(schema), Failure),
    );
  }
});
