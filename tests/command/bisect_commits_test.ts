// Checks how a search handles commits that cannot be measured.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { measureCommits } from "../../scripts/command/bisect/commits.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import { repository } from "../helpers/repository.ts";

const IDENTITY = { file: "a_bench.ts", group: null, name: "a" };

Deno.test("a commit that cannot be prepared has a reason, and an end that cannot be is an error", async () => {
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

Deno.test("a stopped preparation does not count as a commit that cannot be prepared", async () => {
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
