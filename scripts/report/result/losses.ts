/** What formats do not have that know a benchmark by one text and by its figures. @module */
import { formatIdentity, tellApart } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";

/** Benchmarks that are named; a document may have thousands. */
const MOST_NAMED = 5;

/** Benchmarks without figures, and those whose text is not the usual one; for `Format.losses`. */
export function describeLosses({ benchmarks }: ResultDocument): string[] {
  const texts = tellApart(benchmarks);
  const failed = benchmarks.filter(({ duration_ms }) => duration_ms === null).map(formatIdentity);
  const renamed = benchmarks.flatMap((benchmark, index) => {
    const usual = formatIdentity(benchmark);
    return texts[index] === usual ? [] : [`${usual} as ${texts[index]}`];
  });
  return [
    ...(failed.length === 0 ? [] : [`has no place for what failed: ${listNames(failed)}`]),
    ...(renamed.length === 0
      ? []
      : [`has ${listNames(renamed)}, since other benchmarks are written alike`]),
  ];
}

function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
