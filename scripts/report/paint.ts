/** Colours, or none. @module */
import * as colors from "../deps/std/fmt/colors.ts";

/** Functions that colour a text, or return it as it is. */
export interface Paint {
  /** For titles. */
  readonly bold: (text: string) => string;
  /** For less important text. */
  readonly dim: (text: string) => string;
  /** For bad news. */
  readonly red: (text: string) => string;
  /** For text that needs attention. */
  readonly yellow: (text: string) => string;
  /** For good news. */
  readonly green: (text: string) => string;
}

const plain = (text: string) => text;

/** Leaves every text as it is. */
export const noPaint: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain };

/** Colours with ANSI codes. */
export const ansiPaint: Paint = {
  bold: colors.bold,
  dim: colors.gray,
  red: colors.red,
  yellow: colors.yellow,
  green: colors.green,
};
