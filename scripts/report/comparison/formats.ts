/** Every format of a comparison. A new one is a file beside this, and a line here and in `names.ts`. @module */
import type { Comparison } from "../../verdict/comparison.ts";
import type { Format, Renderer } from "../format.ts";
import { renderComparisonAnnotations } from "./annotations.ts";
import { prepareComparisonHtml, renderComparisonHtml } from "./html.ts";
import { renderComparisonJson } from "./json.ts";
import { renderComparisonJUnit } from "./junit.ts";
import { renderComparisonMarkdown } from "./markdown.ts";
import { COMPARISON_FORMAT_NAMES } from "./names.ts";
import { renderComparisonSarif } from "./sarif.ts";
import { renderComparisonTerminal } from "./terminal.ts";

type Name = typeof COMPARISON_FORMAT_NAMES[number]["name"];

const RENDERERS: Readonly<Record<Name, Renderer<Comparison>>> = {
  terminal: {
    render: (comparison, { paint, columns }) =>
      renderComparisonTerminal(comparison, paint, columns),
  },
  markdown: { render: (comparison) => renderComparisonMarkdown(comparison) },
  html: { prepare: prepareComparisonHtml, render: renderComparisonHtml },
  json: { render: renderComparisonJson },
  annotations: { render: renderComparisonAnnotations },
  junit: { render: renderComparisonJUnit },
  sarif: { render: renderComparisonSarif },
};

/** Every format of a comparison, in the order of the help. */
export const COMPARISON_FORMATS: readonly Format<Comparison>[] = COMPARISON_FORMAT_NAMES
  .map((format) => ({ ...format, ...RENDERERS[format.name] }));
