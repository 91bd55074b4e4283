/** Which permission of Deno is missing. @module */
import { refusedPermission, replaceAdvice } from "./foreign_words.ts";

/**
 * Says which permission is missing, out of what Deno says when it refuses something.
 *
 * @param message Such as `Requires read access to "a.json", run again with the --allow-read flag`.
 * @returns The end of a sentence; the message itself where it has another form.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const message = 'Requires read access to "a.json", run again with the --allow-read flag';
 * const expected = 'the permission --allow-read is not granted for "a.json"';
 * assertEquals(lackingPermission(message), expected);
 * ```
 */
export function lackingPermission(message: string): string {
  const refused = refusedPermission(message);
  if (refused === null) return message;
  const { kind, subject } = refused;
  if (kind === "all") {
    return `Deno opens ${subject === null ? "it" : nameSubject(subject)} only with --allow-all`;
  }
  const permission = `the permission --allow-${kind} is not granted`;
  if (subject === null) return permission;
  return `${permission} for ${nameSubject(subject)}`;
}

/** What a permission is for, as a message has it; places that Deno names stand in angle brackets. */
function nameSubject(subject: string): string {
  if (subject === "<TMP>") return "the folder of temporary files";
  return /^<\w+>$/.test(subject) ? subject : `"${subject}"`;
}

/**
 * Says where a permission goes that a bench file lacks. Deno tells of its own command line, which the
 * user did not write.
 *
 * @param message Any text; where Deno refuses nothing in it, it stays as it is.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const message = 'NotCapable: Requires env access to "A", run again with the --allow-env flag';
 * const expected =
 *   'NotCapable: Requires env access to "A" (put flags for Deno after --, as in: -- --allow-env)';
 * assertEquals(adviseOnRefusal(message), expected);
 * ```
 */
export function adviseOnRefusal(message: string): string {
  return replaceAdvice(message, (flag) => ` (${whereFlagsGo(flag)})`);
}

/** Where a flag for Deno goes on the command line of a command that passes such flags on. */
export function whereFlagsGo(flag: string): string {
  return `put flags for Deno after --, as in: -- ${flag}`;
}
