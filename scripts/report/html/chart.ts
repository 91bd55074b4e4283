/** Charts as SVG for a page. @module */
import { parseHTML } from "../../deps/linkedom.ts";
import { plot, type PlotOptions } from "../../deps/plot.ts";

/**
 * Draws a chart. Its colours are the page's variables and its style is the page's, so that it follows
 * light and dark and needs no style of its own, which the page's policy would refuse.
 *
 * @param label What a screen reader says of it.
 */
export function renderChart(label: string, options: PlotOptions): string {
  const chart = plot({
    ...options,
    document: parseHTML("<!doctype html><html></html>").document,
  });
  for (const style of chart.querySelectorAll("style")) style.remove();
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", label);
  return chart.outerHTML;
}
