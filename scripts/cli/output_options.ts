/** Options for what a command shows and writes, the same in every command that has them. @module */
import type { FormatName } from "../report/format.ts";

/** Hides progress and notes. Every command takes it; those that print them list it. */
export const quietOption = {
  type: "flag",
  help: "show no progress and no notes; the result, warnings and errors stay",
} as const;

/** Shows every step. Every command takes it; those that have steps list it. */
export const verboseOption = {
  type: "flag",
  help: "print every step on its own line, even without a terminal, and the stack of a fault",
} as const;

/** The options of every command, listed or not. */
export const COMMON_OPTIONS = {
  quiet: quietOption,
  verbose: verboseOption,
  help: { type: "flag", help: "show the help" },
  version: { type: "flag", help: "show the version" },
} as const;

/** The formats of standard output. */
export function formatOption(formats: readonly FormatName[]): {
  readonly type: "choices";
  readonly choices: readonly string[];
  readonly value: "F";
  readonly help: string;
  readonly defaultHelp: "terminal";
} {
  const choices = [...new Set(formats.map(({ name }) => name))];
  return {
    type: "choices",
    choices,
    value: "F",
    help: `what goes to standard output: ${choices.join(", ")}; several with commas`,
    defaultHelp: "terminal",
  };
}

/** The format of standard output, for commands with a text and a JSON format. */
export const shortFormatOption = {
  type: "choice",
  choices: ["terminal", "json"],
  value: "F",
  help: "what goes to standard output: terminal, json",
  defaultHelp: "terminal",
} as const;

/**
 * Files to write.
 *
 * @param otherwise The format of a file whose ending names none; null if the format must be given.
 */
export function outOption(formats: readonly FormatName[], otherwise: string | null = null): {
  readonly type: "texts";
  readonly value: "[F:]FILE";
  readonly files: true;
  readonly help: string;
} {
  const endings = [...new Set(formats.flatMap(({ endings }) => endings))].join(", ");
  const rest = otherwise === null ? "" : `; any other is ${otherwise}`;
  return {
    type: "texts",
    value: "[F:]FILE",
    files: true,
    help:
      `write a file, in the format F or that of its ending (${endings}${rest}); can be given several times`,
  };
}
