import { assertEquals } from "@std/assert";
import { placeFunction } from "../../../scripts/result/profile/place.ts";

const ROOTS = ["file:///tmp/check%20out/"];

Deno.test("placeFunction() returns the same in every checkout", async (t) => {
  const rows: [url: string, of: string | null, version: string | null, file: string | null][] = [
    ["file:///tmp/check%20out/src/a.ts", null, null, "src/a.ts"],
    ["file:///elsewhere/a.ts", null, null, "file:///elsewhere/a.ts"],
    ["https://example.com/a.ts", null, null, "https://example.com/a.ts"],
    ["https://jsr.io/@std/fmt/1.0.2/colors.ts", "jsr:@std/fmt", "1.0.2", "colors.ts"],
    [
      "file:///tmp/check%20out/node_modules/.deno/zod@3.25.1/node_modules/zod/v4/core.js",
      "npm:zod",
      "3.25.1",
      "v4/core.js",
    ],
    [
      "file:///tmp/check%20out/node_modules/.deno/@scope+name@1.2.3_1/node_modules/@scope/name/a.js",
      "npm:@scope/name",
      "1.2.3",
      "a.js",
    ],
    ["file:///tmp/check%20out/node_modules/left-pad/index.js", "npm:left-pad", null, "index.js"],
    [
      "file:///tmp/check%20out/node_modules/one/node_modules/@s/two/lib/b.js",
      "npm:@s/two",
      null,
      "lib/b.js",
    ],
    [
      "file:///root/.cache/deno/npm/registry.npmjs.org/chalk/5.3.0/source/index.js",
      "npm:chalk",
      "5.3.0",
      "source/index.js",
    ],
    ["", null, null, null],
    ["ext:core/01_core.js", null, null, null],
    ["node:internal/fs", null, null, null],
    ["file:///tmp/check%20out/100%.ts", null, null, "file:///tmp/check%20out/100%.ts"],
  ];
  for (const [url, of, version, file] of rows) {
    await t.step(url, () => {
      const place = placeFunction({ name: "f", url, line: 3 }, ROOTS);
      assertEquals([place.package, place.version, place.file], [of, version, file]);
      assertEquals(place.line, file === null ? null : 3);
    });
  }
});
