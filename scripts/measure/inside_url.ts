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

/** A preload for `deno bench` that tells what is registered and what runs. */
export const OBSERVER: string = toDataUrl(joinSources([...BOTH, observeSource]));

/** A preload for `deno run` that tells what is registered and runs calls of it on request. */
export const HOST: string = toDataUrl(joinSources([
  ...BOTH,
  drawsSource,
  loadingSource,
  timerSource,
  sampleSource,
  hostSource,
]));

/**
 * One module of several, each after those that it imports: a module within a module would be
 * encoded twice. What only tells readers and the compiler goes, since a command line has to stay
 * short: Windows takes 32 kB.
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
