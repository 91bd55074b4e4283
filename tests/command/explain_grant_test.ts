// Checks that the command line that `run --command` proposes can be pasted into a shell.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { explainGrant } from "../../scripts/command/run/explain_grant.ts";
import { RefusedProgram } from "../../scripts/measure/run_commands.ts";
import { Failure } from "../../scripts/result/failure.ts";

const SCRIPT = "https://a.test/scripts/run.ts";

Deno.test("explainGrant() keeps a program with a space in one word", () => {
  const command = "'./my tool' 1";
  const refused = new RefusedProgram(new Failure("Cannot run ./my tool"));
  const { message } = explainGrant(refused, [command], SCRIPT, ["--command", command]) as Failure;
  assertStringIncludes(message, "Cannot run ./my tool; to grant it: deno run -R=. ");
  assertStringIncludes(message, " '--allow-run=deno,git,./my tool' ");
  assertStringIncludes(message, ` ${SCRIPT} --command ''\\''./my tool'\\'' 1'`);
});

Deno.test("explainGrant() returns other errors unchanged", () => {
  const error = new Failure("Cannot run a");
  assertEquals(explainGrant(error, ["a"], SCRIPT, []), error);
});
