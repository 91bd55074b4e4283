/** The modules that run inside a benchmark process, as URLs that need no file. @module */
import collectSource from "./inside/collect.ts" with { type: "text" };
import hostSource from "./inside/host.ts" with { type: "text" };
import observeSource from "./inside/observe.ts" with { type: "text" };
import type { InsideSettings } from "./inside/collect.ts";

/** A preload for `deno bench` that tells what is registered and what runs. */
export function observeUrl(settings: InsideSettings): string {
  return compose(observeSource, settings);
}

/** A preload for `deno run` that runs calls of benchmarks on request. */
export function hostUrl(settings: InsideSettings): string {
  return compose(hostSource, settings);
}

function compose(source: string, settings: InsideSettings): string {
  const prefix = `globalThis.benchlineSettings = ${JSON.stringify(settings)};\n`;
  const collect = toDataUrl(prefix + collectSource);
  return toDataUrl(source.replace('"./collect.ts"', JSON.stringify(collect)));
}

function toDataUrl(source: string): string {
  return `data:application/typescript;base64,${new TextEncoder().encode(source).toBase64()}`;
}
