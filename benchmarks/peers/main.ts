/**
 * `deno task bench:peers` compares the kernels with the libraries that one would use instead.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type ColdCall, measureColdCalls } from "./cold.ts";
import { compare, type Row } from "./compare.ts";
import { reasonOf } from "./contender.ts";
import { loadPeers, type Missing } from "./peers.ts";
import { renderText } from "./report.ts";
import { outcomes } from "./targets.ts";
import { works } from "./works.ts";

const HELP = `Compare the kernels with the libraries that one would use instead.

Usage: deno task bench:peers [options]

  --only TEXT    only works whose name contains TEXT; may be given several times.
                 "cold" stands for the first calls
  --rounds N     turns that each contender has at each work (default 25)
  --out FILE     also write all results to FILE as JSON
  --list         print the works' names and stop
  --help         print this and stop

A work's results are checked against a reference in 64-bit floats before it is timed.
A row with * is noisy: there, the kernel differs from itself by more than 5 %.
Exit code: 0 done, 1 benchline itself was wrong or failed, 2 wrong usage.
`;

/** Milliseconds of a turn, and of all turns of one contender at one work together. */
const BURST = 4, PATIENCE = 2500;
/** First calls measured of each kernel. */
const COLD_REPEATS = 5;

/** Runs the command and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if ("message" in options) {
    console.error(options.message);
    return 2;
  }
  if (options.help) return print(HELP);
  if (options.list) return print([...works.map(({ name }) => name), "cold"].join("\n") + "\n");
  const wanted = (name: string) =>
    options.only.length === 0 || options.only.some((text) => name.includes(text));
  const chosen = works.filter(({ name }) => wanted(name));
  if (chosen.length === 0 && !wanted("cold")) {
    console.error(`Cannot compare: no work's name contains ${options.only.join(" or ")}`);
    return 2;
  }

  const { out } = options;
  if (out !== undefined && !writes(() => Deno.writeTextFileSync(out, "", { append: true }))) {
    return 2;
  }

  // Before anything else: code that was compiled once is no longer cold.
  const first = wanted("cold") ? await coldCalls() : { cold: [], missing: [] };
  const peers = chosen.length > 0 ? await loadPeers() : { contenders: [], missing: [] };
  const { cold } = first, { contenders } = peers;
  const missing = [...first.missing, ...peers.missing];
  const rows: Row[] = [];
  for (const work of chosen) {
    console.error(`${work.name} (${rows.length + 1} of ${chosen.length})`);
    rows.push(
      await compare(work, contenders, {
        rounds: options.rounds,
        burstMilliseconds: BURST,
        patienceMilliseconds: PATIENCE,
      }),
    );
  }
  const comparison = {
    contenders,
    missing,
    rows,
    cold,
    outcomes: outcomes({ rows, contenders, cold }),
  };
  print(renderText(comparison));
  if (out !== undefined) {
    const machine = { deno: Deno.version, build: Deno.build.target, rounds: options.rounds };
    // Everything except the functions, each of which would leave an empty object.
    const about = contenders.map(({ operations: _, ...rest }) => rest);
    const report = { version: 1, machine, ...comparison, contenders: about };
    const json = JSON.stringify(report, null, 2);
    if (!writes(() => Deno.writeTextFileSync(out, json + "\n"))) return 2;
  }
  const ours = new Set(
    contenders.filter(({ kind }) => kind === "benchline").map(({ name }) => name),
  );
  const bad = rows.flatMap(({ results }) => results)
    .some(({ contender, status }) =>
      ours.has(contender) && (status === "wrong" || status === "failed")
    );
  return bad ? 1 : 0;
}

/** The first calls, or why they could not be measured. */
async function coldCalls(): Promise<{ cold: ColdCall[]; missing: Missing[] }> {
  try {
    return { cold: await measureColdCalls(COLD_REPEATS), missing: [] };
  } catch (error) {
    return { cold: [], missing: [{ name: "first calls", reason: reasonOf(error) }] };
  }
}

/** Whether writing works; also tried once before minutes of measuring. */
function writes(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    console.error(`Cannot write the results: ${reasonOf(error)}`);
    return false;
  }
}

interface Parsed {
  readonly help: boolean;
  readonly list: boolean;
  readonly only: readonly string[];
  readonly rounds: number;
  readonly out?: string;
}

function parse(args: readonly string[]): Parsed | { readonly message: string } {
  try {
    const { values: { help, list, only, rounds, out } } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
        rounds: { type: "string", default: "25" },
        out: { type: "string" },
      },
    });
    if (!/^[1-9]\d*$/.test(rounds)) {
      return { message: `--rounds must be a whole number above 0, current value is ${rounds}` };
    }
    return { help, list, only, rounds: Number(rounds), ...out !== undefined && { out } };
  } catch (error) {
    return { message: (error as Error).message.split("\n")[0]! };
  }
}

function print(text: string): number {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  return 0;
}

// Exits explicitly, because Workers of jax-js never end.
if (import.meta.main) Deno.exit(await main(Deno.args));
