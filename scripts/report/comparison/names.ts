/** The names of the formats, without their renderers, so that help loads quickly. @module */
import type { FormatName } from "../format.ts";

/** Every format of a comparison, in the order of the help. */
export const COMPARISON_FORMAT_NAMES = [
  { name: "terminal", endings: [".txt"] },
  { name: "markdown", endings: [".md"] },
  { name: "html", endings: [".html"] },
  { name: "json", endings: [".json"] },
  { name: "annotations", endings: [] },
  { name: "junit", endings: [".xml"] },
  { name: "sarif", endings: [".sarif"] },
] as const satisfies readonly FormatName[];
