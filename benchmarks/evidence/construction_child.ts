/**
 * Measures in one process what some percent more units cost. Each benchmark's own function is
 * called in turn with fewer and with more units. So no second version, process or compilation can
 * look like the slowdown.
 *
 * Arguments: the folder of the project as a URL, the units, and the larger numbers of units,
 * comma-separated.
 *
 * @module
 */
const BURST_MS = 5;
/** An even number. */
const PAIRS = 60;

const [folder, fewer, more] = Deno.args as [string, string, string];
const benchmarks = new Map<string, () => unknown>();
Object.assign(Deno, {
  bench: (name: string, run: () => unknown) => void benchmarks.set(name, run),
});
await import(new URL("kinds_bench.ts", folder).href);
const { units } = await import(new URL("units.ts", folder).href) as { units: Int32Array };

/** Milliseconds of some calls with a number of units. */
async function time(run: () => unknown, calls: number, count: number): Promise<number> {
  units[0] = count;
  const began = performance.now();
  for (let call = 0; call < calls; call++) {
    const result = run();
    // Awaiting a value that is not a promise costs as much as some units.
    if (result instanceof Promise) await result;
  }
  return performance.now() - began;
}

async function measureChange(run: () => unknown, few: number, many: number): Promise<number> {
  let calls = 1;
  // Until the code is warm and the burst is long enough.
  for (let warm = 0; warm < 50;) {
    const elapsed = await time(run, calls, few);
    warm += elapsed;
    if (elapsed < BURST_MS) calls = Math.ceil(calls * Math.min(2, BURST_MS / elapsed));
  }
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const counts = pair % 2 === 0 ? [few, many] : [many, few];
    const elapsed = new Map<number, number>();
    for (const count of counts) elapsed.set(count, await time(run, calls, count));
    ratios.push(elapsed.get(many)! / elapsed.get(few)!);
  }
  ratios.sort((a, b) => a - b);
  return (ratios[PAIRS / 2 - 1]! + ratios[PAIRS / 2]!) / 2 - 1;
}

const result: Record<string, Record<string, number>> = {};
for (const many of more.split(",")) {
  const changes: Record<string, number> = result[many] = {};
  for (const [name, run] of benchmarks) {
    changes[name] = await measureChange(run, Number(fewer), Number(many));
  }
}
console.log(JSON.stringify(result));
