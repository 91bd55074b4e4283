/** The names of the formats, apart from what renders them, so that a help need not load all of it. @module */
import type { FormatName } from "../format.ts";

/** Every format of a result, in the order in which the help names them. */
export const RESULT_FORMAT_NAMES = [
  { name: "terminal", endings: [".txt"] },
  { name: "json", endings: [".json"] },
  { name: "bencher", endings: [] },
  { name: "customSmallerIsBetter", endings: [] },
  { name: "go", endings: [] },
] as const satisfies readonly FormatName[];
