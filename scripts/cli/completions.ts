/** Shell completions for `benchline`, made from the descriptions of the commands. @module */
import { Failure } from "../result/failure.ts";
import { quoteValue } from "../result/validate.ts";
import type { OptionSpec } from "./options.ts";
import { COMMON_OPTIONS } from "./output_options.ts";
import { quoteText } from "./shell_quotes.ts";

/** A command as a shell completes it. */
export interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** The values of its first argument; empty if that is a file. */
  readonly actions: readonly string[];
}

const SHELLS: Readonly<Record<string, (commands: readonly Completed[]) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

/**
 * Returns a shell script that completes commands, options, choices, and files for everything else.
 *
 * @param args The name of the shell.
 * @param commands Every command.
 * @throws {Failure} If the shell is not bash, zsh or fish.
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * const run = { name: "run", summary: "Runs.", options: {}, actions: [] };
 * assertStringIncludes(completionsFor(["fish"], [run]), "-a run -d 'Runs.'");
 * ```
 */
export function completionsFor(args: readonly string[], commands: readonly Completed[]): string {
  const [shell] = args;
  const names = Object.keys(SHELLS);
  if (args.length === 1 && Object.hasOwn(SHELLS, shell!)) {
    return SHELLS[shell!]!([
      ...commands,
      { name: "completions", summary: "Prints completions.", options: {}, actions: names },
      {
        name: "help",
        summary: "Shows the help of a command.",
        options: {},
        actions: commands.map(({ name }) => name),
      },
      { name: "version", summary: "Shows the version.", options: {}, actions: [] },
    ]);
  }
  const shells = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  if (shell === undefined) {
    throw new Failure(`completions needs a shell: ${shells}, found nothing`);
  }
  throw new Failure(`The shell must be ${shells}, found ${quoteValue(args.join(" "))}`);
}

/** The options of a command, including those that every command has. */
function optionsOf({ options }: Completed): (readonly [name: string, option: OptionSpec])[] {
  return Object.entries<OptionSpec>({ ...options, ...COMMON_OPTIONS });
}

/**
 * The first part of an option's help, which fits on a line. It leaves out the actions that the
 * option belongs to, as in `show, check: …`, and the choices, which the shell offers itself.
 */
function briefly({ help, choices }: OptionSpec): string {
  const meaning = help.replace(/^(?:with --[a-z]+|\w+(?:, \w+)*): /, "");
  return meaning.split(choices === undefined ? /[;(]/ : /[;(:]/, 1)[0]!.trim();
}

function wantsValue({ type }: OptionSpec): boolean {
  return type !== "flag" && type !== "maybe-text";
}

function renderBash(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const words = commands.map((command) => {
    const options = optionsOf(command).map(([name]) => `--${name}`).join(" ");
    return `    ${command.name}) options="${options}" actions="${command.actions.join(" ")}" ;;`;
  });
  const choices = commands.flatMap((command) =>
    optionsOf(command).filter(([, { choices }]) => choices !== undefined).map(([name, option]) =>
      `    "${command.name} --${name}") choices="${option.choices!.join(" ")}" ;;`
    )
  );
  // Options whose value is the next word.
  const valued = commands.flatMap((command) =>
    optionsOf(command).filter(([, option]) => wantsValue(option))
      .map(([name]) => `"${command.name} --${name}"`)
  );
  return `# Completions of benchline for bash: eval "$(benchline completions bash)"
_benchline() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command=\${COMP_WORDS[1]} options="" actions="" choices=""
  # bash splits --name=value into three words.
  if [[ $current == = ]]; then
    current=""
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case $command in
${words.join("\n")}
  esac
  case "$command $previous" in
${choices.join("\n")}
  esac
  if [[ -n $choices ]]; then
    COMPREPLY=($(compgen -W "$choices" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif ((COMP_CWORD == 2)); then
    COMPREPLY=($(compgen -W "$actions" -- "$current"))
  fi
  # Without a match, -o default completes files.
  case "$command $previous" in
    ${valued.join(" | \\\n    ")}) [[ -n $choices ]] || COMPREPLY=() ;;
  esac
}
complete -o bashdefault -o default -F _benchline benchline
`;
}

function renderZsh(commands: readonly Completed[]): string {
  const label = (text: string) => text.replace(/[\\\][:]/g, "\\$&");
  const cases = commands.map((command) => {
    const rows = optionsOf(command).map(([name, option]) => {
      const { type, choices, value = "VALUE" } = option;
      const repeats = type === "texts" || type === "choices" ? "*" : "";
      const text = `[${label(briefly(option))}]`;
      if (type === "flag") return quoteText(`${repeats}--${name}${text}`);
      const taken = choices === undefined
        ? option.files ? "_files" : " "
        : `(${choices.join(" ")})`;
      const colon = type === "maybe-text" ? "::" : ":";
      const equals = type === "maybe-text" ? "=-" : "=";
      return quoteText(`${repeats}--${name}${equals}${text}${colon}${label(value)}:${taken}`);
    });
    const first = command.actions.length === 0 ? [] : [`1:action:(${command.actions.join(" ")})`];
    const args = [...rows, ...[...first, "*:file:_files"].map(quoteText)];
    return `    ${command.name})\n      _arguments \\\n        ${
      args.join(" \\\n        ")
    }\n      ;;`;
  });
  return `#compdef benchline
# Completions of benchline for zsh: source <(benchline completions zsh)
_benchline() {
  local -a commands=(
    ${commands.map(({ name, summary }) => quoteText(`${name}:${summary}`)).join("\n    ")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _benchline ]]; then
  _benchline "$@"
else
  compdef _benchline benchline
fi
`;
}

function renderFish(commands: readonly Completed[]): string {
  const quote = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const names = commands.map(({ name }) => name).join(" ");
  const seen = (name: string) => `-n '__fish_seen_subcommand_from ${name}'`;
  const lines = commands.flatMap((command) => [
    `complete -c benchline -f -n 'not __fish_seen_subcommand_from ${names}' -a ${command.name} -d ${
      quote(command.summary)
    }`,
    ...command.actions.length === 0
      ? []
      : [`complete -c benchline ${seen(command.name)} -a ${quote(command.actions.join(" "))}`],
    ...optionsOf(command).map(([name, option]) => {
      const { choices } = option;
      const taken = choices !== undefined
        ? ` -x -a ${quote(choices.join(" "))}`
        : !wantsValue(option)
        ? ""
        : option.files
        ? " -r -F"
        : " -x";
      return `complete -c benchline ${seen(command.name)} -l ${name}${taken} -d ${
        quote(briefly(option))
      }`;
    }),
  ]);
  return `# Completions of benchline for fish: benchline completions fish | source\n${
    lines.join("\n")
  }\n`;
}
