/**
 * What Deno, V8 and the standard library say in words alone. They give no code for it, so this is the
 * one place that recognises an error by its message; Deno's own are those of 2.9.
 *
 * @module
 */
// deno-lint-ignore-file habits/no-message-matching -- see above

/** A permission that Deno asks for. */
export interface RefusedPermission {
  /** Such as `read`; `all` if no narrower permission opens it. */
  readonly kind: string;
  /** What it is needed for, without quotation marks; null if Deno does not say. */
  readonly subject: string | null;
}

/**
 * Reads which permission is missing, out of any text and whatever advice follows.
 *
 * @returns The first one; null if Deno refuses nothing in the text.
 */
export function refusedPermission(message: string): RefusedPermission | null {
  const [, kind, quoted, place] =
    /Requires (\w+) access(?: to (?:"([^"]*)"|(<\w+>)))?/.exec(message) ?? [];
  return kind === undefined ? null : { kind, subject: quoted ?? place ?? null };
}

/** Puts other advice in the place of what Deno gives where a permission is missing. */
export function replaceAdvice(message: string, advise: (flag: string) => string): string {
  return message.replaceAll(
    /, run again with the (--allow-\w+) flag/g,
    (_, flag: string) => advise(flag),
  );
}

/** The variables for which Deno starts no process, out of what starting one has thrown. */
export function refusedVariables(error: unknown): string[] {
  if (!(error instanceof Error) || error.name !== "NotCapable") return [];
  const [, names] = /subprocess with (.+?) environment variables?\b/.exec(error.message) ?? [];
  return names?.split(/,\s*/) ?? [];
}

/** The folder that a process was to start in and that is not there; null for another error. */
export function missingFolder({ message }: Error): string | null {
  return /No such cwd '(.*)'/s.exec(message)?.[1] ?? null;
}

/** Whether the system cannot run a file, as it is of no format that it knows (`ENOEXEC`). */
export function isNoProgram({ message }: Error): boolean {
  return /\(os error 8\)/.test(message);
}

/**
 * What the system says of an error that Deno has no class for, such as a full disk.
 *
 * @returns The reason with its number, without the paths that Deno puts behind it; null where the
 * error is not the system's.
 */
export function systemReason({ message }: Error): string | null {
  return /^.*?\(os error \d+\)/.exec(message)?.[0] ?? null;
}

/** A message of Deno's without the number of the system's error and what follows it. */
export function withoutNumber({ message }: Error): string {
  return message.replace(/ \(os error \d+\).*$/s, "");
}

/** Whether a text became longer than V8 can hold. */
export function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Invalid string length";
}

/** More than the place at the end of a message takes; what is in front of it may be of any length. */
const LONGEST_PLACE = 40;

/** Where in a text the parser of JSON with comments found the error; null where it does not say. */
export function positionOf({ message }: SyntaxError): number | null {
  const position = / at position (\d+)$/.exec(message.slice(-LONGEST_PLACE))?.[1];
  return position === undefined ? null : Number(position);
}
