// Descriptions of commits, and the web page of a remote repository.
import { assertEquals } from "@std/assert";
import { runIn } from "../project.ts";
import { git, repository } from "../helpers/repository.ts";

Deno.test("findRepositoryUrl() returns a web page, without a password", async (t) => {
  const rows: [origin: string, url: string | null][] = [
    ["https://host.org/a/b.git", "https://host.org/a/b"],
    ["git@host.org:a/b.git", "https://host.org/a/b"],
    ["ssh://git@host.org/a/b/", "https://host.org/a/b"],
    ["https://u:sekret@host.org/a/b.git", "https://host.org/a/b"],
    ["https://sekret@host.org/a/b", "https://host.org/a/b"],
    ["https://u:se/kret@host.org/a/b", "https://host.org/a/b"],
    ["https://x:se@SEKRET@host.org/a/b.git", "https://host.org/a/b"],
    ["https://x:se/kr@SEKRET@host.org/a/b.git", "https://host.org/a/b"],
    [`https://x:${"sekret".repeat(100)}@host.org/a/b.git`, "https://host.org/a/b"],
    [`https://${"sekret".repeat(100)}@host.org/a/b.git`, "https://host.org/a/b"],
    ["../b", null],
  ];
  const module = new URL("../../scripts/git/log.ts", import.meta.url).href;
  await using project = await repository({
    "url.ts": `import { findRepositoryUrl } from ${JSON.stringify(module)};
console.log(JSON.stringify(await findRepositoryUrl()));\n`,
  });
  await git(project, "remote", "add", "origin", "x");
  for (const [origin, url] of rows) {
    await t.step(origin.slice(0, 60), async () => {
      await git(project, "remote", "set-url", "origin", origin);
      const flags = ["--quiet", "--no-prompt", "--no-check", "--allow-run=git"];
      const { out, error } = await runIn(project, "deno", ["run", ...flags, "url.ts"]);
      assertEquals(JSON.parse(out), url, error);
    });
  }
});

Deno.test("logCommits() starts one git process for many commits, and none for none", async () => {
  const module = new URL("../../scripts/git/log.ts", import.meta.url).href;
  await using project = await repository({
    "log.ts": `import { logCommits } from ${JSON.stringify(module)};
for (const hashes of [Deno.args, [], ["0".repeat(40)]]) {
  const found = await logCommits(hashes);
  console.log(JSON.stringify([...found.values()].map(({ hash, subject }) => [hash, subject])));
}\n`,
  });
  await git(project, "commit", "--quiet", "--allow-empty", "--message", "second");
  const hashes = (await git(project, "rev-list", "HEAD")).split("\n");
  const flags = ["--quiet", "--no-prompt", "--no-check", "--allow-run=git"];
  const { out, error } = await runIn(project, "deno", ["run", ...flags, "log.ts", ...hashes]);
  assertEquals(out.trim().split("\n").map((line) => JSON.parse(line)), [
    [[hashes[0], "second"], [hashes[1], "first"]],
    [],
    [],
  ], error);
});
