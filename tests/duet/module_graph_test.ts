// Which modules and packages a file loads, from what `deno info` prints.
import { assertEquals, assertRejects } from "@std/assert";
import {
  type DenoInfo,
  packagesOf,
  reachable,
  readDenoInfo,
} from "../../scripts/duet/module_graph.ts";
import { Project } from "../project.ts";

/** A file that uses one package by its name in an import map, and one by its specifier. */
const info: DenoInfo = {
  redirects: { "npm:a@^1": "npm:/a@1.2.0", "npm:b@2.0.0": "npm:/b@2.0.0" },
  modules: [
    {
      specifier: "file:///x_bench.ts",
      kind: "esm",
      dependencies: [
        { specifier: "a", code: { specifier: "npm:a@^1" } },
        {
          specifier: "npm:b@2.0.0",
          code: { specifier: "npm:b@2.0.0" },
          npmPackage: "b@2.0.0",
        },
      ],
    },
    { specifier: "npm:/a@1.2.0", kind: "npm", npmPackage: "a@1.2.0_c@3.0.0" },
    { specifier: "npm:/b@2.0.0", kind: "npm", npmPackage: "b@2.0.0" },
  ],
  npmPackages: {
    "a@1.2.0_c@3.0.0": { dependencies: ["c@3.0.0", "d@1.0.0"] },
    "b@2.0.0": { dependencies: [] },
    "c@3.0.0": { dependencies: ["d@1.0.0"] },
    "d@1.0.0": { dependencies: ["c@3.0.0"] },
    "unused@1.0.0": {},
  },
};

Deno.test("packagesOf() finds the packages that packages use, however they are imported", () => {
  const modules = reachable(info, "file:///x_bench.ts")!;
  assertEquals([...modules].sort(), [
    "file:///x_bench.ts",
    "npm:a@1.2.0_c@3.0.0",
    "npm:b@2.0.0",
  ]);
  assertEquals([...packagesOf(info, modules)!.keys()].sort(), [
    "a@1.2.0_c@3.0.0",
    "b@2.0.0",
    "c@3.0.0",
    "d@1.0.0",
  ]);
});

Deno.test("packagesOf() returns null if a package is not described", () => {
  const modules = new Set(["npm:a@1.2.0_c@3.0.0"]);
  const { "d@1.0.0": _, ...npmPackages } = info.npmPackages!;
  assertEquals(packagesOf({ ...info, npmPackages }, modules), null);
  assertEquals(packagesOf({ modules: [] }, new Set(["file:///a.ts"])), new Map());
});

Deno.test("reachable() returns null for a module that the graph does not begin with", () => {
  assertEquals(reachable(info, "file:///y_bench.ts"), null);
});

Deno.test("readDenoInfo() does not wait for a process that hangs once it is aborted", async () => {
  await using project = await Project.create();
  await project.write("hang.ts", "setInterval(() => {}, 1000);\n");
  const controller = new AbortController();
  const options = { flags: [], root: project.folder, signal: controller.signal };
  const info = readDenoInfo("a.ts", { ...options, command: ["deno", "run", "hang.ts"] });
  controller.abort(new Error("enough"));
  await assertRejects(() => info, Error, "enough");
});
