import { assert, assertEquals } from "@std/assert";
import { formatIdentity, identityKey } from "../../scripts/result/identity.ts";
import { relativeDeviation } from "../../scripts/result/spread.ts";
import { quoteValue } from "../../scripts/result/validate.ts";
import { VERSION } from "../../scripts/result/version.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

Deno.test("quoteValue() shows a value on one line", async (t) => {
  const rows: [value: unknown, shown: string][] = [
    ["", '""'],
    ["a\nb", '"a\\nb"'],
    ["\x1b[31m\x9b\u2028é", '"\\u001b[31m\\u009b\\u2028\\u00e9"'],
    [null, "null"],
    [undefined, "undefined"],
    [-0.5, "-0.5"],
    [NaN, "NaN"],
    [[1], "an array"],
    [{}, "an object"],
    ["x".repeat(58), `"${"x".repeat(58)}"`],
    ["x".repeat(59), `"${"x".repeat(56)}...`],
  ];
  for (const [value, shown] of rows) {
    await t.step(shown, () => assertEquals(quoteValue(value), shown));
  }
});

Deno.test("quoteValue() makes hostile text harmless", async (t) => {
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => assert(/^[\x20-\x7e]{2,60}$/.test(quoteValue(name))));
  }
});

Deno.test("identityKey() is equal only for equal identities", () => {
  const identities = [
    { file: null, group: null, name: "a" },
    { file: null, group: "", name: "a" },
    { file: "", group: null, name: "a" },
    { file: null, group: "a", name: "b" },
    { file: "a", group: null, name: "b" },
    { file: null, group: null, name: "a/b" },
    { file: null, group: null, name: 'a","b' },
    { file: null, group: "null", name: "a" },
    { file: null, group: null, name: "__proto__" },
  ];
  assertEquals(new Set(identities.map(identityKey)).size, identities.length);
  const more = { ...identities[0]!, duration_ms: 1 };
  assertEquals(identityKey(more), identityKey(identities[0]!));
});

Deno.test("formatIdentity() leaves out missing parts", () => {
  assertEquals(formatIdentity({ file: null, group: null, name: "a" }), "a");
  assertEquals(formatIdentity({ file: "f.ts", group: null, name: "a" }), "f.ts:a");
  assertEquals(formatIdentity({ file: null, group: "g", name: "a" }), "g/a");
  assertEquals(formatIdentity({ file: "f.ts", group: "g", name: "a" }), "f.ts:g/a");
});

Deno.test("relativeDeviation() divides the sample deviation by the mean", () => {
  assertEquals(relativeDeviation([]), null);
  assertEquals(relativeDeviation([1]), null);
  assertEquals(relativeDeviation([2, 2]), 0);
  // Deviations −2, 0, 2: variance 8 / 2, deviation 2, mean 8.
  assertEquals(relativeDeviation([6, 8, 10]), 0.25);
});

Deno.test("VERSION is the version in deno.json", async () => {
  const text = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  assertEquals(JSON.parse(text).version, VERSION);
});
