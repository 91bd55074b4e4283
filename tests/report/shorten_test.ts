import { assertEquals } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { formatIdentity, identityKey, type NamedBenchmark } from "../../scripts/result/identity.ts";
import { shortenIdentities } from "../../scripts/report/shorten.ts";
import { assertLinear } from "../bounds/doubling.ts";
import { trialsOf } from "../helpers/thorough.ts";

/** Parses `name`, `file:name` or, with a short form, `file:name=short`. */
function read(text: string): NamedBenchmark {
  const [, file = null, name, short_name = null] = /^(?:(.+):)?([^=]+)(?:=(.+))?$/.exec(text)!;
  return { file, group: null, name: name!, short_name };
}

Deno.test("shortenIdentities() leaves out only what all identities have in common", async (t) => {
  const rows: [shows: string, benchmarks: string[], shortened: string[]][] = [
    ["nothing to leave out", ["a.ts:x", "y"], ["a.ts:x", "y"]],
    ["folders that contain all files", ["/w/shop/core/a.ts:x", "/w/shop/app/b.ts:y"], [
      "core/a.ts:x",
      "app/b.ts:y",
    ]],
    ["folders of a single file", ["/w/shop/core/a.ts:x", "/w/shop/core/a.ts:y"], [
      "a.ts:x",
      "a.ts:y",
    ]],
    ["folders of a drive", ["D:/w/a.ts:x", "D:/w/b/a.ts:x"], ["a.ts:x", "b/a.ts:x"]],
    ["folders whose names only begin alike", ["/w/shop/a.ts:x", "/w/shopping/a.ts:x"], [
      "shop/a.ts:x",
      "shopping/a.ts:x",
    ]],
    ["no folder in common", ["/v/a.ts:x", "/w/a.ts:x"], ["/v/a.ts:x", "/w/a.ts:x"]],
    ["two drives", ["C:/w/a.ts:x", "D:/w/a.ts:x"], ["C:/w/a.ts:x", "D:/w/a.ts:x"]],
    ["a file in the root", ["/a.ts:x"], ["/a.ts:x"]],
    ["relative paths, which are unambiguous", ["core/a.ts:x", "core/b.ts:y"], [
      "core/a.ts:x",
      "core/b.ts:y",
    ]],
    ["a relative path among absolute ones", ["/w/shop/a.ts:x", "b.ts:x"], ["a.ts:x", "b.ts:x"]],
    ["a relative path that would equal a shortened one", ["/w/shop/a.ts:x", "a.ts:x"], [
      "/w/shop/a.ts:x",
      "a.ts:x",
    ]],
    ["the same number of processors for all", ["Sum-8=Sum", "Encode-8=Encode", "Join"], [
      "Sum",
      "Encode",
      "Join",
    ]],
    ["a number of processors for some", ["Sum-8=Sum", "Encode"], ["Sum", "Encode"]],
    ["different numbers of processors", ["Sum-4=Sum", "Sum-8=Sum", "Encode-8=Encode"], [
      "Sum-4",
      "Sum-8",
      "Encode-8",
    ]],
    ["a short name that another benchmark has", ["Sum-8=Sum", "Sum"], ["Sum-8", "Sum"]],
    ["the same name in another file", ["/w/a.ts:x-8=x", "/w/b.ts:x-4=x"], ["a.ts:x", "b.ts:x"]],
    ["the same benchmark twice", ["Sum-8=Sum", "Sum-8=Sum"], ["Sum", "Sum"]],
    ["nothing", [], []],
  ];
  for (const [shows, benchmarks, shortened] of rows) {
    await t.step(shows, () => {
      assertEquals(shortenIdentities(benchmarks.map(read)).map(formatIdentity), shortened);
    });
  }
});

Deno.test("shortenIdentities() never makes two benchmarks alike", () => {
  const benchmark = fc.record({
    file: fc.constantFrom(null, "a.ts", "b/a.ts", "/a.ts", "/w/a.ts", "/w/b/a.ts", "D:/w/a.ts"),
    group: fc.constantFrom(null, "g"),
    name: fc.constantFrom("x", "x-4", "x-8"),
    short_name: fc.constantFrom(null, "x", "y"),
  });
  const benchmarks = fc.uniqueArray(benchmark, { selector: identityKey });
  fc.assert(
    fc.property(benchmarks, (those) => {
      const shortened = new Set(shortenIdentities(those).map(identityKey));
      assertEquals(shortened.size, those.length);
    }),
    { seed: 1, numRuns: trialsOf(500) },
  );
});

Deno.test("shortenIdentities() takes linear time in the benchmarks and in the folders", async () => {
  await assertLinear(
    "benchmarks",
    (size) => Array.from({ length: size }, (_, index) => read(`/w/p${index}/a.ts:x-8=x`)),
    shortenIdentities,
  );
  await assertLinear(
    "folders",
    (size) => ["b", "c"].map((name) => read(`${"/a".repeat(size)}/${name}.ts:x`)),
    shortenIdentities,
  );
});
