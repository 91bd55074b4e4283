/** Every format of a result. A new one is a file beside this, and a line here and in `names.ts`. @module */
import type { ResultDocument } from "../../result/schema.ts";
import { stringifyResultDocument } from "../../result/stringify.ts";
import type { Format, Renderer } from "../format.ts";
import { describeBencherLosses, renderBencher } from "./bencher.ts";
import { describeGoBenchLosses, renderGoBench } from "./go_bench.ts";
import { RESULT_FORMAT_NAMES } from "./names.ts";
import { describeSmallerIsBetterLosses, renderSmallerIsBetter } from "./smaller_is_better.ts";
import { renderResultTerminal } from "./terminal.ts";

type Name = typeof RESULT_FORMAT_NAMES[number]["name"];

const RENDERERS: Readonly<Record<Name, Renderer<ResultDocument>>> = {
  terminal: {
    render: (document, { paint, columns, isTerminal }) =>
      renderResultTerminal(document, paint, isTerminal ? columns : Infinity),
  },
  json: { render: stringifyResultDocument },
  bencher: { render: renderBencher, losses: describeBencherLosses },
  customSmallerIsBetter: { render: renderSmallerIsBetter, losses: describeSmallerIsBetterLosses },
  go: { render: renderGoBench, losses: describeGoBenchLosses },
};

/** Every format of a result, in the order of the help. */
export const RESULT_FORMATS: readonly Format<ResultDocument>[] = RESULT_FORMAT_NAMES
  .map((format) => ({ ...format, ...RENDERERS[format.name] }));
