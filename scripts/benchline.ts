/**
 * All commands under one name: `benchline run`, `benchline compare` and so on.
 *
 * @module
 */
import { type CommandMain, startCommand } from "./cli/start.ts";
import type { Completed } from "./cli/completions.ts";
import { type CommandName, COMMANDS, factsOf, flagOf, joinPermissions } from "./cli/commands.ts";
import { endByError, EXIT_UNUSABLE } from "./cli/end.ts";
import { helpColumns, layOut } from "./cli/help_layout.ts";
import type { CommandIo } from "./cli/io.ts";
import { announce, detail } from "./cli/messages.ts";
import type { CommandDescription } from "./cli/options.ts";
import { COMMON_OPTIONS } from "./cli/output_options.ts";
import { startAsBenchline } from "./cli/program.ts";
import { continueLines, quoteShown } from "./cli/shell_quotes.ts";
import { wrapText } from "./report/wrap.ts";
import { Failure } from "./result/failure.ts";
import { VERSION } from "./result/version.ts";

export type { CommandIo } from "./cli/io.ts";

/** The parts of a command, each loaded when it is needed. */
interface Parts {
  /** Loads only its description, for the help. */
  readonly describe: () => Promise<CommandDescription>;
  readonly load: () => Promise<CommandMain>;
}

// The paths are literals because `deno publish`, `deno install` and a start from a URL need them.
const PARTS = {
  run: {
    describe: async () => (await import("./command/run/spec.ts")).spec,
    load: async () => (await import("./run.ts")).main,
  },
  compare: {
    describe: async () => (await import("./command/compare/spec.ts")).spec,
    load: async () => (await import("./compare.ts")).main,
  },
  baseline: {
    describe: async () => (await import("./command/baseline/spec.ts")).spec,
    load: async () => (await import("./baseline.ts")).main,
  },
  history: {
    describe: async () => (await import("./command/history/spec.ts")).spec,
    load: async () => (await import("./history.ts")).main,
  },
  bisect: {
    describe: async () => (await import("./command/bisect/spec.ts")).spec,
    load: async () => (await import("./bisect.ts")).main,
  },
  import: {
    describe: async () => (await import("./command/import/spec.ts")).spec,
    load: async () => (await import("./import.ts")).main,
  },
  merge: {
    describe: async () => (await import("./command/merge/spec.ts")).spec,
    load: async () => (await import("./merge.ts")).main,
  },
  doctor: {
    describe: async () => (await import("./command/doctor/spec.ts")).spec,
    load: async () => (await import("./doctor.ts")).main,
  },
  init: {
    describe: async () => (await import("./command/init/spec.ts")).spec,
    load: async () => (await import("./init.ts")).start,
  },
} as const satisfies Readonly<Partial<Record<CommandName, Parts>>>;

type Name = keyof typeof PARTS;

const NAMES = Object.keys(PARTS) as Name[];

const OWN = ["help", "version", "completions"];

/**
 * The `benchline` program.
 *
 * @param args The command line after the script's name: a command and its arguments.
 * @param io Streams, files and clock.
 * @param interrupt Ends the command early, as Ctrl-C does.
 * @returns The exit code of the command; 2 if there is no such command.
 */
export async function main(
  args: readonly string[],
  io: CommandIo,
  interrupt?: AbortSignal,
): Promise<number> {
  const dashes = args.indexOf("--");
  const own = dashes < 0 ? args : args.slice(0, dashes);
  using _program = startAsBenchline(io);
  try {
    const [first, ...rest] = args;
    const wantsHelp = own.some(isHelp);
    if (first === "help" || wantsHelp && !isName(first)) {
      const name = own.find((arg) => arg !== "help" && !arg.startsWith("-"));
      io.writeOut(await renderHelpOf(name, io));
      return 0;
    }
    if (wantsHelp && isName(first)) {
      io.writeOut(await renderHelpOf(first, io));
      return 0;
    }
    if (first === undefined) {
      for (const line of renderCommands(helpColumns(io))) detail(io, line);
      return EXIT_UNUSABLE;
    }
    if (first === "version" || own.includes("--version")) {
      announce(io, `benchline ${VERSION}`);
      return 0;
    }
    if (first === "completions") {
      io.writeOut(await renderCompletions(rest));
      return 0;
    }
    const name = await nameOf([first, ...rest]);
    const command = await PARTS[name].load();
    const { nameOwners } = await import("./cli/option_owners.ts");
    using _owners = nameOwners(io, ownersOf);
    return await command(rest, io, interrupt);
  } catch (error) {
    const name = isName(args[0]) ? args[0] : "benchline";
    return endByError(error, { name, verbose: own.includes("--verbose") }, io);
  }
}

function isHelp(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}

function isName(arg: string | undefined): arg is Name {
  return arg !== undefined && Object.hasOwn(PARTS, arg);
}

/** @throws {Failure} If the first argument is not a command. */
async function nameOf(args: readonly [string, ...string[]]): Promise<Name> {
  const [first] = args;
  if (isName(first)) return first;
  if (!first.startsWith("-")) throw await unknownCommand(first);
  const name = args.find(isName);
  const place = name === undefined
    ? `one of ${NAMES.join(", ")}`
    : `as in: benchline ${name} ${first}`;
  throw new Failure(`A command comes before its options, ${place}`);
}

async function unknownCommand(found: string): Promise<Failure> {
  if (factsOf(found) !== undefined) {
    return new Failure(`${found} is not a command of benchline: run scripts/${found}.ts`);
  }
  const { nearestWord } = await import("./result/text/nearest.ts");
  const { quoteValue } = await import("./result/validate.ts");
  const known = [...NAMES, ...OWN], nearest = nearestWord(found, known);
  const hint = nearest === null
    ? `one of ${known.join(", ")} is wanted`
    : `did you mean ${nearest}?`;
  return new Failure(`Unknown command ${quoteValue(found)}: ${hint}`);
}

/** The commands that have an option with that name. */
async function ownersOf(option: string): Promise<Name[]> {
  const owners: Name[] = [];
  for (const name of NAMES) {
    const { options } = await PARTS[name].describe();
    if (Object.hasOwn(options, option)) owners.push(name);
  }
  return owners;
}

/** The help of a command, or of all of them. */
async function renderHelpOf(name: string | undefined, io: CommandIo): Promise<string> {
  if (name === undefined || OWN.includes(name)) return await renderOverview(io);
  if (!isName(name)) throw await unknownCommand(name);
  const { renderHelp } = await import("./cli/help.ts");
  return renderHelp(await PARTS[name].describe(), io);
}

async function renderCompletions(args: readonly string[]): Promise<string> {
  const { completionsFor } = await import("./cli/completions.ts");
  const commands: Completed[] = [];
  for (const name of NAMES) {
    const { options, actions = [] } = await PARTS[name].describe();
    commands.push({ name, summary: COMMANDS[name].summary, options, actions });
  }
  return completionsFor(args, commands);
}

/** The commands, for a reader who gave none. */
function renderCommands(columns: number): string[] {
  return [
    ...USAGE,
    "",
    ...renderCommandRows(columns),
    "",
    ...wrapText(
      "benchline --help shows more, and benchline COMMAND --help the options.",
      0,
      0,
      columns,
    ),
  ];
}

const USAGE = ["Usage:", "  benchline COMMAND [OPTIONS]"];

function renderCommandRows(columns: number): string[] {
  const rows: (readonly [string, string])[] = [
    ...NAMES.map((name) => [name, COMMANDS[name].summary] as const),
    ["completions", "Prints completions for bash, zsh or fish."],
    ["help", "Shows the help of a command, as COMMAND --help does."],
    ["version", "Shows the version."],
  ];
  return ["Commands:", ...rows.flatMap(([name, text]) => layOut(name, text, columns, TEXT_COLUMN))];
}

const TEXT_COLUMN = 15;

/** All commands, and how to install them. */
async function renderOverview(io: CommandIo): Promise<string> {
  const { scriptWord } = await import("./cli/script_word.ts");
  const columns = helpColumns(io);
  const permissions = joinPermissions(NAMES.map((name) => factsOf(name)!));
  const lines = [
    ...wrapText(
      "Runs benchmarks, keeps baselines and says which slowdowns are real.",
      0,
      0,
      columns,
    ),
    "",
    ...USAGE,
    "",
    ...renderCommandRows(columns),
    "",
    "Options of every command:",
    ...Object.entries(COMMON_OPTIONS)
      .flatMap(([name, { help }]) => layOut(`--${name}`, help, columns, TEXT_COLUMN)),
    "",
    "Install:",
    ...continueLines([
      "deno install --global",
      "--name benchline",
      ...permissions.map((permission) => quoteShown(flagOf(permission))),
      scriptWord(import.meta.url),
    ]).map((line) => `  ${line}`),
    ...wrapText(
      "A single script, such as scripts/compare.ts, needs fewer permissions: benchline compare --help names them.",
      2,
      2,
      columns,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

if (import.meta.main) startCommand("benchline", main);
