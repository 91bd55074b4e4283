// The commands that measure, killed at random moments: finished rounds are not measured again.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { type JournalRecord, parseJournal } from "../../scripts/result/journal.ts";
import { runRecordSchema } from "../../scripts/result/run_journal.ts";
import type * as v from "../../scripts/deps/valibot.ts";
import { comparisonRecordSchema } from "../../scripts/verdict/comparison_journal.ts";
import { type KillableCommand, sizeOf, testKilled, testKilledThoroughly } from "../helpers/kill.ts";
import { git, repository } from "../helpers/repository.ts";
import { type Project, runArgs, scripts } from "../project.ts";

const OUTPUT = "out.json";
// With few moments, one benchmark is enough.
const NAMES = ["a", "b"].slice(0, sizeOf(10));
const BENCH =
  `const busy = () => { for (const end = performance.now() + 3; performance.now() < end;); };
for (const name of ${JSON.stringify(NAMES)}) Deno.bench({ name, n: 1, fn: busy });
`;

/** Returns the text of a file; null if it does not exist. */
async function textOf(project: Project, name: string): Promise<string | null> {
  return (await project.list()).includes(name) ? await project.read(name) : null;
}

/** Continues with what a journal has kept. The command ignores a journal that has kept nothing. */
function resuming(schema: v.GenericSchema<unknown, JournalRecord>) {
  const records = async (project: Project) => {
    const text = await textOf(project, `${OUTPUT}.journal`);
    return text === null ? [] : parseJournal(text, schema)?.records ?? [];
  };
  return {
    argsAfter: async (project: Project) => (await records(project)).length > 0 ? ["--resume"] : [],
    async assertWhole(project: Project) {
      const text = await textOf(project, `${OUTPUT}.journal`) ?? "";
      // The last line may be incomplete.
      const lines = text.split("\n").slice(1, -1);
      assertEquals((await records(project)).length, lines.length);
      assertEquals(await git(project, "status", "--porcelain", "--untracked-files=no"), "");
    },
  };
}

/** The command `run`, killed while it measures. */
async function run(rounds: number, ...args: string[]): Promise<KillableCommand> {
  return {
    template: await repository({ "a_bench.ts": BENCH }),
    start: runArgs([]),
    args: [`--rounds=${rounds}`, "--quiet", `--out=${OUTPUT}`, ...args],
    async result(project) {
      const text = await textOf(project, OUTPUT);
      if (text === null) return null;
      const { benchmarks, partial } = parseResultDocument(text, OUTPUT);
      const rounds = benchmarks.map(({ name, rounds }) => [name, rounds.length]);
      return { partial, rounds, files: (await project.list()).filter((name) => name !== ".git") };
    },
    ...resuming(runRecordSchema),
  };
}

testKilled("run --command", () => run(10, "--command=git --version"));

// A round of deno bench takes a second, and rounds of a command are kept in the same way.
testKilledThoroughly("run", () => run(2));

testKilledThoroughly("compare --against", async () => ({
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
  // Neither a verdict nor a profile may depend on how busy the machine is.
  args: [
    "--against=HEAD",
    "--budget=0.1",
    "--threshold=1000",
    "--no-explain",
    "--quiet",
    `--out=${OUTPUT}`,
  ],
  async result(project) {
    const text = await textOf(project, OUTPUT);
    if (text === null) return null;
    const { entries } = parseComparison(text, OUTPUT);
    const measured = entries.map(({ name, rounds }) => [name, rounds.current >= 4]).sort();
    return { measured, files: (await project.list()).filter((name) => name !== ".git") };
  },
  ...resuming(comparisonRecordSchema),
}));
