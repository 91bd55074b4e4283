/** The names of the formats, apart from what renders them, so that a help need not load all of it. @module */
import type { FormatName } from "../format.ts";

/** Every format of a comparison, in the order in which the help names them. */
export const COMPARISON_FORMAT_NAMES = [
  { name: "terminal", endings: [".txt"] },
  { name: "markdown", endings: [".md"] },
  { name: "html", endings: [".html"] },
  { name: "json", endings: [".json"] },
  { name: "annotations", endings: [] },
  { name: "junit", endings: [".xml"] },
  { name: "sarif", endings: [".sarif"] },
] as const satisfies readonly FormatName[];
