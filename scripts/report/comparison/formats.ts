/** Every format of a comparison. A new one is a file beside this and a line here. @module */
import type { Comparison } from "../../verdict/comparison.ts";
import type { Format } from "../format.ts";
import { renderComparisonAnnotations } from "./annotations.ts";
import { renderComparisonHtml } from "./html.ts";
import { renderComparisonJson } from "./json.ts";
import { renderComparisonJUnit } from "./junit.ts";
import { renderComparisonMarkdown } from "./markdown.ts";
import { renderComparisonSarif } from "./sarif.ts";
import { renderComparisonTerminal } from "./terminal.ts";

/** Every format of a comparison, in the order in which the help names them. */
export const COMPARISON_FORMATS: readonly Format<Comparison>[] = [
  {
    name: "terminal",
    endings: [".txt"],
    render: (comparison, { paint, columns }) =>
      renderComparisonTerminal(comparison, paint, columns),
  },
  {
    name: "markdown",
    endings: [".md"],
    render: (comparison) => renderComparisonMarkdown(comparison),
  },
  { name: "html", endings: [".html"], render: renderComparisonHtml },
  { name: "json", endings: [".json"], render: renderComparisonJson },
  { name: "annotations", endings: [], render: renderComparisonAnnotations },
  { name: "junit", endings: [".xml"], render: renderComparisonJUnit },
  { name: "sarif", endings: [".sarif"], render: renderComparisonSarif },
];
