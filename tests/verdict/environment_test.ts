import { assertEquals } from "@std/assert";
import { compareEnvironments, type Environment } from "../../mod.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";

Deno.test("compareEnvironments() finds every fact that changes how fast code runs", async (t) => {
  const rows: [given: Partial<Environment>, baseline: string, current: string][] = [
    [{ cpu: "Other CPU" }, "Test CPU", "Other CPU"],
    [{ cpu_cores: 4 }, "2", "4"],
    [{ os: "darwin" }, "linux", "darwin"],
    [{ arch: "aarch64" }, "x86_64", "aarch64"],
    [{ deno_version: "2.9.5" }, "2.9.6", "2.9.5"],
    [{ v8_version: "14.8" }, "14.9.207.35", "14.8"],
    [{ v8_flags: ["--jitless", "--expose-gc"] }, "none", "--jitless --expose-gc"],
  ];
  for (const [given, baseline, current] of rows) {
    const field = Object.keys(given)[0]!;
    await t.step(field, () => {
      const changed = { ...ENVIRONMENT, ...given };
      assertEquals(compareEnvironments(ENVIRONMENT, changed), {
        differing: [{ field, baseline, current }],
        unknown: [],
      });
      const none = { ...ENVIRONMENT, [field]: null };
      assertEquals(compareEnvironments(ENVIRONMENT, none), {
        differing: [],
        unknown: [{ field, baseline, current: null }],
      });
      assertEquals(compareEnvironments(none, ENVIRONMENT).unknown, [
        { field, baseline: null, current: baseline },
      ]);
      assertEquals(compareEnvironments(none, none), { differing: [], unknown: [] });
    });
  }
});

Deno.test("compareEnvironments() passes over what does not change how fast code runs", () => {
  const other = {
    ...ENVIRONMENT,
    ...{ memory_total_mb: 1, git_commit: "fedcba", git_dirty: true },
    ci: { provider: "github", run: "1", ref: "main" },
  };
  assertEquals(compareEnvironments(ENVIRONMENT, other), { differing: [], unknown: [] });
});
