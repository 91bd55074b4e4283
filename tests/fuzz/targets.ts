/** Everything that is tried. A new target is an entry in one of these lists, or a list beside them. @module */
import type { Target } from "./target.ts";
import { commandTargets } from "./targets/commands.ts";
import { documentTargets } from "./targets/documents.ts";
import { historyTarget } from "./targets/history.ts";
import { importTargets } from "./targets/imports.ts";
import { journalTarget } from "./targets/journals.ts";
import { wordTargets } from "./targets/words.ts";

/** Every target; some read files of tests/testdata/, one writes to a temporary folder. */
export function makeTargets(): Target[] {
  return [
    ...documentTargets(),
    ...importTargets(),
    ...commandTargets(),
    ...wordTargets(),
    journalTarget(),
    historyTarget(),
  ];
}
