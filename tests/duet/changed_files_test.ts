// Which of the files that ran differ between two checkouts.
import { assertEquals } from "@std/assert";
import { toFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { findChangedFiles } from "../../scripts/duet/changed_files.ts";
import type { CallSample } from "../../scripts/result/profile/calls.ts";
import { Project } from "../project.ts";

Deno.test("findChangedFiles() compares the files that ran in both checkouts", async () => {
  await using project = await Project.create({
    "before/app/same.ts": "1",
    "before/app/changed.ts": "1",
    "before/app/old.ts": "1",
    "before/app/.borrowed_bench.ts": "1",
    "before/lib/outer.ts": "1",
    "before/app/src/x.ts": "",
    "after/app/same.ts": "1",
    "after/app/changed.ts": "2",
    "after/app/a_bench.ts": "1",
    "after/lib/outer.ts": "2",
    "after/app/a#b.ts": "1",
    "after/app/src/x.ts": "",
  });
  const sideOf = (folder: string, files: readonly string[], renamed: string | null) => {
    const url = (path: string) => toFileUrl(project.path(path)).href;
    const samples = files.map((file): CallSample => ({
      kind: "code",
      stack: [{ name: "f", url: /^\w+:/.test(file) ? file : url(`${folder}/${file}`), line: 1 }],
    }));
    return {
      runs: [{ samples, timedInPart: false, optimizations: new Map() }],
      roots: [`${url(`${folder}/app`)}/`, `${url(folder)}/`],
      renamed: renamed === null ? null : { from: renamed, to: "a_bench.ts" },
      durationMs: 1,
      observed: null,
    };
  };
  const elsewhere = ["https://example.com/mod.ts", "file:///elsewhere/mod.ts", "ext:core/01.js"];
  const common = ["app/same.ts", "app/changed.ts", "lib/outer.ts", "app/src", ...elsewhere];
  const changed = await findChangedFiles({
    baseline: sideOf("before", [...common, "app/old.ts"], ".borrowed_bench.ts"),
    current: sideOf("after", [...common, "app/a_bench.ts", "app/a#b.ts"], null),
  }, { baseline: project.path("before/app"), current: project.path("after/app") });
  assertEquals([...changed].sort(), ["../lib/outer.ts", "a#b.ts", "changed.ts", "old.ts"]);
});
