/** What a command says, a line each: the one place that writes messages, and escapes them. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import { withoutCredentials } from "../result/connection.ts";
import type { CommandIo } from "./io.ts";

/** What a message needs of the world outside. */
export type MessageStream = Pick<CommandIo, "writeError">;

const ERROR = "error: ";

/** Longer than any message but one that quotes a text of a megabyte. */
const LONGEST = 2000;

/** Says what a reader should know although the command goes on. */
export function warn(io: MessageStream, text: string): void {
  writeLine(io, "warning: ", text);
}

/** Says what the command has done. */
export function note(io: MessageStream, text: string): void {
  writeLine(io, "", text);
}

/** Says on standard output what came of what was asked. */
export function announce(io: Pick<CommandIo, "writeOut">, text: string): void {
  io.writeOut(`${harmless(text)}\n`);
}

/** Says why the command cannot do what is asked of it. */
export function complain(io: MessageStream, text: string): void {
  writeLine(io, ERROR, text);
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
  const writeError = (text: string) => {
    const line = text.split("\n").findLast((line) => line.startsWith(ERROR));
    if (line !== undefined) last = line.slice(ERROR.length);
    io.writeError(text);
  };
  const overheard = new Proxy(io, {
    get(target, key) {
      if (key === "writeError") return writeError;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { io: overheard, lastComplaint: () => last };
}

function writeLine(io: MessageStream, kind: string, text: string): void {
  io.writeError(`${kind}${cut(harmless(text), LONGEST)}
`);
}

function harmless(text: string): string {
  return escapeTerminal(withoutCredentials(text));
}
