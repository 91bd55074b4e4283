import type * as Linkedom from "./linkedom.d.ts";

// Named at run time, so that it is fetched only for who wants a chart.
const name = "npm:linkedom@0.18.15";
export const { parseHTML }: typeof Linkedom = await import(name);
