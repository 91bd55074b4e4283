/** What a command says, a line each: the one place that writes messages, and escapes them. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import { withoutCredentials } from "../result/connection.ts";
import type { CommandIo } from "./io.ts";

/** What a message needs of the world outside. */
export type MessageStream = Pick<CommandIo, "writeError" | "onComplaint">;

/** Longer than any message but one that quotes a text of a megabyte. */
const LONGEST = 2000;

/** Says what a reader should know although the command goes on. */
export function warn(io: MessageStream, text: string): void {
  writeLine(io, "warning: ", text);
}

/** Streams of commands that were asked to be quiet. */
const quiet = new WeakSet<MessageStream>();

/** Leaves notes out, until what it returns is disposed of. */
export function leaveOutNotes(io: MessageStream): Disposable {
  quiet.add(io);
  return { [Symbol.dispose]: () => void quiet.delete(io) };
}

/** Says what the command has done, unless it was asked to be quiet. */
export function note(io: MessageStream, text: string): void {
  if (!quiet.has(io)) writeLine(io, "", text);
}

/** Shows a line of something that was asked for, such as a stack. */
export function detail(io: MessageStream, text: string): void {
  writeLine(io, "", text);
}

/** Says on standard output what came of what was asked. */
export function announce(io: Pick<CommandIo, "writeOut">, text: string): void {
  io.writeOut(`${harmless(text)}\n`);
}

/** Says why the command cannot do what is asked of it. */
export function complain(io: MessageStream, text: string): void {
  const line = writeLine(io, "error: ", text);
  io.onComplaint?.(line);
}

/** The surroundings of a command that another one runs, with an ear on what it complains of. */
export interface OverheardIo {
  readonly io: CommandIo;
  /** The last complaint without its `error: `, as it was written; null where there was none. */
  lastComplaint(): string | null;
}

/** Hands everything on to `io` and remembers the last complaint. */
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

/** @returns What stands behind `kind`. */
function writeLine(io: MessageStream, kind: string, text: string): string {
  const line = cut(harmless(text), LONGEST);
  io.writeError(`${kind}${line}\n`);
  return line;
}

function harmless(text: string): string {
  return escapeTerminal(withoutCredentials(text));
}
