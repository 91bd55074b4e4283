/** Messages to standard error, escaped. @module */
import { escapeTerminal } from "../report/escape.ts";
import type { CommandIo } from "./io.ts";

/** What a reader should know. */
export function warn(io: CommandIo, text: string): void {
  io.writeError(`warning: ${escapeTerminal(text)}\n`);
}

/** Why a command does not end with 0. */
export function complain(io: CommandIo, text: string): void {
  io.writeError(`error: ${escapeTerminal(text)}\n`);
}
