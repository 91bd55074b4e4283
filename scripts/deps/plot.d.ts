// What is used of Observable Plot, whose own declarations need those of a browser.
import type { PageDocument } from "./linkedom.d.ts";

/** A part of a chart. */
export interface Mark {
  readonly marks?: readonly Mark[];
}
/** Constant or the name of a field of the data. */
type Channel = string | number;
type MarkOptions = Readonly<Record<string, Channel>>;

export declare function dot(data: readonly object[], options: MarkOptions): Mark;
export declare function link(data: readonly object[], options: MarkOptions): Mark;
export declare function ruleX(data: readonly (number | object)[], options: MarkOptions): Mark;
export declare function gridX(options: MarkOptions): Mark;
export declare function gridY(options: MarkOptions): Mark;
export declare function line(data: readonly object[], options: MarkOptions): Mark;
export declare function rect(data: readonly object[], options: MarkOptions): Mark;

/** How values become places. */
export interface Scale {
  readonly axis?: "top" | "bottom" | "left" | "right" | null;
  readonly type?: "linear" | "point" | "utc";
  readonly domain?: readonly (string | number)[];
  readonly label?: string | null;
  readonly labelAnchor?: "left" | "right" | "top" | "bottom";
  readonly nice?: boolean;
  readonly tickFormat?: (value: number) => string;
  readonly tickSize?: number;
  readonly ticks?: number;
}

export interface PlotOptions {
  readonly document?: PageDocument;
  readonly width: number;
  readonly height: number;
  readonly marginLeft?: number;
  readonly marginRight?: number;
  readonly marginTop?: number;
  readonly marginBottom?: number;
  readonly x?: Scale;
  readonly y?: Scale;
  readonly marks: readonly Mark[];
}

/** An element of SVG. */
export interface Chart {
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  remove(): void;
  querySelectorAll(selectors: string): Iterable<Chart>;
}

export declare function plot(options: PlotOptions): Chart;
