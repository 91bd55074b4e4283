/** Words for missing permissions of Deno. @module */
import { refusedPermission, replaceAdvice } from "./foreign_words.ts";

/**
 * Says which permission is missing, from Deno's refusal.
 *
 * @param message Such as `Requires read access to "a.json", run again with the --allow-read flag`.
 * @returns The end of a sentence; the message itself if it has another form.
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

/** The thing that needs a permission. Deno names some places in angle brackets. */
function nameSubject(subject: string): string {
  if (subject === "<TMP>") return "the folder of temporary files";
  return /^<\w+>$/.test(subject) ? subject : `"${subject}"`;
}

/**
 * Says where to put a permission that a bench file lacks. Deno's advice is about its own command
 * line, which the user did not write.
 *
 * @param message Any text; it stays as it is if Deno refuses nothing in it.
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

/** Messages on refused permissions, with one piece of advice for all of them. */
export interface GatheredAdvice {
  /** The messages without their own advice. */
  readonly messages: readonly string[];
  /** The end of a sentence; null if Deno refused nothing. */
  readonly advice: string | null;
}

/**
 * Joins the advice of several messages that {@linkcode adviseOnRefusal} returned.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const refused = (kind: string) =>
 *   adviseOnRefusal(`Requires ${kind} access, run again with the --allow-${kind} flag`);
 * assertEquals(gatherAdvice([refused("read"), refused("env")]), {
 *   messages: ["Requires read access", "Requires env access"],
 *   advice: "put flags for Deno after --, as in: -- --allow-env --allow-read",
 * });
 * ```
 */
export function gatherAdvice(messages: readonly string[]): GatheredAdvice {
  const kinds = messages.map((message) => refusedPermission(message)?.kind ?? null)
    .filter((kind) => kind !== null);
  const flags = [...new Set(kinds)].sort().map((kind) => `--allow-${kind}`);
  if (flags.length === 0) return { messages, advice: null };
  const without = (message: string) =>
    flags.reduce((text, flag) => text.replaceAll(` (${whereFlagsGo(flag)})`, ""), message);
  return { messages: messages.map(without), advice: whereFlagsGo(flags.join(" ")) };
}

/** Where to put a flag for Deno on the command line of a command that passes it on. */
export function whereFlagsGo(flag: string): string {
  return `put flags for Deno after --, as in: -- ${flag}`;
}
