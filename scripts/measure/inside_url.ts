/** The modules that run inside a benchmark process, as URLs that need no file. @module */
import { toDataUrl } from "../system/data_url.ts";

// The imports are dynamic, because a static import of a text ends a Deno that is too old with exit
// code 1, which is that of a regression, before any module can refuse it.
const BOTH = await readTexts([
  import("./inside/primordials.ts", { with: { type: "text" } }),
  import("./inside/wire.ts", { with: { type: "text" } }),
  import("./inside/call_sites.ts", { with: { type: "text" } }),
  import("./inside/describe_error.ts", { with: { type: "text" } }),
  import("./inside/collect.ts", { with: { type: "text" } }),
]);

/** For `deno bench`: tells what is registered and what runs. */
export const OBSERVER: string = toDataUrl(joinSources([
  ...BOTH,
  ...await readTexts([import("./inside/observe.ts", { with: { type: "text" } })]),
]));

const OF_HOST = await readTexts([
  import("./inside/draws.ts", { with: { type: "text" } }),
  import("./inside/loading.ts", { with: { type: "text" } }),
  import("./inside/timer.ts", { with: { type: "text" } }),
  import("./inside/sample.ts", { with: { type: "text" } }),
  import("./inside/host.ts", { with: { type: "text" } }),
]);

/** For `deno run`: tells what is registered and runs calls of it on request. */
export const HOST: string = toDataUrl(joinSources([...BOTH, ...OF_HOST]));

async function readTexts(
  modules: readonly Promise<{ readonly default: string }>[],
): Promise<string[]> {
  return (await Promise.all(modules)).map((module) => module.default);
}

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
