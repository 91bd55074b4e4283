/** Writes the help of a command from its description. @module */
import { wrapText } from "../report/wrap.ts";
import { asStarted } from "./as_started.ts";
import { flagsOf, type Permission } from "./commands.ts";
import { helpColumns, type HelpSurface, layOut } from "./help_layout.ts";
import type { CommandDescription, OptionSpec } from "./options.ts";
import { COMMON_OPTIONS } from "./output_options.ts";
import { isBenchline } from "./program.ts";

/** The column of the descriptions. */
const HELP_COLUMN = 30;

/**
 * The help of a command, as wide as the terminal, but at most 80 columns. It names commands as this
 * process was started.
 *
 * @param io The surroundings of the command.
 */
export function renderHelp(spec: CommandDescription, io: HelpSurface): string {
  const columns = helpColumns(io);
  const wrap = (text: string, first: number, rest: number) => wrapText(text, first, rest, columns);
  const lines = [
    ...wrap(spec.summary, 0, 0),
    "",
    "Usage:",
    ...renderUsage(spec, io, wrap),
    ...sectionsOf(spec).flatMap(([heading, options]) => [
      "",
      ...wrap(`${heading}:`, 0, 2),
      ...options.flatMap(([name, option]) => renderOption(name, option, columns)),
    ]),
    "",
    "Permissions:",
    ...[...spec.permissions, ...spec.optional ?? []]
      .flatMap((permission) => renderPermission(permission, columns)),
    "",
    "Examples:",
    ...spec.examples.flatMap(([command, meaning]) => [
      ...wrap(asStarted(command, io), 2, 4),
      ...wrap(meaning, 6, 6),
    ]),
    "",
    "Exit codes:",
    ...spec.exitCodes.flatMap((line) => wrap(line, 2, 5)),
  ];
  return `${lines.join("\n")}\n`;
}

type Wrap = (text: string, first: number, rest: number) => string[];

/** The command lines; a script with its permissions is named only once. */
function renderUsage(spec: CommandDescription, io: HelpSurface, wrap: Wrap): string[] {
  const { name, script = `scripts/${name}.ts`, usage, permissions } = spec;
  const usages = typeof usage === "string" ? [usage] : usage;
  if (isBenchline(io)) return usages.flatMap((one) => wrap(`benchline ${name} ${one}`, 2, 4));
  const start = `deno run ${flagsOf(permissions)} ${script}`;
  if (usages.length === 1) return wrap(`${start} ${usages[0]}`, 2, 4);
  return [...wrap(start, 2, 4), ...usages.flatMap((one) => wrap(one, 6, 8))];
}

type Section = readonly [heading: string, options: (readonly [name: string, OptionSpec])[]];

/** The options by heading; those of every command and those of no section come last. */
function sectionsOf({ options, sections = [] }: CommandDescription): Section[] {
  const all: Readonly<Record<string, OptionSpec>> = { ...options, ...COMMON_OPTIONS };
  const listed = new Set(sections.flatMap(([, names]) => names));
  const rest = Object.entries(all).filter(([name]) => !listed.has(name));
  return [
    ...sections.map(([heading, names]): Section => [
      heading,
      names.map((name) => [name, all[name]!] as const),
    ]),
    [sections.length === 0 ? "Options" : "Other options", rest],
  ];
}

function renderOption(name: string, option: OptionSpec, columns: number): string[] {
  const placeholder = option.value ?? option.choices?.join(option.type === "choice" ? "|" : ",");
  const long = placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
  const suffix = option.defaultHelp === undefined ? "" : ` (default: ${option.defaultHelp})`;
  return layOut(long, option.help + suffix, columns, HELP_COLUMN);
}

function renderPermission({ kind, only, why }: Permission, columns: number): string[] {
  // The usage shows a long list in full.
  const names = only !== undefined && only.length > MOST_NAMES ? "…" : only?.join(",");
  const flag = `--allow-${kind}${names === undefined ? "" : `=${names}`}`;
  return layOut(flag, why, columns, HELP_COLUMN);
}

const MOST_NAMES = 4;
