/** `history tune`: turns dismissals into thresholds, and writes them into the configuration. @module */
import { note } from "../../cli/messages.ts";
import { surfaceOf } from "../../cli/outputs.ts";
import { readConfigText } from "../../cli/thresholds.ts";
import { renderTuning, renderTuningJson } from "../../report/history/tuning.ts";
import { formatCount } from "../../result/format_count.ts";
import { Failure } from "../../result/failure.ts";
import { addRules } from "../../verdict/config_text.ts";
import { changesOf, type Trend } from "../../verdict/series.ts";
import { type ProposedRule, tune as tuneThresholds } from "../../verdict/tune.ts";
import { type ActionContext, trendsOf } from "./actions.ts";

/** The options of `history tune`. */
export interface TuneOptions {
  /** Whether to change the configuration. */
  readonly write: boolean;
  /** Its file; null for the default one. */
  readonly config: string | null;
}

/** Proposes thresholds, and writes them if asked to. */
export async function tune(options: TuneOptions, context: ActionContext): Promise<number> {
  const { store, io, json, thresholdsOf } = context;
  const trends: Trend[] = [];
  for await (const trend of trendsOf(context, await store.benchmarks())) {
    trends.push(changesOf(trend).length > 0 ? trend : { ...trend, points: [] });
  }
  if (trends.length === 0) throw new Failure(`Nothing to tune: ${store.name} has no results`);
  const tuning = tuneThresholds(trends, thresholdsOf);
  let written: string | null = null;
  try {
    if (options.write && tuning.rules.length > 0) {
      written = await writeRules(tuning.rules, options.config, context);
    }
  } finally {
    // If the rules cannot be written, users can add them by hand.
    if (json) io.writeOut(renderTuningJson(tuning, store.name, written));
    else io.writeOut(renderTuning(tuning, surfaceOf(io)));
  }
  const count = formatCount(tuning.rules.length, "rule");
  if (written !== null) note(io, `wrote ${count} to ${written}`);
  else if (tuning.rules.length > 0) {
    note(io, `history tune --write puts ${count} into the configuration`);
  }
  return 0;
}

/** Writes the rules, and returns the path of the configuration. */
async function writeRules(
  rules: readonly ProposedRule[],
  config: string | null,
  { store, io }: ActionContext,
): Promise<string> {
  const { path, text } = await readConfigText(config, io);
  if (store.leftOut > 0) {
    const count = formatCount(store.leftOut, "result");
    throw new Failure(
      `Cannot write rules into ${path}: ${count} cannot be read, and may contain regressions that these rules would hide`,
    );
  }
  await io.writeWhole(path, addRules(text, rules, path));
  return path;
}
