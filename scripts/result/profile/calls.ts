/** The part of a profile that was taken during calls of a benchmark. @module */
import type { Profile, ProfiledFunction } from "./parse_profile.ts";

/** Distinguishes the calls of a benchmark from everything else in its process. */
export interface Marks {
  /** URL of the module that calls the benchmark. */
  readonly host: string;
  /** Its function that runs right before the calls, and the one that runs right after. */
  readonly before: string;
  readonly after: string;
}

/** A sample that was taken during calls. */
export type CallSample =
  /** The functions that were running, the outermost first, without those of the host. */
  | { readonly kind: "code"; readonly stack: readonly ProfiledFunction[] }
  /** The garbage collector, whoever called; code of an unknown function; idle time. */
  | { readonly kind: "collection" | "native" | "waiting" };

/**
 * The samples of the calls. All samples between the two marks count: an asynchronous benchmark
 * continues without the host on the stack, and the collector has no stack at all. If the innermost
 * function is the host's, the sample is of its loop or of V8's own code without a frame, such as
 * that of megamorphic accesses. For such code, V8 omits the calling function.
 *
 * @returns Null if the marks were not seen: then nothing distinguishes the calls from the rest.
 */
export function samplesOfCalls(
  { nodes, samples }: Profile,
  { host, before, after }: Marks,
): CallSample[] | null {
  const isMark = (name: string) => {
    const own = nodes.map(({ fn }) => isOfHost(fn, host) && fn.name === name);
    // Callers come first, so one pass is enough.
    for (const [place, { parent }] of nodes.entries()) {
      if (parent !== null && own[parent]) own[place] = true;
    }
    return own;
  };
  const isBefore = isMark(before);
  const isAfter = isMark(after);
  const begin = samples.findLastIndex((node) => isBefore[node]);
  const end = samples.findIndex((node, index) => index > begin && isAfter[node]);
  if (begin === -1 || end === -1) return null;
  const marks = nodes.map((_, node) => isBefore[node]! || isAfter[node]!);
  const known = new Map<number, CallSample>();
  return samples.slice(begin + 1, end).filter((node) => !marks[node]).map((node) => {
    const sample = known.get(node) ?? classify(node, { nodes }, host);
    known.set(node, sample);
    return sample;
  });
}

function classify(
  place: number,
  { nodes }: Pick<Profile, "nodes">,
  host: string,
): CallSample {
  const { name, url } = nodes[place]!.fn;
  if (url === "" && name === "(garbage collector)") return { kind: "collection" };
  if (url === "" && name === "(program)") return { kind: "native" };
  if (url === "" && name === "(idle)") return { kind: "waiting" };
  const stack: ProfiledFunction[] = [];
  for (let at: number | null = place; at !== null; at = nodes[at]!.parent) {
    const { fn } = nodes[at]!;
    if (isOfHost(fn, host)) break;
    if (!(fn.url === "" && fn.name === "(root)")) stack.push(fn);
  }
  return stack.length === 0 ? { kind: "native" } : { kind: "code", stack: stack.reverse() };
}

/** V8 cuts the URLs in a profile after 1,024 characters, and that of the host is longer. */
function isOfHost({ url }: ProfiledFunction, host: string): boolean {
  return url !== "" && host.startsWith(url);
}
