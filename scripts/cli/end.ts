/** How a command ends after an error: one line, and the exit code. @module */
import { Failure } from "../result/failure.ts";
import { Interruption } from "../result/interruption.ts";
import { lackingPermission } from "../result/permission.ts";
import { VERSION } from "../result/version.ts";
import { complain, detail, type MessageStream } from "./messages.ts";

/** Bad usage, unreadable input, nothing to do. */
export const EXIT_UNUSABLE = 2;
/** A fault in this program. Deno's own exit code, 1, would mean that something is slower. */
export const EXIT_BROKEN = 70;

/** The command that an error has ended. */
export interface EndedCommand {
  /** Such as `compare`. */
  readonly name: string;
  /** Whether to show the stack of a fault. */
  readonly verbose: boolean;
}

/**
 * Says why a command ends, on one line.
 *
 * @returns The exit code: 2 for an expected failure or a missing permission, 128 plus its number
 * for a signal, and 70 for anything else, which is a fault in this program.
 */
export function endByError(
  error: unknown,
  { name, verbose }: EndedCommand,
  io: MessageStream,
): number {
  if (error instanceof Failure) {
    complain(io, error.message);
    return EXIT_UNUSABLE;
  }
  if (error instanceof Interruption) {
    complain(io, `Cannot finish ${name}: ${error}`);
    return error.code;
  }
  if (error instanceof Deno.errors.NotCapable) {
    complain(io, `Cannot finish ${name}: ${lackingPermission(error.message)}`);
    return EXIT_UNUSABLE;
  }
  const program = `benchline ${VERSION}, ${name}, Deno ${Deno.version.deno}, ${Deno.build.target}`;
  const more = verbose ? "" : "; --verbose shows the stack";
  complain(
    io,
    `This is a fault in benchline: ${
      headOf(error)
    }; please open an issue with this line (${program})${more}`,
  );
  if (verbose) { for (const line of stackOf(error).split("\n")) detail(io, line); }
  return EXIT_BROKEN;
}

function headOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `${error} was thrown`;
}

/**
 * The stacks of an error and its causes. Other properties are left out, as they may hold secrets.
 */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return "It has no stack.";
  const { stack = headOf(error), cause } = error;
  return cause instanceof Error ? `${stack}\nCaused by ${stackOf(cause)}` : stack;
}
