/** Describes the progress of measuring two versions. @module */
import type { CompareEvent } from "../duet/options.ts";
import { describeDoubt } from "../report/describe.ts";
import { formatIdentity } from "../result/identity.ts";

/** Describes an event as a line of progress; null if there is nothing to show. */
export function describeEvent(event: CompareEvent): string | null {
  if (event.kind === "step") return event.text;
  if (event.kind === "doubt") return describeDoubt(event.doubt);
  if (event.kind === "listed" || event.kind === "profiles") return null;
  if (event.kind === "explain") {
    return `looking for the cause · ${formatIdentity(event.benchmark.identity)}`;
  }
  const { benchmark, round, confirming, open, total } = event;
  const name = formatIdentity(benchmark.identity);
  return confirming
    ? `confirming ${name} · round ${round}`
    : `round ${round} · ${total - open} of ${total} decided · ${name}`;
}
