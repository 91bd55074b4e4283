/** Parses V8's CPU profiles, `.cpuprofile` files. @module */
import * as v from "../../deps/valibot.ts";
import { parseJsonc } from "../jsonc.ts";
import { validate } from "../validate.ts";

/** A function as V8 names it. */
export interface ProfiledFunction {
  /**
   * Empty for an anonymous function; in parentheses if it is not a function, such as `(garbage
   * collector)`.
   */
  readonly name: string;
  /** URL of its module; empty if it is not JavaScript. */
  readonly url: string;
  /** Line on which it begins, from 1; null if there is none. */
  readonly line: number | null;
}

/** A function and its caller, and so on up to the outermost one. */
export interface ProfileNode {
  readonly fn: ProfiledFunction;
  /** Index of the caller in {@linkcode Profile.nodes}, lower than its own; null for none. */
  readonly parent: number | null;
}

/** Samples of what one process was doing. */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** For each sample, in order, the index of its node in `nodes`. */
  readonly samples: readonly number[];
}

const id = v.pipe(v.number("a number"), v.integer("a whole number"));
const line = v.pipe(v.number("a number"), v.integer("a whole number"));

const profileSchema = v.object({
  nodes: v.array(
    v.object({
      id,
      parent: v.optional(id),
      children: v.optional(v.array(id, "an array")),
      callFrame: v.object({
        functionName: v.string("a string"),
        url: v.optional(v.string("a string"), ""),
        lineNumber: v.optional(line, -1),
      }, "an object"),
    }, "an object"),
    "an array",
  ),
  samples: v.array(id, "an array"),
}, "an object");

type RawNode = v.InferOutput<typeof profileSchema>["nodes"][number];

/**
 * Reads a profile.
 *
 * @param text The content of the file.
 * @param action The start of the error message, such as "Cannot read a.cpuprofile".
 * @throws {Failure} If it is not a profile, was cut off, or its nodes do not form trees.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const callFrame = { functionName: "sort", url: "file:///a.ts", lineNumber: 3 };
 * const text = JSON.stringify({ nodes: [{ id: 1, callFrame }], samples: [1, 1] });
 * assertEquals(parseProfile(text, "Cannot read a.cpuprofile"), {
 *   nodes: [{ fn: { name: "sort", url: "file:///a.ts", line: 4 }, parent: null }],
 *   samples: [0, 0],
 * });
 * ```
 */
export function parseProfile(text: string, action: string): Profile {
  const { nodes: raw, samples } = validate(profileSchema, parseJsonc(text, action), action);
  const ordered = orderNodes(raw);
  const places = new Map(ordered.map(({ node }, place) => [node.id, place]));
  return {
    nodes: ordered.map(({ node: { callFrame }, parent }) => ({
      fn: {
        name: callFrame.functionName,
        url: callFrame.url,
        line: callFrame.lineNumber < 0 ? null : callFrame.lineNumber + 1,
      },
      parent: parent === null ? null : places.get(parent)!,
    })),
    // A sample of a missing node says nothing.
    samples: samples.flatMap((one) => places.get(one) ?? []),
  };
}

/** Puts callers before callees. Nodes in a circle or with an unknown caller are left out. */
function orderNodes(raw: readonly RawNode[]): { node: RawNode; parent: number | null }[] {
  const byId = new Map(raw.map((node) => [node.id, node]));
  const callerOf = new Map<number, number>();
  for (const { id, parent, children = [] } of raw) {
    if (parent !== undefined) callerOf.set(id, parent);
    for (const child of children) callerOf.set(child, id);
  }
  const called = Map.groupBy(
    [...byId.values()].filter(({ id }) => callerOf.has(id)),
    ({ id }) => callerOf.get(id)!,
  );
  const ordered = [...byId.values()].filter(({ id }) => !callerOf.has(id)).map((node) => (
    { node, parent: null as number | null }
  ));
  // The list grows during the loop.
  for (const { node: { id } } of ordered) {
    for (const node of called.get(id) ?? []) ordered.push({ node, parent: id });
  }
  return ordered;
}
