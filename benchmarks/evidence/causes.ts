/**
 * Checks whether the causes of slowdowns are named: compares and explains projects with planted
 * causes.
 *
 *     deno task evidence:causes --repeats 10 --only megamorphic
 *
 * @module
 */
import { compareVersions } from "../../mod.ts";
import { interruptSignal } from "../../scripts/cli/interrupt.ts";
import { parseArgs } from "../../scripts/deps/std/cli/parse_args.ts";
import { dirname, join } from "../../scripts/deps/std/path/mod.ts";
import { describeCauses } from "../../scripts/report/describe_causes.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import { isExplained } from "../../scripts/verdict/explain/explanation.ts";
import { plantCauses, type PlantedCause } from "./causes_project.ts";
import { runProcess } from "./process.ts";

const { repeats, only } = parseArgs(Deno.args, {
  string: ["repeats", "only"],
  default: { repeats: "10", only: "" },
});
const signal = interruptSignal();
const right = new Map<string, number>();
const seconds: number[] = [];
for (let repeat = 1; repeat <= Number(repeats); repeat++) {
  for (const one of plantCauses(pickFrom(repeat))) {
    if (!one.name.includes(String(only))) continue;
    const began = performance.now();
    const entry = await compare(one);
    signal.throwIfAborted();
    seconds.push((performance.now() - began) / 1000);
    const isRight = isNamed(one, entry);
    right.set(one.name, (right.get(one.name) ?? 0) + (isRight ? 1 : 0));
    console.log(`${repeat}: ${one.name}: ${isRight ? "right" : "WRONG"}, ${entry.verdict}`);
    for (const line of describeCauses(entry)) console.log(`   ${line}`);
  }
}
for (const [name, count] of right) console.log(`${name}: ${count} of ${repeats}`);
const all = [...right.values()].reduce((sum, count) => sum + count, 0);
const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
console.log(`all: ${all} of ${right.size * Number(repeats)}, ${mean.toFixed(1)} s each`);

/** Whole numbers from a seed: Lehmer's generator (Park and Miller, 1988). */
function pickFrom(seed: number) {
  let state = seed * 7919 % 2147483647;
  return (least: number, most: number) => {
    state = state * 48271 % 2147483647;
    return least + state % (most - least + 1);
  };
}

function isNamed({ causes, collection = false }: PlantedCause, entry: ComparisonEntry): boolean {
  const { explanation } = entry;
  if (explanation === null || !isExplained(explanation)) return false;
  const [first] = explanation.causes;
  if (first === undefined) return causes.length === 0;
  return first.kind === "function"
    ? causes.includes(first.function!.name)
    : collection && first.kind === "collection";
}

async function compare({ before, after, causes }: PlantedCause): Promise<ComparisonEntry> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "benchline-causes-" }));
  try {
    const git = (...args: string[]) => {
      const who = ["-c", "user.name=evidence", "-c", "user.email=evidence@example.com"];
      return runProcess("git", [...who, ...args], { cwd: root, signal });
    };
    await write(root, { "deno.json": "{}\n", ...before });
    await git("init", "--quiet");
    await git("add", "--all", "--force");
    await git("commit", "--quiet", "--no-verify", "--message", "before");
    await write(root, after);
    const { comparison } = await compareVersions({
      root,
      baseline: { ref: "HEAD" },
      budgetSeconds: 4,
      explained: causes.length === 0 ? "all" : "changed",
      signal,
    });
    return comparison.entries[0]!;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
}
