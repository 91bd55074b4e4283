/** Finds JSON values in a text that may contain other things. @module */
import { MOST_LEVELS } from "../jsonc.ts";
import { tokenAt } from "../jsonc_tokens.ts";

/** An array or an object in a text. */
export interface JsonPart {
  readonly start: number;
  readonly end: number;
  /** Whether it is closed; an unclosed one ends where it breaks. */
  readonly isWhole: boolean;
}

/**
 * Numbers that JSON lacks, as JavaScript, Python and the `printf` of C write them: `NaN`, `-inf`,
 * `-nan(ind)`, `1.#INF`.
 */
export const LACKING_NUMBER = String.raw`[-+]?(?:nan(?:\(\w*\))?|inf(?:inity)?|1\.#[a-z]+)`;
const SCALAR = new RegExp(
  String.raw`^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|(?:${LACKING_NUMBER}))$`,
  "i",
);
const BLANK = /[ \t\r\n]*/y;
const OPENING = /[[{]/g;
/** Longer than any number. */
const LONGEST_SCALAR = 1000;

/** What may come next: `first` is the first value or key, or the end of an empty part. */
type Wanted = "first" | "value" | "key" | "colon" | "comma";

/** After a token that fits: what may come next. */
interface Step {
  readonly wanted: Wanted;
  readonly end: number;
}

/**
 * The arrays and objects in a text, in order, in linear time: a whole JSON file, several files in
 * sequence, lines of JSON, or JSON between the lines of a log. Only the outermost ones count. If
 * one is broken, a part within it counts if that begins a line, because then the outer bracket was
 * not JSON. Otherwise the broken one is reported if it begins a line and is not empty.
 *
 * Brackets, colons and commas of the parts are checked; `JSON.parse` checks the strings in them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = '[bench] ready {\n{ "a": [1] }\n[2] {"b": inf} done\n';
 * const parts = [...jsonParts(text)].map(({ start, end }) => text.slice(start, end));
 * assertEquals(parts, ['{ "a": [1] }', "[2]", '{"b": inf}']);
 * ```
 */
export function* jsonParts(text: string): Generator<JsonPart> {
  const open: number[] = [];
  let inner: JsonPart[] = [];
  let wanted: Wanted = "first";
  let isEmpty = true;

  function* giveUp(end: number): Generator<JsonPart> {
    const start = open[0]!;
    if (inner.length > 0) yield* inner;
    else if (!isEmpty && beginsLine(text, start)) yield { start, end, isWhole: false };
    open.length = 0;
    inner = [];
    isEmpty = true;
  }

  for (let at = 0;;) {
    if (open.length === 0) {
      OPENING.lastIndex = at;
      const found = OPENING.exec(text);
      if (found === null) return;
      at = found.index;
      isEmpty = true;
    } else {
      BLANK.lastIndex = at;
      BLANK.test(text);
      at = BLANK.lastIndex;
      if (at >= text.length) {
        yield* giveUp(at);
        return;
      }
    }
    const first = text[at]!;
    const isObject = open.length > 0 && text[open.at(-1)!] === "{";
    if (first === "{" || first === "[") {
      const fits = wanted === "value" || (wanted === "first" && !isObject);
      if (open.length > 0 && (!fits || open.length === MOST_LEVELS)) yield* giveUp(at);
      open.push(at++);
      wanted = "first";
    } else if (first === "}" || first === "]") {
      const fits = wanted === "first" || wanted === "comma";
      if (!fits || isObject !== (first === "}")) {
        yield* giveUp(at++);
        continue;
      }
      const part = { start: open.pop()!, end: ++at, isWhole: true };
      isEmpty = false;
      wanted = "comma";
      while (inner.length > 0 && inner.at(-1)!.start > part.start) inner.pop();
      if (open.length === 0) yield part;
      else if (beginsLine(text, part.start)) inner.push(part);
    } else {
      const next: Step | null = first === "/" ? null : follow(text, at, wanted, isObject);
      if (next === null) {
        const { end } = first === "/" ? { end: at + 1 } : tokenAt(text, at);
        yield* giveUp(end);
        at = end;
        continue;
      }
      isEmpty = false;
      wanted = next.wanted;
      at = next.end;
    }
  }
}

/**
 * What may come after a comma, a colon, a string, a number or a word; null if that does not fit.
 */
function follow(
  text: string,
  at: number,
  wanted: Wanted,
  isObject: boolean,
): Step | null {
  const first = text[at];
  if (first === ",") {
    return wanted === "comma" ? { wanted: isObject ? "key" : "value", end: at + 1 } : null;
  }
  if (first === ":") return wanted === "colon" ? { wanted: "value", end: at + 1 } : null;
  const isKey = wanted === "key" || (wanted === "first" && isObject);
  if (!isKey && wanted !== "value" && wanted !== "first") return null;
  const { end, isOpen } = tokenAt(text, at);
  if (first === '"') return isOpen ? null : { wanted: isKey ? "colon" : "comma", end };
  const fits = !isKey && end - at <= LONGEST_SCALAR && SCALAR.test(text.slice(at, end));
  return fits ? { wanted: "comma", end } : null;
}

function beginsLine(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === "\n";
}
