// Commands in help and messages are those that the reader can type.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main as benchline } from "../../scripts/benchline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { asStarted, startAsBenchline } from "../../scripts/cli/as_started.ts";
import { main as run } from "../../scripts/run.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

Deno.test("asStarted() keeps benchline, or names tasks", () => {
  const io = {};
  const text = "benchline run a | benchline compare; a fault in benchline is no benchline comand";
  assertEquals(
    asStarted(text, io),
    "deno task bench a | deno task compare; a fault in benchline is no benchline comand",
  );
  {
    using _ = startAsBenchline(io);
    assertEquals(asStarted(text, io), text);
  }
  assertEquals(asStarted("benchline doctor", io), "deno task doctor");
});

Deno.test("the help of benchline names no task, and that of a script names no benchline", async () => {
  for (const name of ["run", "compare", "baseline", "history", "bisect", "import", "merge"]) {
    const io = new MemoryIo();
    await benchline([name, "--help"], io);
    assert(!io.out.includes("deno task"), io.out);
    assertStringIncludes(io.out, `Examples:\n  `);
    assertStringIncludes(io.out, `benchline ${name}`);
  }
  const script = new MemoryIo();
  await run(["--help"], script);
  assert(!/\bbenchline run\b/.test(script.out), script.out);
  assertStringIncludes(script.out, "deno task bench");
});

Deno.test("hints name the program that was started", async () => {
  const installed = new MemoryIo();
  assertEquals(await benchline(["compare"], installed), 2);
  assertStringIncludes(
    installed.error,
    "; make one with: benchline run, then: benchline baseline accept\n",
  );
  const script = new MemoryIo();
  assertEquals(await compare([], script), 2);
  assertStringIncludes(
    script.error,
    "; make one with: deno task bench, then: deno task baseline accept\n",
  );
});
