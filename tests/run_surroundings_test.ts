// What `run` records about a project, and what it leaves unchanged there.
import { assertEquals } from "@std/assert";
import type { ResultDocument } from "../scripts/result/schema.ts";
import { OUTSIDE, Project, runArgs, runIn } from "./project.ts";

Deno.test("run leaves the user's project alone", async (t) => {
  const lock = '{\n  "version": "5"\n}\n';
  await using project = await Project.create({
    "deno.json": JSON.stringify({
      compilerOptions: {
        strict: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        noImplicitReturns: true,
        noPropertyAccessFromIndexSignature: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        isolatedDeclarations: true,
        // The checker takes half of the time if it knows fewer types.
        lib: ["deno.ns"],
      },
      lock: { frozen: true },
      imports: {},
    }),
    "deno.lock": lock,
    "benches/a_bench.ts":
      'import { b } from "./b.ts";\nDeno.bench("a", { n: 1 }, () => void b());\n',
    "benches/b.ts": "export const b = (): number => 1;\n",
    ".gitignore": "benchmarks/results/\n",
  });
  const git = async (...args: string[]) => {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"];
    const ended = await runIn(project, "git", [...identity, ...args]);
    assertEquals(ended.code, 0, ended.error);
    return ended.out.trim();
  };
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "one");
  const commit = await git("rev-parse", "HEAD");
  const env = {
    GITHUB_RUN_ID: "12",
    GITHUB_REF: "refs/heads/main",
    DENO_V8_FLAGS: "--stack-size=900",
  };
  const run = async (
    args: readonly string[],
    permissions?: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ResultDocument> => {
    const all = ["--format", "json", "--rounds", "1", ...args];
    const ended = await runIn(project, "deno", runArgs(all, permissions), { ...OUTSIDE, ...env });
    assertEquals(ended.code, 0, ended.error);
    return JSON.parse(ended.out);
  };

  await t.step("strict type checks and a frozen lock file do not break it", async () => {
    const args = ["benches/", "--", "--v8-flags=--no-opt,--max-lazy"];
    const { benchmarks, environment } = await run(args, undefined, env);
    assertEquals(benchmarks[0]!.file, "benches/a_bench.ts");
    assertEquals(await project.read("deno.lock"), lock);
    assertEquals(environment.git_commit, commit);
    assertEquals(environment.git_dirty, false);
    assertEquals(environment.v8_flags, ["--stack-size=900", "--no-opt", "--max-lazy"]);
    assertEquals(environment.ci, { provider: "github", run: "12", ref: "refs/heads/main" });
    assertEquals(await git("status", "--porcelain"), "");
  });
  // A command takes less time than a bench file, and here nobody looks at what is measured.
  const command = ["--command", "deno --version"];
  const folder = ["--allow-read=.", "--allow-write=."];
  await t.step("a changed file shows; facts without a permission are null", async () => {
    await project.write("benches/b.ts", "export const b = (): number => 2;\n");
    const { environment } = await run(command, ["--allow-run", ...folder]);
    assertEquals([environment.git_commit, environment.git_dirty], [commit, true]);
    assertEquals(environment.memory_total_mb, null);
    assertEquals(environment.ci, null);
  });
  await t.step("without the permission to run git", async () => {
    const { environment } = await run(command, ["--allow-run=deno", ...folder], env);
    const { git_commit, git_dirty, ci, v8_flags } = environment;
    assertEquals([git_commit, git_dirty, ci, v8_flags], [null, null, null, []]);
  });
});
