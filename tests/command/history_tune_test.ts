// Tests the path from dismissals in a history to rules in a configuration.
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { Ajv } from "../../scripts/deps/ajv.ts";
import { denoIo } from "../../scripts/cli/io.ts";
import { readThresholds } from "../../scripts/cli/thresholds.ts";
import { dismiss } from "../../scripts/command/history/actions.ts";
import { tune } from "../../scripts/command/history/tune.ts";
import { openHistory } from "../../scripts/history/open.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { seeded } from "../helpers/draws.ts";
import { dayEntry } from "../helpers/history.ts";
import { Project } from "../project.ts";

const CONFIG = "benchline.jsonc";

const COMMENTED = `{
  // Limits in percent.
  "threshold": 10,
  "benchmarks": {
    "*_io": { "threshold": 30 } // disks
  }
}
`;

/** Sixty days in which `sort` rises by 13 % and later by 40 %, without dismissals. */
async function makeHistory(project: Project): Promise<void> {
  const store = await openStore(project);
  const random = seeded(3);
  const entries = [];
  for (let day = 0; day < 60; day++) {
    const noise = () => Math.exp(0.01 * random.normal());
    const rise = day < 20 ? 1 : day < 40 ? 1.13 : 1.13 * 1.4;
    entries.push(await dayEntry(day, { sort: 10 * rise * noise(), parse: 3 * noise() }));
  }
  await store.add(entries);
  await store.close();
}

function openStore(project: Project) {
  return openHistory({ store: project.path("h"), branch: null, project: null }, denoIo);
}

interface Asked {
  readonly write?: boolean;
  readonly json?: boolean;
  /** Dismisses the first change of `sort`, or the second. */
  readonly dismiss?: number;
}

async function tuneIn(project: Project, asked: Asked = {}): Promise<[out: string, error: string]> {
  const { write = false, json = false } = asked;
  let [out, error] = ["", ""];
  const io = {
    ...denoIo,
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  };
  const files = await project.list(".");
  const config = files.includes(CONFIG) ? project.path(CONFIG) : null;
  const limits = { tolerance: null, threshold: null, moderate: null, severe: null };
  const thresholdsOf = await readThresholds({ ...limits, config }, io);
  const store = await openStore(project);
  const context = { store, io, thresholdsOf, json };
  try {
    if (asked.dismiss !== undefined) {
      const [sort] = (await store.benchmarks()).filter(({ name }) => name === "sort");
      const results = await store.results();
      const id = results[20 * (1 + asked.dismiss)]!.id;
      await dismiss(id, sort!.name, "needed for safety", {
        ...context,
        io: { ...io, writeOut() {} },
      });
    }
    await tune({ write, config }, context);
  } finally {
    await store.close();
  }
  return [out, error];
}

Deno.test("a dismissal becomes a rule on request", async () => {
  await using project = await Project.create({ [CONFIG]: COMMENTED });
  await makeHistory(project);
  const [nothing, quiet] = await tuneIn(project, { write: true });
  assertEquals(quiet, "");
  assertStringIncludes(nothing, "no regression is dismissed, so there is nothing to learn from\n");
  const [shown, note] = await tuneIn(project, { dismiss: 0 });
  assertMatch(shown, /^"sort": \{ "threshold": 1\d(\.5)? \}\n/);
  assertStringIncludes(shown, "      needed for safety\n");
  assertMatch(shown, /\n1 rule for 1 of 2 benchmarks\n$/);
  assertEquals(note, "history tune --write puts 1 rule into the configuration\n");
  assertEquals(await project.read(CONFIG), COMMENTED);
  const [again, wrote] = await tuneIn(project, { write: true });
  assertEquals(again, shown);
  assertEquals(wrote, `wrote 1 rule to ${project.path(CONFIG)}\n`);
  const rule = shown.split("\n")[0];
  assertEquals(
    await project.read(CONFIG),
    COMMENTED.replace("} // disks\n", `}, // disks\n    ${rule}\n`),
  );
  const [learned] = await tuneIn(project, { write: true });
  assertMatch(learned, /^0 rules for 0 of 2 benchmarks\n/);
});

Deno.test("rules as JSON are valid by the schema in the repository", async () => {
  await using project = await Project.create({ [CONFIG]: "{}" });
  await makeHistory(project);
  const url = new URL("../../scripts/report/history/tuning_document.schema.json", import.meta.url);
  const valid = new Ajv({ strict: false }).compile(JSON.parse(await Deno.readTextFile(url)));
  const [shown, note] = await tuneIn(project, { dismiss: 0, json: true });
  const proposed = JSON.parse(shown);
  assertEquals([valid(proposed), valid.errors], [true, null]);
  assertEquals(valid({ ...proposed, rules: {} }), false);
  assertEquals([proposed.rules[0].glob, proposed.written], ["sort", null]);
  const [written] = await tuneIn(project, { write: true, json: true });
  assertEquals(JSON.parse(written), { ...proposed, written: project.path(CONFIG) });
  assertEquals(JSON.parse(await project.read(CONFIG)).benchmarks.sort, proposed.rules[0].set);
  assertStringIncludes(note, "history tune --write");
});

Deno.test("a contradiction is reported, and no rule is written", async () => {
  await using project = await Project.create({ [CONFIG]: COMMENTED });
  await makeHistory(project);
  const [out, error] = await tuneIn(project, { dismiss: 1, write: true });
  assertMatch(out, /^no rule for sort\n.*no thresholds separate.*\n +dismissed .*\n.*\n +kept /);
  assertMatch(out, /\n0 rules for 0 of 2 benchmarks; 1 contradiction\n$/);
  assertEquals([error, await project.read(CONFIG)], ["", COMMENTED]);
});

Deno.test("rules that cannot be written are shown, and nothing changes", async () => {
  await using project = await Project.create({
    [CONFIG]: '{ "benchmarks": { "sort": {}, "s*": { "threshold": 10 } } }',
  });
  await makeHistory(project);
  await tuneIn(project, { dismiss: 0 });
  const before = await project.read(CONFIG);
  await assertRejects(
    () => tuneIn(project, { write: true }),
    Failure,
    'later rules than "sort" set the thresholds of "sort"; change them by hand to "sort": {',
  );
  assertEquals(await project.read(CONFIG), before);
  await project.write(CONFIG, "{}");
  const [result] = await project.list("h/results");
  await project.write(`h/results/${result}`, "{");
  await assertRejects(() => tuneIn(project, { write: true }), Failure, "1 result cannot be read");
  assertEquals(await project.read(CONFIG), "{}");
});

Deno.test("a history without results has nothing to tune", async () => {
  await using project = await Project.create();
  await assertRejects(() => tuneIn(project), Failure, "has no results");
});
