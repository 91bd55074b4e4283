/** Parses the options of a command from its description. @module */
import { parseArgs } from "../deps/std/cli/parse_args.ts";
import type { Permission } from "./commands.ts";
import { COMMON_OPTIONS } from "./output_options.ts";
import { holdsCredentials } from "../result/connection.ts";
import { Failure } from "../result/failure.ts";
import { whereFlagsGo } from "../result/permission.ts";
import { nearestWord } from "../result/text/nearest.ts";
import { quoteValue } from "../result/validate.ts";

/** One option of a command. */
export interface OptionSpec {
  /**
   * `maybe-text` may have no value and is then an empty string; `texts` and `choices` may be
   * repeated.
   */
  readonly type: "flag" | "text" | "texts" | "maybe-text" | "number" | "choice" | "choices";
  /** The placeholder for the value in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
  /** Whether the value may contain a password; nothing else on a command line may. */
  readonly secret?: boolean;
  /** Whether the value is a file or a folder, which a shell can complete. */
  readonly files?: boolean;
  /** The default as the help shows it; the command itself applies it. */
  readonly defaultHelp?: string;
  /** The values of a choice. */
  readonly choices?: readonly string[];
  /** Bounds of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** A command as its users see it. */
export interface CommandSpec<Options extends Readonly<Record<string, OptionSpec>>> {
  readonly name: string;
  /** Its file; `scripts/NAME.ts` by default. */
  readonly script?: string;
  /** One sentence. */
  readonly summary: string;
  /** The arguments after the script's name; one text for each way to use the command. */
  readonly usage: string | readonly string[];
  /** The values of its first argument, if it takes one of a few words. */
  readonly actions?: readonly string[];
  readonly options: Options;
  /** Headings for options in the help; the other options follow. */
  readonly sections?: readonly (readonly [
    heading: string,
    names: readonly string[],
  ])[];
  /** The permissions that it needs, each with its reason. */
  readonly permissions: readonly Permission[];
  /** Permissions that only the uses in their reasons need. */
  readonly optional?: readonly Permission[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** Exit codes, each with its meaning. */
  readonly exitCodes: readonly string[];
  /** Whether arguments after `--` are passed on. */
  readonly passesOn?: boolean;
}

/** A command with any options. */
export type CommandDescription = CommandSpec<Readonly<Record<string, OptionSpec>>>;

/** Keeps the types of the options in the description of a command. */
export function defineCommand<const Options extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<Options>,
): CommandSpec<Options> {
  return spec;
}

type ChoiceOf<Spec> = Spec extends { readonly choices: readonly (infer Choice)[] } ? Choice
  : string;

type ValueOf<Spec extends OptionSpec> = Spec["type"] extends "flag" ? boolean
  : Spec["type"] extends "number" ? number | null
  : Spec["type"] extends "texts" ? string[] | null
  : Spec["type"] extends "choices" ? ChoiceOf<Spec>[] | null
  : Spec["type"] extends "choice" ? ChoiceOf<Spec> | null
  : string | null;

/** The parsed command line; null means "not given". */
export interface ParsedOptions<Options extends Readonly<Record<string, OptionSpec>>> {
  readonly options: { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
  readonly positionals: readonly string[];
  /** The arguments after `--`. */
  readonly rest: readonly string[];
  readonly help: boolean;
}

/**
 * Parses the arguments of a command.
 *
 * @throws {Failure} If an option is unknown (the message names the nearest one), lacks its value or
 * has an impossible one.
 */
export function parseOptions<const Options extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<Options>,
  args: readonly string[],
): ParsedOptions<Options> {
  const entries = Object.entries(spec.options);
  const flags = entries.filter(([, option]) => option.type === "flag").map(([name]) => name);
  const valued = entries.filter(([, option]) => option.type !== "flag").map(([name]) => name);
  const needy = entries.filter(([, option]) => !["flag", "maybe-text"].includes(option.type))
    .map(([name]) => name);
  const dashes = args.indexOf("--");
  const common = Object.keys(COMMON_OPTIONS);
  const names = [...new Set([...flags, ...valued, ...common])];
  refuseCredentials(spec, dashes < 0 ? args : args.slice(0, dashes));
  const own = joinValues(dashes < 0 ? args : args.slice(0, dashes), needy, names);
  const refuse = (arg: string) => unknownOption(arg, names, spec.passesOn === true);
  checkFlags(own, [...flags, ...common], refuse);
  refuseRepeats(own, entries);
  if (dashes >= 0 && !spec.passesOn) throw new Failure(`${spec.name} takes nothing after --`);
  const parsed = parseArgs(own, {
    boolean: [...common, ...flags],
    string: ["_", ...valued],
    collect: entries.filter(([, { type }]) => type === "texts" || type === "choices")
      .map(([name]) => name),
    alias: { help: "h" },
    unknown(arg) {
      if (arg.startsWith("-") && arg !== "-") throw refuse(arg);
      return true;
    },
  });
  const options: Record<string, unknown> = {};
  for (const [name, option] of entries) options[name] = convert(name, option, parsed[name]);
  return {
    options: options as ParsedOptions<Options>["options"],
    positionals: parsed._.map(String),
    rest: dashes < 0 ? [] : args.slice(dashes + 1),
    help: parsed["help"] === true,
  };
}

/** Refuses passwords, since messages, reports and files show arguments. */
function refuseCredentials(
  { options }: Pick<CommandSpec<Readonly<Record<string, OptionSpec>>>, "options">,
  args: readonly string[],
): void {
  const secret = Object.keys(options).filter((name) => options[name]!.secret === true);
  for (const [index, arg] of args.entries()) {
    if (!holdsCredentials(arg) || secret.some((name) => arg.startsWith(`--${name}=`))) continue;
    if (!arg.startsWith("--") && secret.includes(args[index - 1]?.replace(/^--/, "") ?? "")) {
      continue;
    }
    const option = Object.keys(options).find((name) => arg.startsWith(`--${name}=`));
    const place = option === undefined ? "an argument" : `--${option}`;
    const taker = secret.length === 0 ? "nothing here takes one" : `--${secret} alone takes one`;
    throw new Failure(
      `Cannot take a connection string, or a URL with a password, in ${place}: ${taker}`,
    );
  }
}

/**
 * Refuses arguments that the parser would misread silently: `--force=no` as `--force`, `--_` as its
 * own name.
 */
function checkFlags(
  args: readonly string[],
  flags: readonly string[],
  refuse: (arg: string) => Failure,
): void {
  for (const arg of args) {
    const flag = flags.find((name) => arg.startsWith(`--${name}=`));
    if (flag !== undefined) {
      const value = quoteValue(arg.slice(flag.length + 3));
      throw new Failure(`--${flag} takes no value, found ${value}`);
    }
    if (/^(-[^-]*|--)_/.test(arg)) throw refuse(arg);
  }
}

/** Refuses options with one value that were given several times, because one would be ignored. */
function refuseRepeats(
  args: readonly string[],
  options: readonly (readonly [name: string, option: OptionSpec])[],
): void {
  for (const [name, { type }] of options) {
    if (["flag", "texts", "choices"].includes(type)) continue;
    const times = args.filter((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)).length;
    if (times < 2) continue;
    const often = times === 2 ? "twice" : `${times} times`;
    throw new Failure(`--${name} was given ${often}, but takes one value`);
  }
}

/**
 * Rewrites `--name value` as `--name=value`, so a value may begin with a dash. Otherwise `--out
 * --quiet` would read as an empty `--out`.
 */
function joinValues(
  args: readonly string[],
  needy: readonly string[],
  known: readonly string[],
): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (!arg.startsWith("--") || !needy.includes(arg.slice(2))) {
      joined.push(arg);
      continue;
    }
    const next = args[++index];
    if (
      next === undefined ||
      (next.startsWith("--") && known.includes(next.slice(2).replace(/=.*$/s, "")))
    ) {
      const found = next === undefined ? "nothing" : quoteValue(next);
      throw new Failure(`${arg} must be followed by a value, found ${found}`);
    }
    joined.push(`${arg}=${next}`);
  }
  return joined;
}

function convert(name: string, option: OptionSpec, given: unknown): unknown {
  if (option.type === "flag") return given === true;
  if (given === undefined) return null;
  if (option.type === "texts" || option.type === "choices") {
    const texts = (given as string[]).map((text) => wantValue(name, text));
    if (texts.length === 0) return null;
    if (option.type === "texts") return texts;
    const choices = texts.flatMap((text) => text.split(","));
    return [...new Set(choices.map((part) => parseChoice(name, option, part.trim())))];
  }
  const text = String(given);
  if (option.type === "number") return parseNumber(name, option, text);
  if (option.type === "choice") return parseChoice(name, option, text);
  return option.type === "text" ? wantValue(name, text) : text;
}

function wantValue(name: string, text: string): string {
  if (text === "") throw new Failure(`--${name} must be followed by a value, found nothing`);
  return text;
}

function parseNumber(name: string, option: OptionSpec, text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  const { min = -Infinity, max = Infinity, integer = false } = option;
  if (
    Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value))
  ) {
    return value;
  }
  const kind = integer ? "a whole number" : "a number";
  const bounds = max === Infinity
    ? min === -Infinity ? "" : ` of at least ${min}`
    : ` from ${min} to ${max}`;
  throw new Failure(`--${name} must be ${kind}${bounds}, found ${quoteValue(text)}`);
}

function parseChoice(name: string, option: OptionSpec, text: string): string {
  const choices = option.choices ?? [];
  if (choices.includes(text)) return text;
  throw new Failure(`--${name} must be one of ${choices.join(", ")}, found ${quoteValue(text)}`);
}

/** An option that the command does not have; another command may. */
export class UnknownOption extends Failure {
  /** @param option Its name without dashes. */
  constructor(message: string, readonly option: string) {
    super(message);
  }
}

/** Flags for Deno, mostly permissions, that users give in place of the command's own options. */
const FLAG_OF_DENO = new RegExp(
  [
    "^--(allow|deny|unstable)-[a-z-]+",
    "^--ignore-(read|env)",
    "^--no-(check|prompt|lock|config|npm|remote|code-cache)",
    "^--(permission-set|check|v8-flags|import-map|env-file|lock|reload|cached-only|node-modules-dir)",
    "^-[APRWENSI]+",
  ].map((flag) => `${flag}(=|$)`).join("|"),
);

function unknownOption(arg: string, known: readonly string[], passesOn: boolean): Failure {
  const shown = quoteValue(arg).slice(1, -1);
  if (FLAG_OF_DENO.test(arg)) {
    const place = passesOn ? whereFlagsGo(shown) : "put flags for Deno before the script's name";
    return new Failure(`Unknown option ${shown}: ${place}`);
  }
  const name = arg.replace(/^-+/, "").replace(/=.*$/s, "");
  const nearest = nearestWord(name, known);
  const hint = nearest === null ? "--help lists the options" : `did you mean --${nearest}?`;
  return new UnknownOption(`Unknown option ${shown}: ${hint}`, name);
}
