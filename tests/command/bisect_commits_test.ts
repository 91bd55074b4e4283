// What a search is told of commits that cannot be measured.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { measureCommits } from "../../scripts/command/bisect/commits.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import { repository } from "../helpers/repository.ts";

const IDENTITY = { file: "a_bench.ts", group: null, name: "a" };

Deno.test("a commit that cannot be prepared is a reason, and ends that cannot are an error", async () => {
  await using project = await repository({ "a_bench.ts": "" });
  const { compare, measure } = measureCommits({ root: project.folder });
  const why = await measure({ good: "HEAD", bad: "none" }, IDENTITY, () => true, 1);
  assertStringIncludes(why!, "git knows no such commit");
  await assertRejects(
    () => compare("HEAD", "none", null, 1, false),
    Failure,
    "git knows no such commit",
  );
});

Deno.test("what was stopped is no commit that cannot be prepared", async () => {
  await using project = await repository({ "a_bench.ts": "" });
  const reason = new Interruption("SIGINT");
  const { compare, measure } = measureCommits({
    root: project.folder,
    signal: AbortSignal.abort(reason),
  });
  const stops = [
    () => measure({ good: "HEAD", bad: "none" }, IDENTITY, () => true, 1),
    () => compare("HEAD", "none", null, 1, false),
    () => compare("HEAD", "none", IDENTITY, 1, false),
  ];
  for (const stop of stops) assertEquals(await assertRejects(stop, Interruption), reason);
});
