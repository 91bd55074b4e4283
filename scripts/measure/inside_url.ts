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

/** The module for `deno bench`, which reports what is registered and what runs. */
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

/** The module for `deno run`, which reports what is registered and runs calls on request. */
export const HOST: string = toDataUrl(joinSources([...BOTH, ...OF_HOST]));

async function readTexts(
  modules: readonly Promise<{ readonly default: string }>[],
): Promise<string[]> {
  return (await Promise.all(modules)).map((module) => module.default);
}

/**
 * Returns a short module for `--preload` that reads the real one from standard input. The real one is
 * too long for a command line: Windows allows 32,767 characters, and 8,191 if npm's script starts Deno.
 * A file would need the permission to write it, and would have to be removed.
 *
 * @param module The real module, as a data: URL. It has to be the first thing on standard input.
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
 * Joins modules into one, since a data: URL within another one would be encoded twice. Each module has
 * to follow those that it imports. Comments and types are removed, since every process receives all of
 * the text.
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
