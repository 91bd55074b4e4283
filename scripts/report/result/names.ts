/** The names of the formats, without their renderers, so that help loads quickly. @module */
import type { FormatName } from "../format.ts";

/** Every format of a result, in the order of the help. */
export const RESULT_FORMAT_NAMES = [
  { name: "terminal", endings: [".txt"] },
  { name: "json", endings: [".json"] },
  { name: "bencher", endings: [] },
  { name: "customSmallerIsBetter", endings: [] },
  { name: "go", endings: [] },
] as const satisfies readonly FormatName[];
