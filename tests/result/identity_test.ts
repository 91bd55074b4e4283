import { assertEquals } from "@std/assert";
import {
  type BenchmarkIdentity,
  identityKey,
  spellOut,
  tellApart,
} from "../../scripts/result/identity.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

const of = (name: string, group: string | null = null, file: string | null = null) => ({
  file,
  group,
  name,
});

/** Returns every combination of the texts as a file, a group and a name. */
function combine(texts: readonly string[]): BenchmarkIdentity[] {
  return [null, ...texts].flatMap((file) =>
    [null, ...texts].flatMap((group) => texts.map((name) => ({ file, group, name })))
  );
}

Deno.test("spellOut() spells no two identities alike", () => {
  const texts = ["", "a", "b", "a/b", "a:b", "a%2Fb", "a%3Ab", "/", ":", "%", "%25", "a:b/c"];
  const identities = combine(texts);
  assertEquals(new Set(identities.map(spellOut)).size, identities.length);
});

Deno.test("tellApart() keeps the usual spelling if it is enough", async (t) => {
  const rows: [shows: string, benchmarks: BenchmarkIdentity[], texts: string[]][] = [
    ["nothing", [], []],
    ["slashes and colons that occur only once", [of("a/b"), of("c: d")], ["a/b", "c: d"]],
    ["a group and a slash", [of("b", "a"), of("a/b"), of("c", "a")], ["a/b", "a%2Fb", "a/c"]],
    ["a file and a colon", [of("b", null, "a"), of("a:b")], ["a:b", "a%3Ab"]],
    ["one benchmark twice", [of("a"), of("a")], ["a", "a"]],
    [
      "a name that imitates a spelled-out one",
      [of("b", "a"), of("a/b"), of("a%2Fb")],
      ["a/b", "a%2Fb", "a%252Fb"],
    ],
  ];
  for (const [shows, benchmarks, texts] of rows) {
    await t.step(shows, () => assertEquals(tellApart(benchmarks), texts));
  }
});

Deno.test("tellApart() gives each hostile benchmark its own text", () => {
  const names = HOSTILE_NAMES.map(([, name]) => name);
  const identities = [...combine(names.slice(-20)), ...names.map((name) => of(name))];
  const keys = new Set(identities.map(identityKey));
  assertEquals(new Set(tellApart(identities)).size, keys.size);
});
