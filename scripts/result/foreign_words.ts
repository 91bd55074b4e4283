/**
 * Messages of Deno, V8 and the standard library for which they give no code. This is the only place
 * that recognises an error by its message. Deno's messages are those of 2.9.
 *
 * @module
 */
// deno-lint-ignore-file habits/no-message-matching -- see above

/** A permission that Deno asks for. */
export interface RefusedPermission {
  /** Such as `read`; `all` if no narrower permission opens it. */
  readonly kind: string;
  /** The thing that needs it, without quotation marks; null if Deno does not say. */
  readonly subject: string | null;
}

/**
 * Finds in a text which permission is missing.
 *
 * @returns The first refused one; null if there is none.
 */
export function refusedPermission(message: string): RefusedPermission | null {
  const [, kind, quoted, place] =
    /Requires (\w+) access(?: to (?:"([^"]*)"|(<\w+>)))?/.exec(message) ?? [];
  return kind === undefined ? null : { kind, subject: quoted ?? place ?? null };
}

/** The flag that Deno does not know, found in its message; null for another message. */
export function unknownFlag(message: string): string | null {
  return /^unexpected argument '(-[^'=]*)[^']*' found/.exec(message)?.[1] ?? null;
}

/** Replaces Deno's advice on a missing permission. */
export function replaceAdvice(message: string, advise: (flag: string) => string): string {
  return message.replaceAll(
    /, run again with the (--allow-\w+) flag/g,
    (_, flag: string) => advise(flag),
  );
}

/** The variables for which Deno refused to start a process, found in the error. */
export function refusedVariables(error: unknown): string[] {
  if (!(error instanceof Error) || error.name !== "NotCapable") return [];
  const [, names] = /subprocess with (.+?) environment variables?\b/.exec(error.message) ?? [];
  return names?.split(/,\s*/) ?? [];
}

/** The missing folder in which a process should have started; null for another error. */
export function missingFolder({ message }: Error): string | null {
  return /No such cwd '(.*)'/s.exec(message)?.[1] ?? null;
}

/** Whether the system cannot run a file because it does not know its format (`ENOEXEC`). */
export function isNoProgram({ message }: Error): boolean {
  return /\(os error 8\)/.test(message);
}

/**
 * The system's words for an error that Deno has no class for, such as a full disk.
 *
 * @returns The reason with its number, without the paths that Deno appends; null if the error is
 * not the system's.
 */
export function systemReason({ message }: Error): string | null {
  return /^.*?\(os error \d+\)/.exec(message)?.[0] ?? null;
}

/** Deno's message up to the number of the system's error. */
export function withoutNumber({ message }: Error): string {
  return message.replace(/ \(os error \d+\).*$/s, "");
}

/** Whether a string became longer than V8 allows. */
export function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Invalid string length";
}

/** Longer than any place at the end of a message; the text in front of it may have any length. */
const LONGEST_PLACE = 40;

/** Where in a text the parser of JSON with comments found the error; null if it does not say. */
export function positionOf({ message }: SyntaxError): number | null {
  const position = / at position (\d+)$/.exec(message.slice(-LONGEST_PLACE))?.[1];
  return position === undefined ? null : Number(position);
}
