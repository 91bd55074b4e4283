/** How to let `run --command` start a program, which no permission in advance can name. @module */
import { COMMANDS, flagsOf, type Permission } from "../../cli/commands.ts";
import { scriptWord } from "../../cli/script_word.ts";
import { quoteShown } from "../../cli/shell_quotes.ts";
import { RefusedProgram, splitCommand } from "../../measure/run_commands.ts";
import { Failure } from "../../result/failure.ts";

/**
 * Adds to the error on a program that Deno may not start a command line with the permission.
 *
 * @param commands The values of `--command`.
 * @param script The URL of the script of `run`.
 * @param args The arguments of the command.
 * @returns Another error as it is.
 */
export function explainGrant(
  error: unknown,
  commands: readonly string[],
  script: string,
  args: readonly string[],
): unknown {
  if (!(error instanceof RefusedProgram)) return error;
  const programs = commands.map((command) => splitCommand(command)[0]!);
  const permissions = COMMANDS.run.permissions.map((one: Permission): Permission => {
    const { kind, only = [], why } = one;
    return kind === "run" ? { kind, only: [...new Set([...only, ...programs])], why } : one;
  });
  const line = `deno run ${flagsOf(permissions)} ${scriptWord(script)} ${
    args.map((arg) => quoteShown(arg)).join(" ")
  }`;
  return new Failure(`${error.message}; to grant it: ${line}`, error.code);
}
