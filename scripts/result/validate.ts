/** Checks external data against a schema, with messages that people can act on. @module */
import * as v from "../deps/valibot.ts";
import { Failure } from "./failure.ts";

/** The parts of a schema that lead to the schema of one of its fields. */
interface SchemaNode {
  readonly message?: unknown;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly wrapped?: SchemaNode;
}

/** A fault of a value. */
export interface Issue {
  /** The path to it, from the outermost key inwards. */
  readonly keys: readonly (string | number)[];
  /** Words: the field, what is wanted and what was found. */
  readonly message: string;
}

/**
 * Checks `input` against `schema`.
 *
 * @param schema Its messages name what is wanted, such as "a number above 0".
 * @param input Anything.
 * @param action The start of the error message, such as "Cannot read a.json".
 * @returns The input with missing optional fields filled in.
 * @throws {Failure} Naming the first faulty field, what is wanted and what was found.
 */
export function validate<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
  action: string,
): T {
  const { output, issue } = inspect(schema, input);
  if (issue !== null) throw new Failure(`${action}: ${issue.message}`);
  return output as T;
}

/**
 * Checks `input` against `schema` and returns the first fault, if there is one.
 *
 * @param place The path to `input` in its document, for the message.
 */
export function inspect<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
  place: Issue["keys"] = [],
): { output: T; issue: null } | { output: null; issue: Issue } {
  const result = v.safeParse(schema, input, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { output: result.output, issue: null };
  const issue = result.issues[0];
  const within = (issue.path ?? []).map((item) => item.key as string | number);
  const missing = issue.received === "undefined" && issue.type.endsWith("object");
  const wanted = missing ? wantedAt(schema as SchemaNode, within) : issue.message;
  const keys = [...place, ...within];
  const found = issue.input === undefined ? "nothing" : quoteValue(issue.input);
  const message = `${formatPath(keys)} must be ${wanted}, found ${found}`;
  return { output: null, issue: { keys, message } };
}

function wantedAt(schema: SchemaNode, keys: readonly unknown[]): string {
  let node: SchemaNode | undefined = schema;
  for (const key of keys) {
    while (node?.wrapped) node = node.wrapped;
    node = node?.entries ? node.entries[String(key)] : node?.item;
  }
  while (node?.wrapped) node = node.wrapped;
  return typeof node?.message === "string" ? node.message : "given";
}

/**
 * A field of a document as people write it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatPath(["benchmarks", 0, "real time"]), 'benchmarks[0]["real time"]');
 * ```
 */
export function formatPath(keys: readonly unknown[]): string {
  let path = "";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else if (/^\w+$/.test(String(key))) path += path === "" ? key : `.${key}`;
    else path += `[${JSON.stringify(String(key))}]`;
  }
  return path === "" ? "the content" : path;
}

/**
 * Checks that this program reads the version of a document.
 *
 * @param value The parsed value. Without a version it passes, and the schema then says what is
 * missing.
 * @param known The version that this program writes, `major.minor`.
 * @param action The start of the error message, such as "Cannot read a.json".
 * @throws {Failure} If it is not an object or has another major version; the message names the
 * program that wrote it.
 */
export function checkVersion(value: unknown, known: string, action: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Failure(`${action}: the content must be an object, found ${quoteValue(value)}`);
  }
  if (!("version" in value)) return;
  if (typeof value.version !== "string") return;
  const major = /^(\d+)(\.\d+)*$/.exec(value.version)?.[1];
  if (major === undefined) {
    throw new Failure(
      `${action}: version must be a schema version such as "${known}", found ${
        quoteValue(value.version)
      }`,
    );
  }
  if (major === known.split(".")[0]) return;
  const writer = "generator" in value && typeof value.generator === "string"
    ? ` by ${quoteValue(value.generator)}`
    : "";
  throw new Failure(
    `${action}: it was written${writer} with schema version ${value.version}, but this program reads ${known}`,
  );
}

/**
 * Shows a value of unknown origin on one line: JSON with everything but printable ASCII escaped,
 * cut at 60 characters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(quoteValue("a\nb"), '"a\\nb"');
 * assertEquals(quoteValue({ a: 1 }), "an object");
 * ```
 */
export function quoteValue(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const quoted = (typeof value === "string" ? JSON.stringify(value) : String(value)).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return quoted.length > 60 ? `${quoted.slice(0, 57)}...` : quoted;
}
