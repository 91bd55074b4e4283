/**
 * Runs inside the `deno bench` process, loaded before each bench file, and tells the parent what
 * the file registers and which benchmark is running. The parent hands this text over as a data:
 * URL with its settings in front, so the module imports nothing, the user's lock file does not see
 * it, and the user's type-check settings do not apply to it. The functions that `deno bench` times
 * are the user's own, never wrapped.
 *
 * @module
 */
declare global {
  var benchlineSettings: ObserverSettings;
}

/** What the parent asks for. */
export interface ObserverSettings {
  /** Marks the lines on standard error that are meant for the parent. */
  token: string;
  /**
   * `list`: register nothing. `measure`: leave the measuring to `deno bench`. `sample`: take
   * single samples and heap figures, which `deno bench` does not report.
   */
  mode: "list" | "measure" | "sample";
  /** The benchmarks to leave out, by the order of their registration. */
  skip: number[];
}

/** A benchmark that a file registered. */
export interface Registration {
  /** Absolute URL of the file. */
  origin: string;
  /** Order within the file, from 0. */
  ordinal: number;
  name: string;
  group: string | null;
  only: boolean;
  ignore: boolean;
  description: string | null;
  work: {
    operations: number | null;
    unit: string | null;
    bytes: number | null;
    flops: number | null;
  } | null;
}

/** What sampling one benchmark gave; times in nanoseconds a call. */
export interface Samples {
  ordinal: number;
  medianNs: number;
  standardDeviationNs: number;
  allocatedBytes: number | null;
}

/** What the observer tells, one line each. */
export type ObserverEvent =
  | { kind: "file"; origin: string; denoVersion: string; v8Version: string }
  | ({ kind: "registered" } & Registration)
  | { kind: "loaded"; origin: string }
  | { kind: "begin"; ordinal: number }
  | { kind: "end"; ordinal: number }
  | ({ kind: "sampled" } & Samples)
  | { kind: "unsampled"; ordinal: number; message: string }
  | { kind: "done" }
  | { kind: "error"; message: string };

type BenchFunction = (context: Deno.BenchContext) => unknown;
type Definition = Record<string, unknown> & { name: string; fn: BenchFunction };

(() => {
  const { token, mode, skip } = globalThis.benchlineSettings;
  const origin = Deno.mainModule;
  const encoder = new TextEncoder();
  const realBench = Deno.bench as unknown as (definition: unknown) => void;
  const realExit = Deno.exit;
  const registered: { ordinal: number; definition: Definition }[] = [];
  let count = 0;

  function tell(event: ObserverEvent): void {
    const bytes = encoder.encode(`${token}${JSON.stringify(event)}\n`);
    for (let sent = 0; sent < bytes.length;) sent += Deno.stderr.writeSync(bytes.subarray(sent));
  }

  /** The argument forms of `Deno.bench`, as one definition. */
  function normalize(args: unknown[]): Definition {
    const fn = args.find((arg) => typeof arg === "function") as BenchFunction | undefined;
    const options = args.find((arg) => typeof arg === "object" && arg !== null) ?? {};
    const first = typeof args[0] === "string" ? { name: args[0] } : {};
    const merged: Record<string, unknown> = { ...options, ...first, ...(fn ? { fn } : {}) };
    if (typeof merged["fn"] !== "function") throw new TypeError("Missing bench function");
    merged["name"] ??= (merged["fn"] as BenchFunction).name;
    if (typeof merged["name"] !== "string" || merged["name"] === "") {
      throw new TypeError("The bench name can't be empty");
    }
    return merged as Definition;
  }

  function optionalString(value: unknown): string | null {
    return typeof value === "string" ? value : null;
  }

  function optionalAmount(value: unknown): number | null {
    return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : null;
  }

  function describeWork(value: unknown): Registration["work"] {
    if (typeof value !== "object" || value === null) return null;
    const { operations, unit, bytes, flops } = value as Record<string, unknown>;
    return {
      operations: optionalAmount(operations),
      unit: optionalString(unit),
      bytes: optionalAmount(bytes),
      flops: optionalAmount(flops),
    };
  }

  function observedBench(...args: unknown[]): void {
    const definition = normalize(args);
    const ordinal = count++;
    tell({
      kind: "registered",
      origin,
      ordinal,
      name: definition.name,
      group: optionalString(definition["group"]),
      only: definition["only"] === true,
      ignore: definition["ignore"] === true,
      description: optionalString(definition["description"]),
      work: describeWork(definition["work"]),
    });
    if (mode === "list" || skip.includes(ordinal)) return;
    registered.push({ ordinal, definition });
    if (mode === "measure") {
      // Under its number each benchmark is told apart in the report, and without its group they
      // run in this order; the parent knows both.
      realBench({ ...definition, name: `#${ordinal}`, group: undefined, only: false });
    }
  }

  /**
   * `deno bench` puts a console of its own in place around each benchmark. That is the one thing it
   * does between two of them that can be seen without touching what is timed. The first it runs
   * is a warm-up of its own.
   */
  function announceBenchmarks(): void {
    const original = globalThis.console;
    let current = original;
    let started = -1;
    Object.defineProperty(globalThis, "console", {
      configurable: true,
      get: () => current,
      set(value) {
        current = value;
        if (value !== original) started++;
        const running = registered[started - 1];
        if (running) tell({ kind: value === original ? "end" : "begin", ordinal: running.ordinal });
      },
    });
  }

  function describe(error: unknown): string {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }

  const denoVersion = Deno.version.deno;
  tell({ kind: "file", origin, denoVersion, v8Version: Deno.version.v8 });
  addEventListener("error", (event) => tell({ kind: "error", message: describe(event.error) }));
  addEventListener(
    "unhandledrejection",
    (event) => tell({ kind: "error", message: describe(event.reason) }),
  );
  Object.assign(Deno, {
    bench: Object.assign(observedBench, {
      only: (...args: unknown[]) => observedBench({ ...normalize(args), only: true }),
      ignore: (...args: unknown[]) => observedBench({ ...normalize(args), ignore: true }),
    }),
    exit(code?: number): never {
      throw new Error(`the file called Deno.exit(${code ?? ""}) while it loaded`);
    },
  });
  addEventListener("load", () => {
    Deno.exit = realExit;
    tell({ kind: "loaded", origin });
  });
  if (mode === "measure") announceBenchmarks();
  if (mode === "sample") realBench({ name: "sampling", fn: takeSamples });

  let sampling = false;
  async function takeSamples(): Promise<void> {
    if (sampling) return;
    sampling = true;
    const allocated = await heapCounter();
    for (const { ordinal, definition } of registered) {
      tell({ kind: "begin", ordinal });
      try {
        tell({ kind: "sampled", ordinal, ...await sample(definition, allocated) });
      } catch (error) {
        tell({ kind: "unsampled", ordinal, message: describe(error) });
      }
      tell({ kind: "end", ordinal });
    }
    tell({ kind: "done" });
  }

  /** Bytes that the JavaScript heap has ever handed out, or null where V8 does not tell. */
  async function heapCounter(): Promise<(() => number) | null> {
    const { getHeapStatistics } = await import("node:v8");
    const read = () =>
      (getHeapStatistics() as unknown as { total_allocated_bytes?: number }).total_allocated_bytes;
    return read() === undefined ? null : () => read()!;
  }

  async function sample(
    definition: Definition,
    allocated: (() => number) | null,
  ): Promise<Omit<Samples, "ordinal">> {
    const call = definition.fn;
    const isAsync = call.constructor === (async () => {}).constructor;
    let startedAt: number | null = null;
    let endedAt: number | null = null;
    const context = {
      [Symbol.toStringTag]: "BenchContext",
      name: definition.name,
      origin,
      start: () => void (startedAt = performance.now()),
      end: () => void (endedAt = performance.now()),
    } as Deno.BenchContext;

    /** Milliseconds of `calls` calls, without what a single call leaves out by start and end. */
    async function time(calls: number): Promise<number> {
      startedAt = endedAt = null;
      const begin = performance.now();
      if (isAsync) { for (let made = 0; made < calls; made++) await call(context); }
      else for (let made = 0; made < calls; made++) call(context);
      const end = performance.now();
      return calls === 1 ? (endedAt ?? end) - (startedAt ?? begin) : end - begin;
    }

    // The same rule as `deno bench`: calls under 10 µs are timed in batches.
    let perCall = 0;
    let calls = 0;
    for (const from = performance.now(); performance.now() - from < 20;) {
      perCall += await time(1);
      calls++;
    }
    perCall /= calls;
    const batch = perCall < 0.01 ? Math.max(1, Math.round(0.1 / Math.max(perCall, 1e-6))) : 1;
    const taken: number[] = [];
    for (const from = performance.now(); performance.now() - from < 200 || taken.length < 10;) {
      taken.push(await time(batch) / batch);
    }
    const sorted = taken.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const median = sorted.length % 2 === 1
      ? sorted[middle]!
      : (sorted[middle - 1]! + sorted[middle]!) / 2;
    const mean = taken.reduce((total, value) => total + value, 0) / taken.length;
    const squares = taken.reduce((total, value) => total + (value - mean) ** 2, 0);
    return {
      medianNs: median * 1e6,
      standardDeviationNs: Math.sqrt(squares / Math.max(1, taken.length - 1)) * 1e6,
      allocatedBytes: allocated === null
        ? null
        : await allocatedPerCall(allocated, time, Math.max(perCall, 1e-6)),
    };
  }

  /**
   * The heap that one call takes, less what reading the counter and timing take themselves: the
   * least of a few tries, since the compiler allocates too while it works on a function.
   */
  async function allocatedPerCall(
    allocated: () => number,
    time: (calls: number) => Promise<number>,
    perCallMs: number,
  ): Promise<number> {
    const calls = Math.max(2, Math.min(10_000, Math.ceil(20 / perCallMs)));
    let least = Infinity;
    for (let attempt = 0; attempt < 3; attempt++) {
      const before = allocated();
      await time(0);
      const empty = allocated();
      await time(calls);
      least = Math.min(least, (allocated() - empty - (empty - before)) / calls);
    }
    return Math.max(0, least);
  }
})();
