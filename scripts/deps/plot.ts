// @ts-types="./plot.d.ts"
export { dot, gridX, link, plot, ruleX } from "npm:@observablehq/plot@0.6.17";
export type { Mark, PlotOptions } from "./plot.d.ts";
