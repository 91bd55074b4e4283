/** The version of the Deno that runs the tests. @module */

/** Returns whether that Deno is older than `version`, such as "2.9.6". */
export function isOlderThan(version: string): boolean {
  const own = numbersOf(Deno.version.deno), other = numbersOf(version);
  const place = own.findIndex((number, index) => number !== other[index]);
  return place >= 0 && own[place]! < other[place]!;
}

function numbersOf(version: string): number[] {
  return version.split(/[.+-]/, 3).map(Number);
}
