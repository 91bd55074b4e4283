// Charts as SVG, and the document that they are built in where there is no browser.

// @ts-types="./plot.d.ts"
export * as Plot from "npm:@observablehq/plot@0.6.17";
export type { Mark, PlotOptions } from "./plot.d.ts";
// @ts-types="./plot.d.ts"
export { parseHTML } from "npm:linkedom@0.18.15";
