// Checks that profiles are written beside their report, and nowhere else.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { KeptProfiles, profilesFolder } from "../../scripts/command/compare/keep_profiles.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { versioned } from "../helpers/versioned.ts";

function eventOf(name: string) {
  const profiles = { baseline: "before", current: "now" };
  return { kind: "profiles", benchmark: versioned(name), profiles } as const;
}

Deno.test("KeptProfiles writes a profile of each version, with distinct file names", async () => {
  const io = new MemoryIo();
  const profiles = new KeptProfiles("out/report.html", io);
  for (const name of ["../a b", "../a/b"]) profiles.add(eventOf(name));
  assertEquals(await profiles.finish(), null);
  assertEquals([...io.files].sort(), [
    ["out/report_profiles/1_a_bench.ts_.._a_b_baseline.cpuprofile", "before"],
    ["out/report_profiles/1_a_bench.ts_.._a_b_current.cpuprofile", "now"],
    ["out/report_profiles/2_a_bench.ts_.._a_b_baseline.cpuprofile", "before"],
    ["out/report_profiles/2_a_bench.ts_.._a_b_current.cpuprofile", "now"],
  ]);
});

Deno.test("KeptProfiles removes only the profiles of an earlier comparison", async () => {
  for (const names of [[], ["sort"]]) {
    const old = "report_profiles/7_old_current.cpuprofile";
    const io = new MemoryIo({ [old]: "old", "report_profiles/notes.md": "mine" });
    const profiles = new KeptProfiles("report.json", io);
    for (const name of names) profiles.add(eventOf(name));
    await profiles.finish();
    assertEquals([io.files.has(old), io.files.has("report_profiles/notes.md")], [false, true]);
    assertEquals(io.files.size, 1 + 2 * names.length);
  }
});

Deno.test("KeptProfiles writes nothing if there is no output", async () => {
  const io = new MemoryIo();
  const profiles = new KeptProfiles(null, io);
  profiles.add(eventOf("sort"));
  assertEquals([await profiles.finish(), io.files.size], [null, 0]);
});

Deno.test("KeptProfiles says why it cannot write", async () => {
  const io = new MemoryIo();
  io.unwritable.add("a_profiles/1_a_bench.ts_sort_baseline.cpuprofile");
  const profiles = new KeptProfiles("a.json", io);
  profiles.add(eventOf("sort"));
  assertStringIncludes((await profiles.finish())!, "Cannot write");
});

Deno.test("profilesFolder() returns the name of the output without its ending", () => {
  assertEquals(
    ["a/report.html", "a.b/report", "report.tar.gz"].map(profilesFolder),
    ["a/report_profiles", "a.b/report_profiles", "report.tar_profiles"],
  );
});
