import { assertEquals, assertNotEquals } from "@std/assert";
import type { Environment } from "../../scripts/result/schema.ts";
import {
  compareEnvironments,
  differencesOf,
  environmentKey,
  machineOf,
  versionOf,
} from "../../scripts/verdict/environment.ts";
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

Deno.test("compareEnvironments() ignores facts that do not change how fast code runs", () => {
  const other = {
    ...ENVIRONMENT,
    memory_total_mb: 1,
    git_commit: "fedcba",
    git_dirty: true,
    ci: { provider: "github", run: "1", ref: "main" },
  };
  assertEquals(compareEnvironments(ENVIRONMENT, other), { differing: [], unknown: [] });
});

const KEY = environmentKey(ENVIRONMENT);
const keyWith = (given: Partial<Environment>) => environmentKey({ ...ENVIRONMENT, ...given });

Deno.test("machineOf() and versionOf() distinguish an upgrade of Deno from another machine", () => {
  const upgraded = keyWith({ deno_version: "2.9.7", v8_version: "15.0" });
  assertEquals(machineOf(upgraded), machineOf(KEY));
  assertNotEquals(versionOf(upgraded), versionOf(KEY));
  for (const given of [{ cpu: "Other" }, { cpu_cores: 4 }, { v8_flags: ["--jitless"] }]) {
    assertNotEquals(machineOf(keyWith(given)), machineOf(KEY));
    assertEquals(versionOf(keyWith(given)), versionOf(KEY));
  }
});

Deno.test("machineOf() reads a text that is not a key of an environment as a machine without a version", () => {
  for (const text of ["one machine", "", "[", "[1]", "null", "{}", '"x"']) {
    assertEquals(machineOf(text), text);
    assertEquals(versionOf(text), versionOf("another machine"));
    assertEquals(differencesOf(text, text), []);
    assertEquals(differencesOf(KEY, text), [
      { field: "environment", baseline: KEY, current: text },
    ]);
  }
});

Deno.test("differencesOf() includes facts that only one of two environments records", () => {
  const other = keyWith({ deno_version: "2.9.7", cpu: null, v8_flags: ["--jitless"] });
  assertEquals(differencesOf(KEY, other), [
    { field: "cpu", baseline: "Test CPU", current: null },
    { field: "deno_version", baseline: "2.9.6", current: "2.9.7" },
    { field: "v8_flags", baseline: "none", current: "--jitless" },
  ]);
  assertEquals(differencesOf(KEY, KEY), []);
});
