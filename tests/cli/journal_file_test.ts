// The file that keeps finished rounds: where it lies, who may go on with it, and when it goes.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { denoIo } from "../../scripts/cli/io.ts";
import { JournalFile, type JournalOptions } from "../../scripts/cli/journal_file.ts";
import { type RunRecord, runRecordSchema } from "../../scripts/result/run_journal.ts";
import { Project } from "../project.ts";
import { withSlashes } from "../helpers/with_slashes.ts";

const SUBJECT = { commit: "1a" };
const STARTED = new Date("2026-01-31T12:00:00.000Z");

const failure = (benchmark: string): RunRecord => ({
  kind: "failure",
  benchmark,
  failure: { round: 1, message: "threw" },
});
const round = (benchmark: string): RunRecord => ({
  kind: "round",
  benchmark,
  round: {
    duration_ms: 2,
    min_ms: 1,
    max_ms: 3,
    p75_ms: 2,
    p99_ms: 3,
    iterations: 7,
    batched: false,
  },
});

/** Opens journals in a project, leaves some as a killed command does, and hears what is said of them. */
function keeper(project: Project) {
  let said = "";
  const io = { ...denoIo, writeError: (text: string) => void (said += text) };
  const open = (options: Partial<JournalOptions<RunRecord>> = {}) =>
    JournalFile.open(io, {
      command: "run",
      output: project.path("out/r.json"),
      siblings: null,
      outputs: [],
      resume: false,
      started: STARTED,
      schema: runRecordSchema,
      ...options,
    });
  const heard = () => {
    const text = withSlashes(said).replaceAll(`${project.folder}/`, "");
    said = "";
    return text;
  };
  const leave = async (options: Partial<JournalOptions<RunRecord>> = {}) => {
    const journal = await open(options);
    await journal.begin(SUBJECT);
    journal.append(round("a"));
    await journal.close(true);
    heard();
  };
  return { open, leave, heard };
}

Deno.test("a journal that came to its end leaves nothing, and none of the folders made for it", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const journal = await open();
  assertEquals(await project.list(), [], "it is not there before it begins");
  assertEquals(await journal.begin(SUBJECT), []);
  journal.append(round("a"));
  assertEquals(await project.list("out"), ["r.json.journal"]);
  await journal.close(false);
  assertEquals(await project.list(), []);
  assertEquals(heard(), "");
});

Deno.test("a journal without a record is not kept, nor a folder that something else is in", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const journal = await open();
  await journal.begin(SUBJECT);
  await project.write("out/other", "");
  await journal.close(true);
  assertEquals(await project.list("out"), ["other"]);
  assertEquals(heard(), "");
});

Deno.test("what is kept is gone on with by whoever resumes the same", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const first = await open();
  await first.begin(SUBJECT);
  first.append(round("a"));
  first.append(failure("b"));
  await first.close(true);
  assertEquals(heard(), "out/r.json.journal keeps the finished work; --resume continues it\n");

  const second = await open({ resume: true, started: new Date() });
  assertEquals(second.started, STARTED);
  assertEquals(await second.begin(SUBJECT), [round("a"), failure("b")]);
  assertEquals(heard(), "continuing with 1 finished round of 2026-01-31T12:00:00.000Z\n");
  second.append(round("c"));
  await second.close(true);

  const third = await open({ resume: true });
  assertEquals(await third.begin(SUBJECT), [round("a"), failure("b"), round("c")]);
  await third.close(false);
  assertEquals(await project.list("out"), []);
});

Deno.test("resuming something else says what differs, and takes nothing away", async () => {
  await using project = await Project.create();
  const { open, leave } = keeper(project);
  await leave();
  const before = await project.read("out/r.json.journal");
  const second = await open({ resume: true });
  const { message } = await assertRejects(() => second.begin({ commit: "2b" }), Failure);
  assertStringIncludes(message, 'it differs in commit ("1a", now "2b")');
  await second.close(true);
  assertEquals(await project.read("out/r.json.journal"), before);
});

Deno.test("without anything to go on with, resuming is refused", async () => {
  await using project = await Project.create();
  const { open } = keeper(project);
  await assertRejects(
    () => open({ resume: true }),
    Failure,
    "there is no journal of an unfinished run beside",
  );
  await assertRejects(
    () => open({ resume: true, siblings: /_results\.json$/ }),
    Failure,
    "there is no journal of an unfinished run in",
  );
});

Deno.test("what lies there is told of, left alone, and not in the way", async () => {
  await using project = await Project.create();
  const { open, leave, heard } = keeper(project);
  await leave();
  const before = await project.read("out/r.json.journal");

  const second = await open({ started: new Date("2026-02-01T12:00:00.000Z") });
  assertEquals(
    heard(),
    "warning: out/r.json.journal keeps 1 finished round of a run of 2026-01-31T12:00:00.000Z, " +
      "which was interrupted; continue it with --resume, or remove it\n",
  );
  assertEquals(await second.begin(SUBJECT), []);
  second.append(round("b"));
  await second.close(true);
  assertEquals(await project.list("out"), ["r.json.2.journal", "r.json.journal"]);
  assertEquals(await project.read("out/r.json.journal"), before);

  heard();
  await open();
  assertEquals(
    heard(),
    "warning: out/r.json.2.journal keeps 1 finished round of a run of 2026-02-01T12:00:00.000Z, " +
      "which was interrupted (there is an older one, too); continue it with --resume, or remove " +
      "them\n",
  );
  const third = await open({ resume: true });
  assertEquals(await third.begin(SUBJECT), [round("b")], "the newest is gone on with");
  await third.close(false);
});

Deno.test("a journal belongs to one output, or to all of those that the time names", async () => {
  await using project = await Project.create();
  const { open, leave, heard } = keeper(project);
  await leave({ output: project.path("out/r.json.extra") });
  await leave({ command: "compare" });
  await leave({ output: project.path("out/1_results.json") });
  await open();
  assertEquals(heard(), "", "another output's and another command's are not this one's");
  const siblings = /_results\.json$/;
  const found = await open({ output: project.path("out/2_results.json"), siblings, resume: true });
  assertEquals(found.output, project.path("out/1_results.json"));
  await found.close(true);
});

Deno.test("a journal whose command goes on is nobody else's", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const running = await open();
  await running.begin(SUBJECT);
  running.append(round("a"));
  await assertRejects(() => open({ resume: true }), Failure, "is in use by another command");
  const beside = await open();
  assertEquals(heard(), "");
  await beside.begin(SUBJECT);
  beside.append(round("b"));
  assertEquals(await project.list("out"), ["r.json.2.journal", "r.json.journal"]);
  await beside.close(false);
  await running.close(false);
});

Deno.test("journals that keep nothing are cleared away, and files of other kinds are not", async () => {
  await using project = await Project.create({
    "out/r.json.journal": "",
    "out/r.json.2.journal": "not one of ours",
    "out/r.json.3.journal":
      '{"generator":"","command":"run","started":"2026-01-31T12:00:00Z","subject":{}}\n{"ki',
  });
  const { open, heard } = keeper(project);
  await open();
  assertEquals(await project.list("out"), ["r.json.2.journal"]);
  assertEquals(heard(), "warning: out/r.json.2.journal cannot be read as a journal\n");
});

Deno.test("what cannot be written at first is written with the next record", async () => {
  await using project = await Project.create({ out: "a file in the place of the folder" });
  const { open, heard } = keeper(project);
  const journal = await open({ output: project.path("out/deep/r.json") });
  assertEquals(await journal.begin(SUBJECT), []);
  journal.append(round("a"));
  const warning = heard();
  assert(
    warning.startsWith("warning: finished work could not be saved yet: Cannot write out/deep/"),
  );
  assertEquals(warning.split("\n").length, 2, "it is said once");
  await Deno.remove(project.path("out"));
  await Deno.mkdir(project.path("out/deep"), { recursive: true });
  journal.append(round("b"));
  await journal.close(true);
  const resumed = await open({ output: project.path("out/deep/r.json"), resume: true });
  assertEquals(await resumed.begin(SUBJECT), [round("a"), round("b")]);
  await resumed.close(false);
});

Deno.test("resuming says what lies there that cannot be gone on with", async () => {
  await using project = await Project.create({ "out/r.json.2.journal": "garbage\n" });
  const { open, leave } = keeper(project);
  await leave({ command: "compare" });
  const { message } = await assertRejects(() => open({ resume: true }), Failure);
  assertStringIncludes(message, "out/r.json.2.journal cannot be read as a journal");
  assertStringIncludes(message, "out/r.json.journal is the journal of a comparison");
});

Deno.test("a journal that is too large stands in the way of nothing but resuming", async () => {
  await using project = await Project.create({ "out/r.json.journal": "" });
  await Deno.truncate(project.path("out/r.json.journal"), 200e6);
  const { open, heard } = keeper(project);
  const journal = await open();
  assertStringIncludes(heard(), "warning: Cannot read out/r.json.journal: ");
  await journal.begin(SUBJECT);
  journal.append(round("a"));
  assertEquals(await project.list("out"), ["r.json.2.journal", "r.json.journal"]);
  await journal.close(false);
});

Deno.test("two that begin at once beside one output get a journal each", async () => {
  await using project = await Project.create();
  const { open } = keeper(project);
  const journals = [await open(), await open()];
  for (const journal of journals) {
    await journal.begin(SUBJECT);
    journal.append(round("a"));
  }
  assertEquals(await project.list("out"), ["r.json.2.journal", "r.json.journal"]);
  for (const journal of journals) await journal.close(false);
  assertEquals(await project.list("out"), []);
});

Deno.test("what is damaged in the middle does not count, and all behind it does", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const first = await open();
  await first.begin(SUBJECT);
  for (const name of ["a", "b", "c"]) first.append(round(name));
  await first.close(true);
  const path = "out/r.json.journal";
  await project.write(path, (await project.read(path)).replace('"b"', '"b'));
  heard();
  const second = await open({ resume: true });
  assertEquals(await second.begin(SUBJECT), [round("a"), round("c")]);
  assertStringIncludes(
    heard(),
    "warning: out/r.json.journal is damaged: 1 line cannot be read",
  );
  await second.close(false);
});

Deno.test("a line that was torn is written over", async () => {
  await using project = await Project.create();
  const { open, leave } = keeper(project);
  await leave();
  const path = project.path("out/r.json.journal");
  await Deno.writeTextFile(path, '{"kind":"round","benchm', { append: true });
  const second = await open({ resume: true });
  assertEquals(await second.begin(SUBJECT), [round("a")]);
  second.append(round("b"));
  await second.close(true);
  const third = await open({ resume: true });
  assertEquals(await third.begin(SUBJECT), [round("a"), round("b")]);
  await third.close(false);
});
