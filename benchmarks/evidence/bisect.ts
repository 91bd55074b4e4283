/**
 * Checks whether `bisect` names the right commits, and whether histories mark them, in a project of
 * sixty commits. Some commits make a benchmark slower, and one does not load. One history has a
 * result for each commit, the other a comparison of each commit with the one before. The state of
 * the machine affects a result, but not a comparison, whose sides are measured in turn.
 *
 *     deno task evidence:bisect --repeats 10 --histories results,comparisons
 *
 * @module
 */
import { parseArgs } from "../../scripts/deps/std/cli/parse_args.ts";
import type { BisectionDocument } from "../../scripts/report/bisection/bisection_document.ts";
import type { HistoryDocument } from "../../scripts/report/history/history_document.ts";

const COMMITS = 60;
const BROKEN = 41;
/**
 * The planted slowdowns: from each of these commits on, a benchmark does so much more of the same
 * work.
 */
const PLANTED: readonly Planted[] = [
  { name: "alpha", commits: [13], factor: 1.3 },
  { name: "beta", commits: [34], factor: 1.6 },
  { name: "gamma", commits: [47], factor: 1.25 },
  { name: "delta", commits: [9, 28], factor: 1.3 },
];

interface Planted {
  readonly name: string;
  readonly commits: readonly number[];
  readonly factor: number;
}

const scripts = new URL("../../scripts/", import.meta.url);
const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write", "--allow-sys"];

/** Kinds of documents for a history. */
const DOCUMENTS = { results: measureResult, comparisons: measureComparison };
type Documents = keyof typeof DOCUMENTS;

const { repeats, histories } = parseArgs(Deno.args, {
  string: ["repeats", "histories"],
  default: { repeats: "10", histories: Object.keys(DOCUMENTS).join() },
});
const wanted = String(histories).split(",").filter((name) => name !== "").map(toDocuments);
const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "benchline-bisect-" }));
try {
  const hashes = await makeProject();
  let right = 0;
  for (let repeat = 1; repeat <= Number(repeats); repeat++) {
    const began = performance.now();
    const answer = await runBisect();
    const seconds = Math.round((performance.now() - began) / 1000);
    const wrong = PLANTED.filter(({ name, commits }) =>
      answer.get(name) !== commits.map((commit) => hashes[commit]).join()
    );
    const others = [...answer.keys()].filter((name) => !PLANTED.some((one) => one.name === name));
    if (wrong.length === 0 && others.length === 0) right++;
    const remark = [
      ...wrong.map((one) => describeWrong(one, answer.get(one.name), hashes)),
      ...others,
    ].join(", ");
    console.log(`${repeat}: ${remark === "" ? "all named" : remark}, ${seconds} s`);
  }
  console.log(`bisect: ${right} of ${repeats} right`);
  for (const documents of wanted) await fillHistory(documents, hashes);
} finally {
  await Deno.remove(folder, { recursive: true });
}

function toDocuments(name: string): Documents {
  if (Object.hasOwn(DOCUMENTS, name)) return name as Documents;
  throw new Error(
    `Cannot fill a history with ${name}: ${Object.keys(DOCUMENTS).join(" or ")} must be given`,
  );
}

/** Says what was planted and what was named: nothing, another commit or several. */
function describeWrong(
  { name, commits }: Planted,
  found: string | undefined,
  hashes: readonly string[],
): string {
  const placesOf = (culprit: string) => culprit.split("+").map((hash) => hashes.indexOf(hash));
  const places = found?.split(",").map((culprit) => placesOf(culprit).join(" or ")).join(", ");
  return `wrong: ${name} planted at ${commits.join(", ")}, named ${places ?? "nowhere"}`;
}

/** The hashes of the commits, in order. */
async function makeProject(): Promise<string[]> {
  await git("init", "--quiet", "--initial-branch=main");
  const hashes: string[] = [];
  for (let commit = 0; commit < COMMITS; commit++) {
    await Deno.writeTextFile(`${folder}/work_bench.ts`, benchFile(commit));
    await Deno.writeTextFile(`${folder}/CHANGES`, `change ${commit}\n`);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", `Change ${commit}`);
    hashes.push(await git("rev-parse", "HEAD"));
  }
  return hashes;
}

function benchFile(commit: number): string {
  if (commit === BROKEN) return 'throw new Error("this commit does not load");\n';
  const calls = PLANTED.map(({ name, commits, factor }) => {
    const amount = Math.round(200 * factor ** commits.filter((from) => commit >= from).length);
    return `Deno.bench("${name}", () => { work(${amount}); });`;
  });
  return `
let bits = 1;
function work(count: number) {
  for (let left = 100 * count; left > 0; left--) {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
  }
}
${calls.join("\n")}
Deno.bench("steady", () => { work(100); });
`;
}

/** The culprits of each benchmark, separated by commas; the commits of one, by plus signs. */
async function runBisect(): Promise<Map<string, string>> {
  const { out } = await deno("bisect.ts", ["--good", `HEAD~${COMMITS - 1}`, "--format", "json"], [
    "--allow-run=deno,git,taskset",
  ]);
  const { slower } = JSON.parse(out) as BisectionDocument;
  return new Map(slower.map(({ name, culprits }) => [
    name,
    culprits.map(({ commits }) => commits.map(({ hash }) => hash).join("+")).join(),
  ]));
}

async function fillHistory(documents: Documents, hashes: readonly string[]): Promise<void> {
  const store = ["--store", `histories/${documents}`];
  let before: string | null = null;
  for (const [index, hash] of hashes.entries()) {
    if (index === BROKEN) continue;
    await git("checkout", "--quiet", "--force", hash);
    const file = `${documents}/${String(index).padStart(2, "0")}.json`;
    if (await DOCUMENTS[documents](file, before)) {
      await deno("history.ts", ["add", file, ...store], ["--allow-run=git"]);
    }
    before = hash;
  }
  const check = ["check", "--format", "json", ...store];
  const { out } = await deno("history.ts", check, ["--allow-run=git"]);
  const { benchmarks } = JSON.parse(out) as HistoryDocument;
  const planted = [...PLANTED, { name: "steady", commits: [] }];
  let right = 0;
  for (const { name, commits } of planted) {
    const { changes, sight } = benchmarks.find((one) => one.name === name)!;
    const marked = changes.filter(({ told }) => told != null)
      .map((change) => describeMark(change, hashes)).join(", ");
    if (marked === commits.join(", ")) right++;
    const least = sight?.smallest == null ? "unknown" : `${(sight.smallest * 100).toFixed(1)} %`;
    console.log(
      `history of ${documents}: ${name}, planted at [${commits.join(", ")}], ` +
        `marked at [${marked}], smallest visible change: ${least}`,
    );
  }
  console.log(`history of ${documents}: ${right} of ${planted.length} benchmarks right`);
}

/**
 * The place of a change, with its faults: each planted one should be a regression, a step, and
 * caused by the code.
 */
function describeMark(
  { kind, after, verdict, company }: HistoryDocument["benchmarks"][number]["changes"][number],
  hashes: readonly string[],
): string {
  const remarks = [
    kind === "step" ? "" : kind,
    verdict === "regression" ? "" : verdict,
    company === null || company.cause === "code" ? "" : `of ${company.cause} cause`,
  ].filter((remark) => remark !== "");
  const place = `${hashes.indexOf(after.git_commit!)}`;
  return remarks.length === 0 ? place : `${place} (${remarks.join(", ")})`;
}

async function measureResult(file: string): Promise<boolean> {
  await deno("run.ts", ["--rounds", "3", "--quiet", "--out", file], ["--allow-run=deno,git"]);
  return true;
}

/** Compares the commit that is checked out with the one before it. */
async function measureComparison(file: string, before: string | null): Promise<boolean> {
  if (before === null) return false;
  await deno("compare.ts", ["--against", before, "--quiet", "--out", file], [
    "--allow-run=deno,git,taskset",
  ]);
  return true;
}

async function deno(
  script: string,
  args: readonly string[],
  permissions: readonly string[],
): Promise<{ out: string }> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", ...PERMISSIONS, ...permissions, new URL(script, scripts).href, ...args],
    cwd: folder,
  }).output();
  // 1 is a verdict, too.
  if (code > 1) {
    throw new Error(`${script} ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  }
  return { out: new TextDecoder().decode(stdout) };
}

async function git(...args: string[]): Promise<string> {
  const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args: [...who, ...args],
    cwd: folder,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}
