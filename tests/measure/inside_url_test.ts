import { assertLess } from "@std/assert";
import { HOST, OBSERVER, preloadOf } from "../../scripts/measure/inside_url.ts";

Deno.test("preloadOf() fits into the shortest command line, that of npm's script on Windows", () => {
  for (const module of [HOST, OBSERVER]) assertLess(preloadOf(module).length, 1000);
});
