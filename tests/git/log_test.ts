// Where the commits of a repository can be looked at, by what its remote repository is called.
import { assertEquals } from "@std/assert";
import { runIn } from "../project.ts";
import { git, repository } from "../helpers/repository.ts";

Deno.test("findRepositoryUrl() has a place on the web, and nobody's password", async (t) => {
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
