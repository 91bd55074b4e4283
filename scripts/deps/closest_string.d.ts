export declare function closestString(
  givenWord: string,
  possibleWords: readonly string[],
): string;
