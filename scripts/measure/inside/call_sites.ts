/** The call sites that lead to a call. @module */
import {
  defineProperty,
  deleteProperty,
  Error,
  getOwnPropertyDescriptor,
  isArray,
  replace,
  setPrototypeOf,
} from "./primordials.ts";

/** A call site, as V8 reports it. */
export interface CallSite {
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
}

const MOST_FRAMES = 200;

/**
 * Returns the call sites of a call of this function. The innermost one comes first and is in this
 * file. There are none if the bench file has frozen `Error`. Call sites are used because the text
 * of a stack spells some file names otherwise than their URLs.
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
    // Properties that the bench file has put on the prototype of all objects must not be taken for
    // parts of it.
    setPrototypeOf(was, null);
    defineProperty(Error, name, was);
  }
}
