/** What the functions that a benchmark calls do: how often they are called, and how V8 finds properties. @module */
import { join } from "../deps/std/path/mod.ts";
import * as v from "../deps/valibot.ts";
import { readMegamorphic } from "../result/profile/inline_caches.ts";
import type { ObservedCalls } from "../result/profile/observed_calls.ts";
import { HostError, HostProcess } from "./host_process.ts";
import { readIfThere } from "./project_config.ts";
import type { HostOptions } from "./start_host.ts";

const coverageSchema = v.object({
  url: v.string(),
  functions: v.array(v.object({
    functionName: v.string(),
    ranges: v.array(v.object({ count: v.number() })),
  })),
});

/** Calls are counted for about so long, in code that counting makes several times slower. */
const COUNTED_MS = 50;
const MOST_CALLS = 1000;
/** Longer calls would take minutes while they are counted. */
const LONGEST_CALL_MS = 1000;
/** Calls of the first process: what is only done once is then done in both. */
const FIRST_CALLS = 2;

/**
 * Counts calls, by what `deno run --coverage` says of two processes that differ in the calls they make.
 * The second one logs what V8 learns about properties, too: under the profiler it would log nothing.
 *
 * @param folder Where all that is written.
 * @returns Null where nothing was counted, such as by a Deno that cannot, or because calls take too long.
 */
export async function observeCalls(
  options: HostOptions,
  { ordinal, n, durationMs }: {
    readonly ordinal: number;
    readonly n: number | null;
    readonly durationMs: number;
  },
  folder: string,
): Promise<ObservedCalls | null> {
  const further = Math.min(MOST_CALLS, Math.ceil(COUNTED_MS / durationMs));
  if (durationMs > LONGEST_CALL_MS || (n !== null && n < FIRST_CALLS + further)) return null;
  const log = join(folder, `${crypto.randomUUID()}.log`);
  const logging = { ...options, flags: [...logFlags(log), ...options.flags] };
  try {
    // Counts do not depend on how fast they are reached.
    const counting = [
      countIn(options, ordinal, FIRST_CALLS, folder),
      countIn(logging, ordinal, FIRST_CALLS + further, folder),
    ] as const;
    // Neither is left alone with the folder, which goes once this is done.
    await Promise.allSettled(counting);
    const [few, many] = await Promise.all(counting);
    const counts = [...many].map(([key, { count, ...one }]) => (
      { ...one, calls: Math.max(0, count - (few.get(key)?.count ?? 0)) / further }
    ));
    return { counts, megamorphic: readMegamorphic(await readIfThere(log) ?? "") };
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound || error instanceof SyntaxError;
    if (error instanceof HostError || isMissing) return null;
    throw error;
  }
}

/** V8 takes a comma for the end of a flag. */
function logFlags(path: string): string[] {
  return path.includes(",")
    ? []
    : [`--v8-flags=--log-ic,--no-logfile-per-isolate,--logfile=${path}`];
}

async function countIn(
  options: HostOptions,
  ordinal: number,
  calls: number,
  parent: string,
): Promise<Map<string, Counted>> {
  const folder = join(parent, crypto.randomUUID());
  const host = await HostProcess.start({
    ...options,
    flags: [`--coverage=${folder}`, ...options.flags],
  });
  try {
    await host.request({ action: "time", ordinal, calls, marks: false });
    await host.finish();
  } finally {
    await host.close();
  }
  return await readCounts(folder);
}

interface Counted {
  readonly url: string;
  readonly name: string;
  readonly count: number;
}

async function readCounts(folder: string): Promise<Map<string, Counted>> {
  const counts = new Map<string, Counted>();
  const twice = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".json")) continue;
    const text = await Deno.readTextFile(join(folder, name));
    const { success, output } = v.safeParse(coverageSchema, JSON.parse(text));
    if (!success) continue;
    const { url } = output;
    for (const { functionName: name, ranges } of output.functions) {
      const key = JSON.stringify([url, name]);
      if (counts.has(key)) twice.add(key);
      counts.set(key, { url, name, count: ranges[0]?.count ?? 0 });
    }
  }
  for (const key of twice) counts.delete(key);
  return counts;
}
