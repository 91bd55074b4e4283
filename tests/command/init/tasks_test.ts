// Checks the tasks that a project gets in addition to its own.
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { ProjectTasks } from "../../../scripts/command/init/tasks.ts";
import { parseJsonc } from "../../../scripts/result/jsonc.ts";

const HOME = "https://bench.test/";
const OLD = "deno run --allow-read=. --allow-run=deno 'https://old.test/it'\\''s/scripts/run.ts'";

function planned(before: string | null, update = false): Record<string, string> | null {
  const file = new ProjectTasks(before, "deno.json").plan(HOME, update);
  if (file === null) return null;
  return (parseJsonc(file.text, "deno.json") as { tasks: Record<string, string> }).tasks;
}

Deno.test("ProjectTasks gives tasks names that the project does not use", async (t) => {
  const rows: [what: string, tasks: Record<string, unknown>, names: string[]][] = [
    ["no task", {}, ["bench", "compare", "baseline", "history", "bisect"]],
    ["bench", { bench: "deno bench" }, ["bench:save", "compare", "baseline", "history", "bisect"]],
    ["bench with a description", { bench: { description: "x", command: "deno bench" } }, [
      "bench:save",
      "compare",
      "baseline",
      "history",
      "bisect",
    ]],
    ["others", { compare: "x", "bench:compare": "y", bisect: { dependencies: ["x"] } }, [
      "bench",
      "benchline:compare",
      "baseline",
      "history",
      "bench:bisect",
    ]],
    ["an earlier task with another name", { measure: OLD, bench: "x" }, [
      "measure",
      "compare",
      "baseline",
      "history",
      "bisect",
    ]],
  ];
  for (const [what, tasks, names] of rows) {
    await t.step(what, () => {
      const before = JSON.stringify({ tasks });
      assertEquals(Object.values(new ProjectTasks(before, "deno.json").names), names);
      const after = planned(before)!;
      for (const [name, task] of Object.entries(tasks)) assertEquals<unknown>(after[name], task);
      assertEquals(planned(JSON.stringify({ tasks: after })), null);
    });
  }
});

Deno.test("ProjectTasks changes tasks of an older version only on request", () => {
  const before = JSON.stringify({ tasks: { bench: OLD } });
  assertEquals(planned(before)!["bench"], OLD);
  assertEquals(planned(before, true)!["bench"], planned(null)!["bench"]);
  assertEquals(new ProjectTasks(before, "deno.json").home(), "https://old.test/it's/");
  assertEquals(new ProjectTasks(null, "deno.json").home(), null);
});

Deno.test("ProjectTasks keeps flags that somebody added to a task", async (t) => {
  const { bench } = planned(null)!;
  const start = "deno run -R=. -W=. ";
  const rows: [what: string, before: string, after: string][] = [
    ["a flag", bench!.replace("deno run", "deno run --no-lock"), "itself"],
    ["a wider permission", bench!.replace("-R=.", "--allow-read"), "itself"],
    ["another order", bench!.replace("-R=. -W=.", "-W=. -R=."), "itself"],
    ["more values", bench!.replace("--allow-run=deno,git", "--allow-run=npm,git,deno"), "itself"],
    [
      "more values, and fewer",
      bench!.replace("--allow-run=deno,git", "--allow-run=deno,npm"),
      bench!.replace("--allow-run=deno,git", "--allow-run=deno,git,npm"),
    ],
    [
      "a flag more, and a permission less",
      bench!.replace(start, "deno run --no-lock -R=.,data --deny-net "),
      bench!.replace("-R=.", "-R=.,data").replace(HOME, `--no-lock --deny-net ${HOME}`),
    ],
    [
      "a flag, and scripts in another place",
      bench!.replace("deno run", "deno run --no-lock").replace(HOME, "https://old.test/"),
      bench!.replace("deno run", "deno run --no-lock"),
    ],
  ];
  for (const [what, before, after] of rows) {
    await t.step(what, () => {
      const tasks = planned(JSON.stringify({ tasks: { bench: before } }), true)!;
      assertEquals(tasks["bench"], after === "itself" ? before : after);
      assertEquals(planned(JSON.stringify({ tasks }), true), null);
    });
  }
});

Deno.test("ProjectTasks returns the project's own command", () => {
  const commandOf = (bench: unknown) =>
    new ProjectTasks(JSON.stringify({ tasks: { bench } }), "deno.json").ownCommand("bench");
  assertEquals(commandOf("deno bench -A"), "deno bench -A");
  assertEquals(commandOf({ command: "deno bench -P" }), "deno bench -P");
  assertEquals(commandOf("deno run scripts/run.ts"), "deno run scripts/run.ts");
  assertEquals(commandOf(OLD), null);
  assertEquals(new ProjectTasks("{}", "deno.json").ownCommand("bench"), null);
});

Deno.test("ProjectTasks refuses a configuration that it cannot change", async (t) => {
  const bench = Object.fromEntries(
    ["bench", "bench:save", "benchline:bench"].map((name) => [name, "x"]),
  );
  const rows: [text: string, message: string][] = [
    ["[]", "Cannot read deno.json: expected an object"],
    ["{", "Cannot read deno.json: "],
    ['{ "tasks": [] }', "Cannot read deno.json: tasks must be an object"],
    [
      JSON.stringify({ tasks: bench }),
      "Cannot add a task to deno.json: it already has other tasks named bench",
    ],
  ];
  for (const [text, message] of rows) {
    await t.step(text, () => {
      assertThrows(() => new ProjectTasks(text, "deno.json"), Failure, message);
    });
  }
});
