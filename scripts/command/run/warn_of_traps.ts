/** Warnings of `run` about how benchmarks are written. @module */
import { asStarted } from "../../cli/as_started.ts";
import { type MessageStream, note, warn } from "../../cli/messages.ts";
import { describeTrap } from "../../report/describe_trap.ts";
import type { BenchmarkFacts } from "../../result/benchmark_facts.ts";
import type { BenchmarkIdentity } from "../../result/identity.ts";
import { findAllTraps, MAY_BE_MEANT } from "../../verdict/traps.ts";

/** `doctor` shows the rest. */
const MOST_TRAPS = 3;

/** Warns of the most misleading traps in how benchmarks are written. */
export function warnOfTraps(
  facts: ReadonlyMap<BenchmarkIdentity, BenchmarkFacts>,
  io: MessageStream,
): void {
  const found = findAllTraps([...facts].map(([identity, facts]) => ({ identity, facts })))
    .filter(({ trap }) => !MAY_BE_MEANT.includes(trap.kind));
  for (const one of found.slice(0, MOST_TRAPS)) warn(io, describeTrap(one));
  const more = found.length - MOST_TRAPS;
  if (more > 0) note(io, asStarted(`benchline doctor shows ${more} more of these`, io));
}
