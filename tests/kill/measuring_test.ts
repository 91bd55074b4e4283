// The commands that measure, killed at random moments: what was finished is not measured again.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { type JournalRecord, parseJournal } from "../../scripts/result/journal.ts";
import { runRecordSchema } from "../../scripts/result/run_journal.ts";
import type * as v from "../../scripts/deps/valibot.ts";
import { comparisonRecordSchema } from "../../scripts/verdict/comparison_journal.ts";
import { testKilled } from "../helpers/kill.ts";
import { git, repository } from "../helpers/repository.ts";
import { type Project, runArgs, scripts } from "../project.ts";

const OUTPUT = "out.json";
const BENCH =
  `const busy = () => { for (const end = performance.now() + 3; performance.now() < end;); };
Deno.bench({ name: "a", n: 1, fn: busy });
Deno.bench({ name: "b", n: 1, fn: busy });
`;

/** The text of a file; null where there is none. */
async function textOf(project: Project, name: string): Promise<string | null> {
  return (await project.list()).includes(name) ? await project.read(name) : null;
}

/** Goes on with whatever a journal has kept; one that keeps nothing is not there for the command. */
function resuming(schema: v.GenericSchema<unknown, JournalRecord>) {
  const records = async (project: Project) => {
    const text = await textOf(project, `${OUTPUT}.journal`);
    return text === null ? [] : parseJournal(text, schema)?.records ?? [];
  };
  return {
    argsAfter: async (project: Project) => (await records(project)).length > 0 ? ["--resume"] : [],
    async assertWhole(project: Project) {
      const text = await textOf(project, `${OUTPUT}.journal`) ?? "";
      // All but the line that was being written.
      const lines = text.split("\n").slice(1, -1);
      assertEquals((await records(project)).length, lines.length);
      assertEquals(await git(project, "status", "--porcelain", "--untracked-files=no"), "");
    },
  };
}

testKilled("run", async () => ({
  template: await repository({ "a_bench.ts": BENCH }),
  start: runArgs([]),
  args: ["--rounds=2", "--quiet", `--out=${OUTPUT}`],
  async result(project) {
    const text = await textOf(project, OUTPUT);
    if (text === null) return null;
    const { benchmarks, partial } = parseResultDocument(text, OUTPUT);
    const rounds = benchmarks.map(({ name, rounds }) => [name, rounds.length]);
    return { partial, rounds, files: (await project.list()).filter((name) => name !== ".git") };
  },
  ...resuming(runRecordSchema),
}));

testKilled("compare --against", async () => ({
  template: await repository({ "a_bench.ts": BENCH }),
  start: [
    "run",
    "--quiet",
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    "--allow-run=deno,git,taskset",
    fromFileUrl(new URL("compare.ts", scripts)),
  ],
  args: ["--against=HEAD", "--budget=0.1", "--quiet", `--out=${OUTPUT}`],
  async result(project) {
    const text = await textOf(project, OUTPUT);
    if (text === null) return null;
    const { entries } = parseComparison(text, OUTPUT);
    const measured = entries.map(({ name, rounds }) => [name, rounds.current >= 4]).sort();
    return { measured, files: (await project.list()).filter((name) => name !== ".git") };
  },
  ...resuming(comparisonRecordSchema),
}));
