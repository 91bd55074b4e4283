/** A journal in memory. @module */
import type { Journal, Subject } from "../../scripts/result/journal.ts";

/** Makes a journal that shows what is recorded; `kept` is the record of an earlier command. */
export function memoryJournal<Kept>(kept: readonly Kept[] = []): {
  readonly journal: Journal<Kept>;
  readonly records: readonly Kept[];
  readonly subjects: readonly Subject[];
} {
  const records: Kept[] = [];
  const subjects: Subject[] = [];
  const journal: Journal<Kept> = {
    outputs: [],
    begin(subject) {
      subjects.push(subject);
      return Promise.resolve(kept);
    },
    append: (record) => void records.push(record),
  };
  return { journal, records, subjects };
}
