/** Charts as SVG for a page. @module */
import { parseHTML } from "../../deps/linkedom.ts";
import { plot, type PlotOptions } from "../../deps/plot.ts";

const COORDINATES = [
  "cx",
  "cy",
  "d",
  "height",
  "transform",
  "width",
  "x",
  "x1",
  "x2",
  "y",
  "y1",
  "y2",
];

/** Rounds to hundredths of a pixel. Further digits cannot be seen and depend on the version of V8. */
function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}

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
  for (const element of chart.querySelectorAll("*")) {
    for (const name of COORDINATES) {
      const value = element.getAttribute(name);
      if (value !== null) element.setAttribute(name, roundNumbers(value));
    }
  }
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", label);
  return chart.outerHTML;
}
