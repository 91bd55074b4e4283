// Checks that the modules of a report are loaded before anything is measured.
import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Failure } from "../../scripts/result/failure.ts";
import { prepareFormats } from "../../scripts/cli/outputs.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { Project, runIn, scripts } from "../project.ts";

Deno.test("prepareFormats() loads each format once, and names one that cannot be loaded", async () => {
  const loaded: string[] = [];
  const make = (name: string, prepare?: () => Promise<unknown>) => (
    { name, endings: [], render: String, ...(prepare === undefined ? {} : { prepare }) }
  );
  const a = make("a", () => Promise.resolve(loaded.push("a")));
  await prepareFormats([a, make("b"), a]);
  assertEquals(loaded, ["a"]);
  const lost = make("c", () => Promise.reject(new TypeError("error sending request\n  for url")));
  await assertRejects(
    () => prepareFormats([lost]),
    Failure,
    "Cannot write the format c: its modules cannot be loaded: error sending request for url",
  );
  const broken = make("d", () => Promise.reject(new RangeError("a fault")));
  await assertRejects(() => prepareFormats([broken]), RangeError, "a fault");
});

Deno.test("only html has modules to load", () => {
  const names = COMPARISON_FORMATS.filter(({ prepare }) => prepare !== undefined);
  assertEquals(names.map(({ name }) => name), ["html"]);
});

Deno.test("compare ends before it measures if the charts of a page cannot be loaded", async () => {
  await using project = await Project.create();
  const fault = `data:application/javascript,throw new TypeError("offline")`;
  const imports = { "npm:@observablehq/plot@0.6.17": fault };
  const map = `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
  const ended = await runIn(project, "deno", [
    ...["run", "--quiet", "--no-prompt", "--no-config", "--no-check", `--import-map=${map}`],
    ...["--allow-read=.", "--allow-write=."],
    fromFileUrl(new URL("compare.ts", scripts)),
    ...["--against", "main", "--out", "report.html"],
  ]);
  assertEquals(
    [ended.code, ended.error],
    [2, "error: Cannot write the format html: its modules cannot be loaded: offline\n"],
  );
  assertEquals(await project.list(), []);
});
