// Checks that --quiet, --verbose, --format and --out mean the same in every command that has them.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { COMMANDS } from "../../scripts/cli/commands.ts";
import { type CommandDescription, parseOptions } from "../../scripts/cli/options.ts";
import { COMMON_OPTIONS } from "../../scripts/cli/output_options.ts";

const { github: _, ...LISTED } = COMMANDS;

const specs = await Promise.all(
  Object.keys(LISTED).map(async (name): Promise<CommandDescription> =>
    (await import(`../../scripts/command/${name}/spec.ts`)).spec
  ),
);

Deno.test("every command accepts --quiet and --verbose, with the same descriptions", () => {
  for (const spec of specs) {
    for (const [name, option] of Object.entries(COMMON_OPTIONS)) {
      assertEquals(spec.options[name] ?? option, option, `${spec.name} --${name}`);
    }
    parseOptions(spec, ["--quiet", "--verbose"]);
  }
});

Deno.test("--format lists terminal first, as the default", () => {
  const found = specs.filter(({ options }) => options["format"] !== undefined);
  assertEquals(found.length, 5);
  for (const { name, options: { format } } of found) {
    const { type, help, choices, value, defaultHelp } = format!;
    assertMatch(
      help,
      /^(list, show, check, tune: )?what goes to standard output: terminal, /,
      name,
    );
    assert(help.includes(choices!.join(", ")), name);
    assertEquals([value, defaultHelp, choices![0]], ["F", "terminal", "terminal"], name);
    assertEquals(help.endsWith("; several with commas"), type === "choices", name);
  }
});

Deno.test("--out accepts a file in a format of the command, or the folder of a history", () => {
  const found = specs.filter(({ options }) => options["out"] !== undefined);
  assertEquals(found.length, 5);
  for (const { name, options: { out } } of found) {
    assert(out!.files, name);
    // The output of a history does not depend on a format.
    if (name === "history") assertEquals([out!.type, out!.value], ["text", "FOLDER"]);
    else {
      assertEquals([out!.type, out!.value], ["texts", "[F:]FILE"], name);
      assertMatch(
        out!.help,
        /^write a file, in the format F or that of its ending \(\.txt, /,
        name,
      );
      assertMatch(out!.help, /; can be given several times$/, name);
    }
  }
});
