/**
 * Observes the functions that a benchmark calls: how often they are called, and how V8 finds
 * properties.
 *
 * @module
 */
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

/** Time for which calls are counted, in code that counting makes several times slower. */
const COUNTED_MS = 50;
const MOST_CALLS = 1000;
/** Longer calls would take minutes while they are counted. */
const LONGEST_CALL_MS = 1000;
/** Calls of the first process. Work that is done only once is then done in both processes. */
const FIRST_CALLS = 2;

/**
 * Counts calls with `deno run --coverage`, in two processes that make different numbers of calls.
 * The second process also logs what V8 learns about properties, since V8 logs nothing of it under
 * the profiler.
 *
 * @param folder The folder for all files.
 * @returns Null if nothing was counted, for example because this Deno cannot, or because calls take
 * too long.
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
    // Counts do not depend on speed, so both processes may run at once.
    const counting = [
      countIn(options, ordinal, FIRST_CALLS, folder),
      countIn(logging, ordinal, FIRST_CALLS + further, folder),
    ] as const;
    // Waits for both, since the folder is removed afterwards.
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

/** V8 ends a flag at a comma. */
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
