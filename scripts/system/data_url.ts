/** Modules as URLs that need no file. @module */

/**
 * Returns a TypeScript module as a URL. The user's lock file and compiler options do not apply to it.
 */
export function toDataUrl(source: string): string {
  return `data:application/typescript;base64,${new TextEncoder().encode(source).toBase64()}`;
}
