// What `run` finds around it in the folder of a project, and leaves as it was.
import { assertEquals } from "@std/assert";
import { measure, Project, runIn } from "./project.ts";

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
  const args = ["--rounds", "1", "benches/", "--", "--v8-flags=--no-opt,--max-lazy"];
  const env = {
    GITHUB_RUN_ID: "12",
    GITHUB_REF: "refs/heads/main",
    DENO_V8_FLAGS: "--stack-size=900",
  };

  await t.step("strict type checks and a frozen lock file do not break it", async () => {
    const { code, error, document } = await measure(project, args, undefined, env);
    assertEquals(code, 0, error);
    assertEquals(document.benchmarks[0]!.file, "benches/a_bench.ts");
    assertEquals(await project.read("deno.lock"), lock);
    assertEquals(document.environment.git_commit, commit);
    assertEquals(document.environment.git_dirty, false);
    assertEquals(document.environment.v8_flags, ["--stack-size=900", "--no-opt", "--max-lazy"]);
    assertEquals(document.environment.ci, {
      provider: "github",
      run: "12",
      ref: "refs/heads/main",
    });
    assertEquals(await git("status", "--porcelain"), "");
  });
  await t.step("a changed file shows; facts without a permission are null", async () => {
    await project.write("benches/b.ts", "export const b = (): number => 2;\n");
    const git = await measure(project, args.slice(0, 3), [
      "--allow-run",
      "--allow-read=.",
      "--allow-write=.",
    ]);
    assertEquals([git.document.environment.git_commit, git.document.environment.git_dirty], [
      commit,
      true,
    ]);
    assertEquals(git.document.environment.memory_total_mb, null);
    assertEquals(git.document.environment.ci, null);
  });
  await t.step("without the permission to run git", async () => {
    const { code, document } = await measure(project, args.slice(0, 3), [
      "--allow-run=deno",
      "--allow-read=.",
      "--allow-write=.",
    ], env);
    assertEquals(code, 0);
    const { git_commit, git_dirty, ci, v8_flags } = document.environment;
    assertEquals([git_commit, git_dirty, ci, v8_flags], [null, null, null, []]);
  });
});
