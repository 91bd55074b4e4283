/** Texts that are nearly what a reader wants: files of harnesses and documents, with mistakes. @module */
import { fc } from "../../scripts/deps/fast_check.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { anyCharacter } from "../helpers/any.ts";

/** Any text: what is known to do harm, and whatever else 16 bits can say. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_NAMES.map(([, name]) => name)) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) =>
      String.fromCharCode(...units)
    ),
  },
);

/** What stands in the place of a value. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: anyText },
  fc.constantFrom(null, true, false, [], {}, 0, -0, -1, 1e-320, 1e308, -1e308, 9e15, 0.5, 1, 2),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.nat(200).map((depth) => nest(depth, [])),
  fc.dictionary(anyText, fc.constantFrom(1, "a", null), { maxKeys: 3 }),
  fc.constantFrom(["a"], [1e-9, 2], [null], { value: 1 }, { value: "NaN" }),
);

function nest(depth: number, value: unknown): unknown {
  return depth === 0 ? value : nest(depth - 1, depth % 2 === 0 ? [value] : { a: value });
}

/** A mistake in a value: at which of its nodes, as a part of all, and what becomes of it. */
interface Change {
  readonly at: number;
  readonly how: "alike" | "replace" | "remove" | "repeat" | "rename";
  readonly value: unknown;
  readonly name: string;
  readonly number: number;
}

/** From 0 up to 1, each place as likely as any other; of all doubles, most are next to 0. */
const part = fc.noBias(fc.nat(2 ** 31 - 1)).map((count) => count / 2 ** 31);

const change: fc.Arbitrary<Change> = fc.record({
  at: part,
  how: fc.constantFrom(
    ...["alike", "alike", "alike", "alike", "replace", "remove", "repeat", "rename"] as const,
  ),
  value: anyValue,
  name: fc.oneof(anyText, fc.constantFrom("__proto__", "constructor", "value", "name")),
  number: fc.oneof(
    fc.constantFrom(0, 1, 1e-12, 1e12, 1e300, 5e-324, 9_007_199_254_740_993),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
});

/** A value with a few mistakes in it; what came in is not modified. */
export function withMistakes(value: unknown, most = 3): fc.Arbitrary<unknown> {
  return fc.array(change, { maxLength: most }).map((changes) =>
    changes.reduce((value, one) => apply(value, one), value)
  );
}

type Holder = Record<string, unknown> | unknown[];

function apply(root: unknown, { at, how, value, name, number }: Change): unknown {
  const wrapped: Holder = [structuredClone(root)];
  const places: [Holder, string][] = [];
  const visit = (holder: Holder) => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push([holder, key]);
      if (typeof inner === "object" && inner !== null) visit(inner as Holder);
    }
  };
  visit(wrapped);
  const [holder, key] = places[Math.floor(at * places.length)]!;
  const before = (holder as Record<string, unknown>)[key];
  const set = (key: string, value: unknown) =>
    Object.defineProperty(holder, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  if (how === "alike" && typeof before === "string") set(key, name);
  else if (how === "alike" && typeof before === "number") set(key, number);
  else if (how === "alike" || how === "replace" || holder === wrapped) set(key, value);
  else if (Array.isArray(holder)) {
    if (how === "remove") holder.splice(Number(key), 1);
    else holder.splice(Number(key), 0, before);
  } else if (how === "repeat") set(name, before);
  else {
    delete holder[key];
    if (how === "rename") set(name, before);
  }
  return wrapped[0];
}

/** JSON in one of the ways to write it. */
export function written(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.tuple(
    value,
    fc.constantFrom("", "  "),
    fc.constantFrom("", "", "", "", "", "\ufeff", "// a\n"),
  )
    .map(([value, indent, before]) => `${before}${JSON.stringify(value, null, indent)}\n`);
}

/** Pieces that readers look for. */
const PIECES = [
  ...['"', "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud800", "//", "/*", "*/", "\n", "\r\n"],
  ...["\0", "\t", " ", "\ufeff", "null", "true", "NaN", "-Infinity", "1e999", "1e-999", "-0", "0"],
  ...["0x10", "1".repeat(400), "[".repeat(5000), '{"a":'.repeat(5000), "__proto__", "constructor"],
  ...["Benchmark", "ns/op", "ns/iter", "test ", "... bench:", "time:", "--- FAIL: ", "PASS", "±"],
  ...["pkg: ", "% ", "-8", "ops/sec", " x ", "(1 runs sampled)", "::error::x", "*", "?", "{}"],
];

/** A mistake in a text: at which place, as a part of its length, and over how much of it. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly how: "insert" | "remove" | "repeat" | "end" | "flip" | "move";
  readonly piece: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: part,
  length: fc.oneof(fc.nat(4), fc.nat(200)),
  how: fc.constantFrom("insert", "insert", "remove", "repeat", "end", "flip", "move"),
  piece: fc.oneof(fc.constantFrom(...PIECES), anyText),
});

/** Values as texts; one text in four is damaged as a text, too. */
export function nearly(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: written(value) },
    { weight: 1, arbitrary: damaged(written(value), 1) },
  );
}

/** A text that was cut off, spliced or damaged in a few places. */
export function damaged(text: fc.Arbitrary<string>, most = 3): fc.Arbitrary<string> {
  return fc.tuple(text, fc.array(edit, { maxLength: most })).map(([text, edits]) =>
    edits.reduce(damage, text)
  );
}

function damage(text: string, { at, length, how, piece }: Edit): string {
  const start = Math.floor(at * (text.length + 1));
  const [before, own, after] = [
    text.slice(0, start),
    text.slice(start, start + length),
    text.slice(start + length),
  ];
  switch (how) {
    case "insert":
      return before + piece + own + after;
    case "remove":
      return before + after;
    case "repeat":
      return before + own + own + own + after;
    case "end":
      return before;
    case "flip":
      return before + own.replace(/^[^]/, flip) + after;
    case "move":
      return after + before + own;
  }
}

function flip(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) ^ 1 << (character.charCodeAt(0) % 7));
}
