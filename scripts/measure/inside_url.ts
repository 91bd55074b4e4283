/** The modules that run inside a benchmark process, as URLs that need no file. @module */
import { toDataUrl } from "../system/data_url.ts";
import callSitesSource from "./inside/call_sites.ts" with { type: "text" };
import collectSource from "./inside/collect.ts" with { type: "text" };
import describeErrorSource from "./inside/describe_error.ts" with { type: "text" };
import drawsSource from "./inside/draws.ts" with { type: "text" };
import hostSource from "./inside/host.ts" with { type: "text" };
import loadingSource from "./inside/loading.ts" with { type: "text" };
import observeSource from "./inside/observe.ts" with { type: "text" };
import primordialsSource from "./inside/primordials.ts" with { type: "text" };
import sampleSource from "./inside/sample.ts" with { type: "text" };
import timerSource from "./inside/timer.ts" with { type: "text" };
import wireSource from "./inside/wire.ts" with { type: "text" };

const BOTH = [
  primordialsSource,
  wireSource,
  callSitesSource,
  describeErrorSource,
  collectSource,
];

/** For `deno bench`: tells what is registered and what runs. */
export const OBSERVER: string = toDataUrl(joinSources([...BOTH, observeSource]));

/** For `deno run`: tells what is registered and runs calls of it on request. */
export const HOST: string = toDataUrl(joinSources([
  ...BOTH,
  drawsSource,
  loadingSource,
  timerSource,
  sampleSource,
  hostSource,
]));

/**
 * A module for `--preload` that takes another one from standard input, which comes first there. That one
 * is too long for a command line: Windows takes 32,767 characters, and 8,191 where npm's script starts
 * Deno. A file would take the permission to write one, and somebody to remove it.
 *
 * @param module A data: URL.
 */
export function preloadOf(module: string): string {
  return toDataUrl(`const url = new Uint8Array(${module.length});
for (let filled = 0; filled < url.length;) {
  const size = Deno.stdin.readSync(url.subarray(filled));
  if (size === null) Deno.exit(1);
  filled += size;
}
await import(new TextDecoder().decode(url));
`);
}

/**
 * One module of several, each after those that it imports: a module within a module would be
 * encoded twice. What only tells readers and the compiler goes, since every process is sent all of it.
 */
function joinSources(sources: readonly string[]): string {
  return sources.map((source) =>
    source
      .replaceAll(/^import [^;]*? from "\.\/[^"]*";\n/gm, "")
      .replaceAll(/^export /gm, "")
      .replaceAll(/^interface [^]*?^}\n|^type [^]*?;\n/gm, "")
      .replaceAll(/^ *(?:\/\*\*|\*|\/\/).*\n/gm, "")
      .replaceAll(/^ +/gm, "")
  ).join("");
}
