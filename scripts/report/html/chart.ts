/** Charts as SVG for a page. @module */
import { parseHTML } from "../../deps/linkedom.ts";
import { plot, type PlotOptions } from "../../deps/plot.ts";

/**
 * Draws a chart. It uses the colours and the style of the page, so it follows light and dark. The
 * page's policy would refuse its own style.
 *
 * @param label Its name for screen readers.
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
