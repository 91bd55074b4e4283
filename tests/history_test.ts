// The command `history`, run as a user would.
import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { seeded } from "./helpers/draws.ts";
import { CommandProcess } from "./helpers/command_process.ts";
import { dayDocument } from "./helpers/history.ts";
import { Project } from "./project.ts";
import { days, history, historyAlone } from "./helpers/history_process.ts";

const readOnly = new CommandProcess("history", ["--allow-read", "--allow-run=git"]);

Deno.test("history keeps, lists, checks, dismisses, exports and prunes", async () => {
  await using project = await days(30);
  const added = await history(project, ["add", ...(await project.list("r")).map((f) => `r/${f}`)]);
  assertEquals([added.code, added.error], [0, ""]);
  assertStringIncludes(added.out, "added 30 results to benchmarks/history");
  const pattern = await history(project, ["add", "r/0*.json"]);
  assertStringIncludes(pattern.out, "added 0 results to benchmarks/history; 10 were already there");
  const again = await history(project, ["add", "r/00.json"]);
  assertStringIncludes(again.out, "added 0 results to benchmarks/history; 1 was already there");
  assertMatch((await history(project, ["list"])).out, /30 results in [^]*sort all +30/);
  const shown = await history(project, ["show", "sort"]);
  assertMatch(shown.out, /\+\d+\.\d %.*moderate regression\n.*2026-01-21 00:00/);
  const check = await history(project, ["check"]);
  assertEquals(check.code, 1);
  assertStringIncludes(check.out, "1 open regression in 2 benchmarks");
  assertEquals((await history(project, ["check", "--since", "2026-03-01"])).code, 0);
  assertEquals((await history(project, ["check", "--threshold", "50"])).code, 0);
  const [, id] = /id (\w{12})/.exec(check.out)!;
  const dismissed = await history(project, ["dismiss", id!, "--reason", "needed for safety"]);
  assertEquals([dismissed.code, dismissed.out], [0, `dismissed ${id} of sort\n`]);
  const accepted = await history(project, ["check"]);
  assertEquals(accepted.code, 0);
  assertStringIncludes(accepted.out, "0 open regressions in 2 benchmarks; 1 other change");
  assertStringIncludes(
    (await history(project, ["show", "sort"])).out,
    "dismissed: needed for safety",
  );
  const json = JSON.parse((await history(project, ["show", "sort", "--format", "json"])).out);
  const [sort] = json.benchmarks;
  assertEquals([json.benchmarks.length, sort.points.length, sort.results], [1, 30, 30]);
  assertEquals([sort.changes[0].id, sort.changes[0].open], [id, false]);
  assertEquals(Object.keys(json.environments), [sort.points[0].environment]);
  const list = JSON.parse((await history(project, ["list", "--format", "json"])).out);
  assertEquals([list.results.length, list.results[0].benchmarks], [30, 2]);
  assertEquals(list.benchmarks.map((one: { results: number }) => one.results), [30, 30]);
  const judged = JSON.parse((await history(project, ["check", "--format", "json"])).out);
  assertEquals([judged.results, judged.benchmarks[0].points], [null, null]);
  const same = judged.benchmarks.find(({ name }: { name: string }) => name === "sort");
  assertEquals(same.changes, sort.changes);
  const lines = (await history(project, ["export"])).out.trimEnd().split("\n");
  assertEquals(lines.length, 30);
  assertEquals(JSON.parse(lines[0]!).timestamp, "2026-01-01T00:00:00.000Z");
  assertEquals((await history(project, ["export", "--out", "e"])).code, 0);
  assertEquals((await project.list("e")).length, 30);
  const pruned = await history(project, ["prune", "--keep", "5"]);
  assertEquals(pruned.out, "removed 25 results of 30\n");
  assertEquals((await project.list("benchmarks/history/results")).length, 5);
  const before = await history(project, ["prune", "--before", "2026-01-29T12:00:00Z"]);
  assertEquals(before.out, "removed 4 results of 5\n");
});

Deno.test("a dismissal applies to the benchmark that it names, or else to all with that id", async () => {
  await using project = await Project.create();
  const random = seeded(5);
  for (let day = 0; day < 24; day++) {
    const noise = () => Math.exp(0.01 * random.normal());
    const slow = () => (day < 12 ? 1 : 1.3) * noise();
    const document = dayDocument(day, { parse: slow(), print: slow(), steady: noise() });
    await project.write(`r/${day + 10}.json`, stringifyResultDocument(document));
  }
  await history(project, ["add", "r/*.json"]);
  const shown = await Promise.all(
    ["parse", "print"].map((name) => history(project, ["show", name])),
  );
  const ids = shown.map(({ out }) => /id (\w{12})/.exec(out)![1]!);
  assertEquals(new Set(ids).size, 1);
  const because = ["--reason", "wanted"];
  const one = await history(project, ["dismiss", ids[0]!, "print", ...because]);
  assertEquals(one.out, `dismissed ${ids[0]} of print\n`);
  assertStringIncludes((await history(project, ["check"])).out, "1 open regression in");
  const unknown = await history(project, ["dismiss", "0123456789ab", "print", ...because]);
  assertEquals(
    [unknown.code, unknown.error],
    [2, 'error: No change or event in "print" has the id "0123456789ab"\n'],
  );
  await history(project, ["dismiss", ids[0]!, ...because]);
  assertEquals((await history(project, ["check"])).code, 0);
});

Deno.test("the id of an event covers only its own changes, even if others began after the same result", async () => {
  await using project = await Project.create();
  const random = seeded(2);
  for (let day = 0; day < 60; day++) {
    const durations = Object.fromEntries(Array.from({ length: 8 }, (_, index) => {
      const size = index === 0 ? 1.2 : 0.2;
      const noise = Math.exp((index === 0 ? 0.01 : 0.08) * random.normal());
      return [`benchmark ${index}`, (day < 20 ? 1 : 1 + size) * noise];
    }));
    const document = dayDocument(day, durations);
    await project.write(`r/${day + 10}.json`, stringifyResultDocument(document));
  }
  await history(project, ["add", "r/*.json"]);
  const check = await history(project, ["check"]);
  const [, id] = /severe regression\n {4}benchmark 0\n.* id (\w{12})\n/.exec(check.out)!;
  const json = JSON.parse((await history(project, ["check", "--format", "json"])).out);
  const called = json.benchmarks.filter(({ changes }: { changes: { id: string }[] }) =>
    changes.some((change) => change.id === id)
  );
  assertGreater(called.length, 1);
  const dismissed = await history(project, ["dismiss", id!, "--reason", "wanted"]);
  assertEquals(dismissed.out, `dismissed ${id} of benchmark 0\n`);
});

Deno.test("check names benchmarks that moved together, and one dismissal accepts all of them", async () => {
  await using project = await Project.create();
  const random = seeded(5);
  for (let day = 0; day < 40; day++) {
    const from = (start: number) => (day < start ? 1 : 1.3) * Math.exp(0.01 * random.normal());
    const document = dayDocument(day, { parse: from(12), print: from(12), sort: from(26) });
    await project.write(`r/${day + 10}.json`, stringifyResultDocument(document));
  }
  await history(project, ["add", "r/*.json"]);
  const check = await history(project, ["check"]);
  assertEquals(check.code, 1);
  const [, id] = /^▲ 2 (?:of 3 )?benchmarks rose by .*\n.* id (\S+)\n/m.exec(check.out)!;
  assertStringIncludes(check.out, "3 open regressions in 3 benchmarks\n");
  const json = JSON.parse((await history(project, ["check", "--format", "json"])).out);
  assertEquals(
    json.events.map((event: { id: string; changes: { name: string; id: string }[] }) => [
      event.id === id,
      event.changes.map(({ name }) => name),
    ]),
    [[false, ["sort"]], [true, ["parse", "print"]]],
  );
  const later = await history(project, ["check", "--since", "2026-01-20", "--format", "json"]);
  assertEquals(JSON.parse(later.out).events, json.events.slice(0, 1));
  const dismissed = await history(project, ["dismiss", id!, "--reason", "wanted"]);
  assertMatch(dismissed.out, /^dismissed \w{12} of parse\ndismissed \w{12} of print\n$/);
  const rest = await history(project, ["check"]);
  assertEquals(rest.code, 1);
  assertStringIncludes(rest.out, "1 open regression in 3 benchmarks; 2 other changes\n");
});

Deno.test("check --since shows what was reported since then, however old the change is", async () => {
  await using project = await Project.create();
  const random = seeded(24);
  for (let day = 0; day < 60; day++) {
    const sort = 10 * (day < 30 ? 1 : 1.125) * Math.exp(0.02 * random.normal());
    await project.write(`r/${10 + day}.json`, stringifyResultDocument(dayDocument(day, { sort })));
  }
  await history(project, ["add", "r/*.json"]);
  const { benchmarks: [{ changes: [change] }] } = JSON.parse(
    (await history(project, ["check", "--format", "json"])).out,
  );
  const times = [change.decided_by.timestamp, change.told.by.timestamp];
  assertEquals(times, ["2026-02-04T00:00:00.000Z", "2026-02-11T00:00:00.000Z"]);
  const codes = [];
  for (const since of ["2026-02-06", "2026-02-12"]) {
    codes.push((await history(project, ["check", "--since", since])).code);
  }
  assertEquals(codes, [1, 0]);
});

Deno.test("history tune --write makes a configuration, which the other actions then use", async () => {
  await using project = await days(40);
  await history(project, ["add", "r/*.json"]);
  const [, id] = /id (\w{12})/.exec((await history(project, ["check"])).out)!;
  await history(project, ["dismiss", id!, "--reason", "needed for safety"]);
  const denied = await historyAlone(project, ["tune", "--write"], ".", [
    "--allow-read",
    "--allow-write=benchmarks",
    "--allow-run=git",
  ]);
  assertEquals(denied.code, 2);
  assertMatch(denied.out, /^"sort": \{ "threshold": [^]*\n1 rule for 1 of 2 benchmarks\n$/);
  assertMatch(
    denied.error,
    /^error: Cannot write benchline.jsonc: the permission --allow-write=benchline.jsonc is not granted\n$/,
  );
  const tuned = await history(project, ["tune", "--write"]);
  assertEquals([tuned.code, tuned.error], [0, "wrote 1 rule to benchline.jsonc\n"]);
  assertEquals(tuned.out, denied.out);
  assertStringIncludes(await project.read("benchline.jsonc"), `    ${tuned.out.split("\n")[0]}\n`);
  const judged = JSON.parse((await history(project, ["show", "sort", "--format", "json"])).out);
  assertEquals(judged.benchmarks[0].changes.map((one: { id: string }) => one.id), [id]);
  assert(judged.benchmarks[0].changes[0].verdict !== "regression");
});

Deno.test("history accepts files of other harnesses", async () => {
  await using project = await Project.create({
    "go.txt": "goos: linux\nBenchmarkSort-2 1000 5000 ns/op\nBenchmarkSort-2 1000 5100 ns/op\n",
  });
  assertEquals((await history(project, ["add", "go.txt"])).code, 0);
  assertMatch((await history(project, ["list"])).out, /BenchmarkSort-2 +1 +5\.050 µs/);
});

Deno.test("history accepts every spelling of a time, but no date that does not exist", async () => {
  await using project = await Project.create();
  const document = (timestamp: string) =>
    stringifyResultDocument(dayDocument(0, { sort: 1 }, { timestamp }));
  await project.write("hours.json", document("2026-01-31T12:00:00+02"));
  await project.write("impossible.json", document("2026-02-30T12:00:00Z"));
  assertEquals((await history(project, ["add", "hours.json"])).code, 0);
  const refused = await history(project, ["add", "impossible.json"]);
  assertEquals([refused.code, refused.error], [
    2,
    'error: Cannot read impossible.json: timestamp must be a date and a time that exist, found "2026-02-30T12:00:00Z"\n',
  ]);
  // An earlier version of this program may have left this.
  const stored = "benchmarks/history/results/impossible\u009b.json";
  await project.write(stored, document("2026-02-30T12:00:00Z"));
  const list = await history(project, ["list", "--format", "json"]);
  assertEquals([list.code, JSON.parse(list.out).results.length], [0, 1]);
  assertEquals(JSON.parse(list.out).results[0].timestamp, "2026-01-31T10:00:00.000Z");
  assertMatch(
    list.error,
    /^warning: Cannot read .*impossible[^\u009b]*\.json: timestamp must be .*; it is left out\n$/,
  );
  const lines = (await history(project, ["export"])).out;
  assertEquals(JSON.parse(lines).timestamp, "2026-01-31T12:00:00+02:00");
});

Deno.test("history exports a document with comments without them", async () => {
  await using project = await days(1);
  const text = await project.read("r/00.json");
  await project.write(
    "benchmarks/history/results/by hand.json",
    `\ufeff// measured at night\n${text}`,
  );
  const { code, out, error } = await history(project, ["export"]);
  assertEquals([code, error], [0, ""]);
  assertEquals(JSON.parse(out), JSON.parse(text));
});

Deno.test("history reads a folder in which it may not write, with and without an index", async () => {
  await using project = await days(24);
  await history(project, ["add", "r/*.json"]);
  const read = (...args: string[]) => history(project, args, ".", readOnly);
  const folder = "benchmarks/history";
  const [result] = await project.list(`${folder}/results`);
  for (const isIndexed of [true, false]) {
    if (!isIndexed) await Deno.remove(project.path(`${folder}/.index.sqlite`));
    const before = await project.list(folder);
    for (
      const [action, code] of [
        ...[["list", 0], ["show", 0], ["check", 1], ["tune", 0], ["export", 0]] as const,
      ]
    ) {
      const ended = await read(action, ...(action === "show" ? ["sort"] : []));
      assertEquals(ended.code, code, ended.error);
      if (!isIndexed) {
        assertMatch(ended.error, /^warning: Cannot write .*: the permission .*\n$/);
      }
    }
    assertEquals(await project.list(folder), before);
  }
  await project.write(`${folder}/results/${result}`, "{");
  const check = await read("check", "--threshold", "50");
  assertEquals(check.code, 2);
  assertStringIncludes(check.error, "error: Not everything was checked: 1 result cannot be read\n");
  assertEquals((await read("check")).code, 1);
});

Deno.test("history refuses impossible arguments in one line, and changes nothing", async () => {
  await using project = await days(2);
  await project.write("bad.json", '{"version": "1.0"');
  const rows: [args: string[], message: string][] = [
    [
      [],
      "history needs an action: add, list, show, check, dismiss, tune, export, prune, report, found nothing",
    ],
    [
      ["ad"],
      'history needs an action: add, list, show, check, dismiss, tune, export, prune, report, found "ad"',
    ],
    [["add"], "history add needs at least one file"],
    [["add", "r/00.json", "bad.json"], "Cannot read bad.json: not JSON at line 1"],
    [["add", "none.json"], "Cannot read none.json: there is no such file"],
    [["list", "more"], 'history list takes no "more"'],
    [["show"], "history show needs the name of a benchmark"],
    [["show", "none"], 'No benchmark is named "none"'],
    [["check"], "Nothing to check: benchmarks/history has no durations"],
    [["check", "--since", "yesterday"], "A time must look like 2026-01-31"],
    [["check", "--since", "2026-02-30"], "A time must look like 2026-01-31 or 2026-01-31T12:"],
    [["dismiss", "x"], "history dismiss needs --reason"],
    [["dismiss", "x", "--reason", "y"], 'No change or event has the id "x"'],
    [["tune"], "Nothing to tune: benchmarks/history has no results"],
    [["tune", "sort"], 'history tune takes no "sort"'],
    [
      ["tune", "--write", "--severe", "60"],
      "history tune --write changes the configuration",
    ],
    [
      ["tune", "--write", "--config", "none.jsonc"],
      "Cannot read none.jsonc: there is no such file",
    ],
    [["tune", "--write", "--config", "bad.json"], "Cannot read bad.json: not JSON at line 1"],
    [["prune"], "history prune needs either --before TIME or --keep N"],
    [["report"], "history report needs --out FOLDER"],
    [["list", "--project", "p"], "--project needs --store postgres://"],
    [["list", "--store", "a", "--branch=b"], "--store and --branch cannot be combined"],
    [
      ["add", "--branch", "r/00.json"],
      '--branch took "r/00.json" for its name: write --branch=NAME',
    ],
    [["list", "--branch"], "Cannot use the branch benchmarks: not a git repository"],
    [["list", "--stroe", "x"], "Unknown option --stroe: did you mean --store?"],
  ];
  for (const [args, message] of rows) {
    const { code, out, error } = await history(project, args);
    assertEquals([code, out], [2, ""], args.join(" "));
    assertStringIncludes(error, `error: ${message}`);
    assertEquals(error.trimEnd().split("\n").length, 1, error);
  }
  assertEquals(await project.list("benchmarks"), []);
});
