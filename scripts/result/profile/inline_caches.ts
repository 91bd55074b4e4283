/** Finds property accesses on objects of many shapes in V8's log of `--log-ic`. @module */

/** A function in which an access to a property is megamorphic: V8 looks it up each time. */
export interface MegamorphicAccess {
  /** The function; empty for an anonymous one. */
  readonly name: string;
  /** URL of its module. */
  readonly url: string;
  /** Name of the property; empty for an index. */
  readonly property: string;
}

/** `code-creation,JS,10,<time>,<address>,<size>,<name> <url>:<line>:<column>,…`; 10 is bytecode. */
const BYTECODE = /^code-creation,JS,10,\d+,0x([0-9a-f]+),(\d+),(.*?) ?(\S+):\d+:\d+,0x/;
/** `LoadIC,<address>,<time>,<line>,<column>,<old state>,N,<map>,<property>,…` */
const MEGAMORPHIC =
  /^\w*(?:Load|Store|Has)\w*IC,0x([0-9a-f]+),\d+,\d+,\d+,\w,N,0x[0-9a-f]+,([^,]*)/;

/**
 * Reads a log, and skips other lines.
 *
 * @returns Each access once.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const log = [
 *   "code-creation,JS,10,24,0x100,54,read file:///a.ts:9:17,0x7f,~",
 *   "LoadIC,0x11c,30,11,70,P,N,0x2c,value,,",
 * ];
 * assertEquals(readMegamorphic(log.join("\n")), [
 *   { name: "read", url: "file:///a.ts", property: "value" },
 * ]);
 * ```
 */
export function readMegamorphic(log: string): MegamorphicAccess[] {
  const functions: { begin: number; end: number; name: string; url: string }[] = [];
  const accesses = new Map<string, MegamorphicAccess>();
  for (const line of log.split("\n")) {
    const [, address, size, name, url] = BYTECODE.exec(line) ?? [];
    if (address !== undefined) {
      const begin = parseInt(address, 16);
      functions.push({ begin, end: begin + Number(size), name: name!, url: url! });
      continue;
    }
    const [, at, property] = MEGAMORPHIC.exec(line) ?? [];
    if (at === undefined) continue;
    const place = parseInt(at, 16);
    // V8 reuses memory, so the code that was created last counts.
    const within = functions.findLast(({ begin, end }) => begin <= place && place < end);
    if (within === undefined) continue;
    const access = { name: within.name, url: within.url, property: nameOf(property!) };
    accesses.set(JSON.stringify(Object.values(access)), access);
  }
  return [...accesses.values()];
}

function nameOf(property: string): string {
  return /^\d+$/.test(property) ? "" : property;
}
