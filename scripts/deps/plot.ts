import type * as Plot from "./plot.d.ts";

export type { Mark, PlotOptions } from "./plot.d.ts";

// Named at run time, so that its forty packages are fetched only for who wants a chart.
const name = "npm:@observablehq/plot@0.6.17";
export const { dot, gridX, gridY, line, link, plot, rect, ruleX }: typeof Plot = await import(name);
