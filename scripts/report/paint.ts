/** Colours, or none. @module */
import * as colors from "../deps/std/fmt/colors.ts";

/** Functions that colour a text, or return it as it is. */
export interface Paint {
  /** For titles. */
  readonly bold: (text: string) => string;
  /** For what matters less. */
  readonly dim: (text: string) => string;
  /** For what is bad. */
  readonly red: (text: string) => string;
  /** For what needs a look. */
  readonly yellow: (text: string) => string;
  /** For what is good. */
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
