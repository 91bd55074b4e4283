// Whether a change can affect a bench file, judged by what both versions load.
import { assertEquals } from "@std/assert";
import {
  describeSame,
  type FileFacts,
  firstReadable,
  type VersionFacts,
  whyAllAffected,
  whyLoadsOther,
} from "../../scripts/duet/affected.ts";

const facts = (
  modules: Readonly<Record<string, string>>,
  unfollowed: string | null = null,
): FileFacts => ({ modules: new Map(Object.entries(modules)), unfollowed, installed: [] });

Deno.test("whyLoadsOther() names a module that differs", async (t) => {
  const before = facts({ "a_bench.ts": "1", "src/a.ts": "2", "npm:chalk@5.3.0": "r" });
  const rows: [what: string, current: FileFacts | null, reason: string | null][] = [
    ["nothing", before, null],
    ["the order alone", facts(Object.fromEntries([...before.modules].reverse())), null],
    [
      "a module's content",
      facts({ "a_bench.ts": "1", "src/a.ts": "3", "npm:chalk@5.3.0": "r" }),
      "src/a.ts differs",
    ],
    [
      "the registry of a package",
      facts({ "a_bench.ts": "1", "src/a.ts": "2", "npm:chalk@5.3.0": "other" }),
      "npm:chalk@5.3.0 differs",
    ],
    [
      "a module more",
      facts({ ...Object.fromEntries(before.modules), "src/b.ts": "1" }),
      "only the current version loads src/b.ts",
    ],
    [
      "a module less",
      facts({ "a_bench.ts": "1", "npm:chalk@5.3.0": "r" }),
      "only the baseline loads src/a.ts",
    ],
    [
      "a package of another version",
      facts({ "a_bench.ts": "1", "src/a.ts": "2", "npm:chalk@5.4.0": "r" }),
      "only the baseline loads npm:chalk@5.3.0",
    ],
    [
      "content before what is new",
      facts({ "a_bench.ts": "7", "src/0.ts": "2" }),
      "a_bench.ts differs",
    ],
    ["no graph", null, "some modules that the current version loads cannot be found"],
    [
      "a way that no graph shows",
      { ...before, unfollowed: "src/a.ts:3 may load more" },
      "src/a.ts:3 may load more",
    ],
  ];
  for (const [what, current, reason] of rows) {
    await t.step(what, () => assertEquals(whyLoadsOther(before, current), reason));
  }
  assertEquals(
    whyLoadsOther(null, before),
    "some modules that the baseline loads cannot be found",
  );
  assertEquals(whyLoadsOther({ ...before, unfollowed: "it was so" }, before), "it was so");
});

Deno.test("whyAllAffected() names the difference that affects all bench files", async (t) => {
  const version = (more: Partial<VersionFacts> = {}): VersionFacts => ({
    command: ["deno"],
    flags: ["--allow-read"],
    settings: new Map([["compilerOptions in deno.json", "{}"]]),
    ...more,
  });
  const rows: [what: string, current: VersionFacts, reason: string | null][] = [
    ["nothing", version(), null],
    [
      "another Deno",
      version({ command: ["/opt/deno"] }),
      "the versions run on different versions of Deno",
    ],
    [
      "flags for V8",
      version({ flags: ["--allow-read", "--v8-flags=--no-opt"] }),
      "the flags for Deno differ",
    ],
    [
      "a setting",
      version({ settings: new Map([["compilerOptions in deno.json", '{"jsx":"react"}']]) }),
      "compilerOptions in deno.json differs",
    ],
    ["a setting less", version({ settings: new Map() }), "compilerOptions in deno.json differs"],
  ];
  for (const [what, current, reason] of rows) {
    await t.step(what, () => assertEquals(whyAllAffected(version(), current), reason));
  }
  for (const name of ["preload", "import", "require", "env-file", "conditions"]) {
    for (const flag of [`--${name}`, `--${name}=x`]) {
      const both = version({ flags: [flag] });
      assertEquals(whyAllAffected(both, both), `--${name} can change what is loaded`);
    }
  }
  const map = version({ flags: ["--import-map=x.json"] });
  assertEquals(whyAllAffected(map, map), null);
});

Deno.test("describeSame() counts modules and packages", () => {
  assertEquals(describeSame(facts({ "a_bench.ts": "" })), "same 1 module");
  assertEquals(describeSame(facts({ "a": "", "https://x/b": "" })), "same 2 modules");
  assertEquals(
    describeSame(facts({ "a": "", "npm:b@1.0.0": "", "npm:c@1.0.0": "" })),
    "same 1 module and 2 packages",
  );
});

Deno.test("firstReadable() compares whole parts of a path", async (t) => {
  const rows: [differing: string[], readable: string[], found: string | null][] = [
    [["data/a.txt"], [], null],
    [[], [""], null],
    [["data/a.txt"], [""], "data/a.txt"],
    [["src/a.ts", "data/a.txt"], ["data"], "data/a.txt"],
    [["data/a.txt"], ["data/a.txt"], "data/a.txt"],
    [["database/a.txt"], ["data"], null],
    [["data/a.txt.orig"], ["data/a.txt"], null],
    // A submodule, or a link to a folder.
    [["data"], ["data/a.txt"], "data"],
  ];
  for (const [differing, readable, found] of rows) {
    await t.step(`${differing} of ${JSON.stringify(readable)}`, () => {
      assertEquals(firstReadable(differing, readable), found);
    });
  }
});
