// Checks where the file of finished rounds is, who may resume it, and when it is removed.
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

/** Opens journals in a project, leaves some as a killed command would, and records the messages. */
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

Deno.test("a journal that is no longer needed is removed, with the folders made for it", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const journal = await open();
  assertEquals(await project.list(), [], "there is no file before the journal begins");
  assertEquals(await journal.begin(SUBJECT), []);
  journal.append(round("a"));
  assertEquals(await project.list("out"), ["r.json.journal"]);
  await journal.close(false);
  assertEquals(await project.list(), []);
  assertEquals(heard(), "");
});

Deno.test("a journal without a record is removed, but its folder stays if it has other files", async () => {
  await using project = await Project.create();
  const { open, heard } = keeper(project);
  const journal = await open();
  await journal.begin(SUBJECT);
  await project.write("out/other", "");
  await journal.close(true);
  assertEquals(await project.list("out"), ["other"]);
  assertEquals(heard(), "");
});

Deno.test("resuming the same work continues with the records of the journal", async () => {
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

Deno.test("resuming other work is refused with the difference, and keeps the journal", async () => {
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

Deno.test("resuming is refused if there is nothing to resume", async () => {
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

Deno.test("without --resume, a command warns of journals and leaves them alone", async () => {
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
  assertEquals(await third.begin(SUBJECT), [round("b")], "the newest is resumed");
  await third.close(false);
});

Deno.test("a journal belongs to one output, or to all outputs whose names differ only in the time", async () => {
  await using project = await Project.create();
  const { open, leave, heard } = keeper(project);
  await leave({ output: project.path("out/r.json.extra") });
  await leave({ command: "compare" });
  await leave({ output: project.path("out/1_results.json") });
  await open();
  assertEquals(heard(), "", "journals of other outputs and commands do not count");
  const siblings = /_results\.json$/;
  const found = await open({ output: project.path("out/2_results.json"), siblings, resume: true });
  assertEquals(found.output, project.path("out/1_results.json"));
  await found.close(true);
});

Deno.test("a journal cannot be resumed while its command runs", async () => {
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

Deno.test("empty journals are removed, but not other files", async () => {
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

Deno.test("a record that could not be written is written with the next one", async () => {
  await using project = await Project.create({ out: "a file in the place of the folder" });
  const { open, heard } = keeper(project);
  const journal = await open({ output: project.path("out/deep/r.json") });
  assertEquals(await journal.begin(SUBJECT), []);
  journal.append(round("a"));
  const warning = heard();
  assert(
    warning.startsWith("warning: finished work could not be saved yet: Cannot write out/deep/"),
  );
  assertEquals(warning.split("\n").length, 2, "it warns only once");
  await Deno.remove(project.path("out"));
  await Deno.mkdir(project.path("out/deep"), { recursive: true });
  journal.append(round("b"));
  await journal.close(true);
  const resumed = await open({ output: project.path("out/deep/r.json"), resume: true });
  assertEquals(await resumed.begin(SUBJECT), [round("a"), round("b")]);
  await resumed.close(false);
});

Deno.test("resuming says why the journals that exist cannot be resumed", async () => {
  await using project = await Project.create({ "out/r.json.2.journal": "garbage\n" });
  const { open, leave } = keeper(project);
  await leave({ command: "compare" });
  const { message } = await assertRejects(() => open({ resume: true }), Failure);
  assertStringIncludes(message, "out/r.json.2.journal cannot be read as a journal");
  assertStringIncludes(message, "out/r.json.journal is the journal of a comparison");
});

Deno.test("a journal that is too large only prevents resuming", async () => {
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

Deno.test("two commands that begin with the same output at once get separate journals", async () => {
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

Deno.test("a damaged line does not count, but the lines after it do", async () => {
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

Deno.test("an incomplete last line is overwritten", async () => {
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
