/** The places in the code that a call came through. @module */
import {
  defineProperty,
  deleteProperty,
  Error,
  getOwnPropertyDescriptor,
  isArray,
  replace,
  setPrototypeOf,
} from "./primordials.ts";

/** A place, as V8 tells it. */
export interface CallSite {
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
}

const MOST_FRAMES = 200;

/**
 * The call sites of a call of this function, the innermost first, which is in here; none where the
 * bench file has frozen `Error`. The text of a stack spells some file names otherwise than their URL.
 */
export function callSites(): readonly CallSite[] {
  const prepare = getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const limit = getOwnPropertyDescriptor(Error, "stackTraceLimit");
  replace(Error, "stackTraceLimit", MOST_FRAMES);
  replace(Error, "prepareStackTrace", (_: unknown, sites: unknown) => sites);
  const sites: unknown = new Error().stack;
  restore("prepareStackTrace", prepare);
  restore("stackTraceLimit", limit);
  return isArray(sites) ? sites : [];
}

function restore(name: string, was: PropertyDescriptor | undefined): void {
  if (was === undefined) deleteProperty(Error, name);
  else {
    // What the bench file has put on the prototype of all objects would be taken for a part of it.
    setPrototypeOf(was, null);
    defineProperty(Error, name, was);
  }
}
