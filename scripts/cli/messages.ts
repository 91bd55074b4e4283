/** Messages of a command, one line each. Only this module writes and escapes them. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import { withoutCredentials } from "../result/connection.ts";
import type { CommandIo } from "./io.ts";

/** The part of a command's surroundings that messages need. */
export type MessageStream = Pick<CommandIo, "writeError" | "onComplaint">;

/** Longer than any message, except one that quotes a text of a megabyte. */
const LONGEST = 2000;

/** Says something that a reader should know, while the command goes on. */
export function warn(io: MessageStream, text: string): void {
  writeLine(io, "warning: ", text);
}

/** Streams of commands that run with `--quiet`. */
const quiet = new WeakSet<MessageStream>();

/** Leaves notes out until the returned value is disposed of. */
export function leaveOutNotes(io: MessageStream): Disposable {
  quiet.add(io);
  return { [Symbol.dispose]: () => void quiet.delete(io) };
}

/** Says what the command has done, unless it runs with `--quiet`. */
export function note(io: MessageStream, text: string): void {
  if (!quiet.has(io)) writeLine(io, "", text);
}

/** Shows a line that was asked for, such as one of a stack. */
export function detail(io: MessageStream, text: string): void {
  writeLine(io, "", text);
}

/** Says on standard output what the command did. */
export function announce(io: Pick<CommandIo, "writeOut">, text: string): void {
  io.writeOut(`${harmless(text)}\n`);
}

/** Says why the command failed. */
export function complain(io: MessageStream, text: string): void {
  const line = writeLine(io, "error: ", text);
  io.onComplaint?.(line);
}

/** The surroundings of a command that another one runs, which remember its last error message. */
export interface OverheardIo {
  readonly io: CommandIo;
  /** The last error message as it was written, without `error: `; null if there was none. */
  lastComplaint(): string | null;
}

/** Passes everything on to `io` and remembers the last error message. */
export function overhear(io: CommandIo): OverheardIo {
  let last: string | null = null;
  const onComplaint = (line: string) => {
    last = line;
    io.onComplaint?.(line);
  };
  const overheard = new Proxy(io, {
    get(target, key) {
      if (key === "onComplaint") return onComplaint;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { io: overheard, lastComplaint: () => last };
}

/** @returns The line without `kind`. */
function writeLine(io: MessageStream, kind: string, text: string): string {
  const line = cut(harmless(text), LONGEST);
  io.writeError(`${kind}${line}\n`);
  return line;
}

function harmless(text: string): string {
  return escapeTerminal(withoutCredentials(text));
}
