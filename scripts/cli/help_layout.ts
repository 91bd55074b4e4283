/** The layout of help: a column of names beside their descriptions, or above them if it is narrow. @module */
import { wrapName, wrapText } from "../report/wrap.ts";
import type { CommandIo } from "./io.ts";

/** Longer lines are hard to read. */
const WIDEST = 80;
/** A column of descriptions beside their names needs this many columns in all. */
const BESIDE = 60;

/** The surroundings that the layout depends on. */
export type HelpSurface = Pick<CommandIo, "outIsTerminal" | "columns">;

/** The columns of help: those of the terminal, at most 80, and 80 without a terminal. */
export function helpColumns({ outIsTerminal, columns }: HelpSurface): number {
  return outIsTerminal ? Math.min(columns, WIDEST) : WIDEST;
}

/**
 * Lays out a name and its description.
 *
 * @param columns The columns of the help.
 * @param column The column of the description, if it fits beside the name.
 */
export function layOut(name: string, text: string, columns: number, column: number): string[] {
  if (columns < BESIDE) return [...wrapName(name, columns, 2, 4), ...wrapText(text, 4, 4, columns)];
  const lines = wrapText(text, column, column, columns);
  if (name.length + 4 > column) return [`  ${name}`, ...lines];
  return [`  ${name}`.padEnd(column) + lines[0]!.trimStart(), ...lines.slice(1)];
}
