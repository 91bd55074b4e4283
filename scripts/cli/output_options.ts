/** The options that say what a command shows and writes, the same in every command that has them. @module */
import type { FormatName } from "../report/format.ts";

/** Silence on the way; every command takes it, and those name it that have something to leave out. */
export const quietOption = {
  type: "flag",
  help: "show no progress and no notes; the result, warnings and errors stay",
} as const;

/** Every step, and where a fault is; every command takes it, and those name it that have steps. */
export const verboseOption = {
  type: "flag",
  help: "print every step as a line, even without a terminal, and the stack of a fault",
} as const;

/** What every command takes, whether it names it or not. */
export const COMMON_OPTIONS = {
  quiet: quietOption,
  verbose: verboseOption,
  help: { type: "flag", help: "show the help" },
  version: { type: "flag", help: "show the version" },
} as const;

/** What goes to standard output, in one or several of many formats. */
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

/** What goes to standard output, of a command that has no other formats. */
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
 * @param otherwise The format of a file whose name tells none; null where one has to be named.
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
