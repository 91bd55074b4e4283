export interface GlobOptions {
  readonly extended?: boolean;
  readonly globstar?: boolean;
  readonly caseInsensitive?: boolean;
}
export declare const SEPARATOR: "/" | "\\";
export declare function basename(path: string, suffix?: string): string;
export declare function dirname(path: string): string;
export declare function fromFileUrl(url: string | URL): string;
export declare function globToRegExp(glob: string, options?: GlobOptions): RegExp;
export declare function isAbsolute(path: string): boolean;
export declare function isGlob(str: string): boolean;
export declare function join(...paths: string[]): string;
export declare function relative(from: string, to: string): string;
export declare function resolve(...paths: string[]): string;
export declare function toFileUrl(path: string): URL;
