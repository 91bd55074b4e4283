/** The part of the options of `parseArgs` that this project uses. */
export interface ParseOptions {
  readonly boolean?: readonly string[];
  readonly string?: readonly string[];
  readonly collect?: readonly string[];
  readonly negatable?: readonly string[];
  readonly default?: Readonly<Record<string, unknown>>;
  readonly alias?: Readonly<Record<string, string | readonly string[]>>;
  readonly stopEarly?: boolean;
  readonly "--"?: boolean;
  readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}
export interface ParsedArgs {
  _: (string | number)[];
  "--"?: string[];
  [option: string]: unknown;
}
export declare function parseArgs(args: readonly string[], options?: ParseOptions): ParsedArgs;
