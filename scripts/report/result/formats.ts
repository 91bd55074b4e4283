/** Every format of a result. A new one is a file beside this and a line here. @module */
import type { ResultDocument } from "../../result/schema.ts";
import { stringifyResultDocument } from "../../result/stringify.ts";
import type { Format } from "../format.ts";
import { describeBencherLosses, renderBencher } from "./bencher.ts";
import { describeGoBenchLosses, renderGoBench } from "./go_bench.ts";
import { describeSmallerIsBetterLosses, renderSmallerIsBetter } from "./smaller_is_better.ts";
import { renderResultTerminal } from "./terminal.ts";

/** Every format of a result, in the order in which the help names them. */
export const RESULT_FORMATS: readonly Format<ResultDocument>[] = [
  {
    name: "terminal",
    endings: [".txt"],
    render: (document, { paint, columns, isTerminal }) =>
      renderResultTerminal(document, paint, isTerminal ? columns : Infinity),
  },
  { name: "json", endings: [".json"], render: stringifyResultDocument },
  { name: "bencher", endings: [], render: renderBencher, losses: describeBencherLosses },
  {
    name: "customSmallerIsBetter",
    endings: [],
    render: renderSmallerIsBetter,
    losses: describeSmallerIsBetterLosses,
  },
  { name: "go", endings: [], render: renderGoBench, losses: describeGoBenchLosses },
];
