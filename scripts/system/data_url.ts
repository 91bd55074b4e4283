/** Modules as URLs that need no file. @module */

/** A TypeScript module as a URL, which the user's lock file and compiler options do not apply to. */
export function toDataUrl(source: string): string {
  return `data:application/typescript;base64,${new TextEncoder().encode(source).toBase64()}`;
}
