import { assertEquals } from "@std/assert";
import { endOfSearch } from "../../scripts/command/bisect/end_of_search.ts";
import { Interruption } from "../../scripts/result/interruption.ts";

Deno.test("endOfSearch() returns the code of the signal, whatever else ended the search", async (t) => {
  const term = new Interruption("SIGTERM");
  const late = "the time limit of 1 min was reached";
  const rows: [stopped: string | null, reason: unknown, code: number, message: string | null][] = [
    [null, undefined, 0, null],
    [late, undefined, 2, `The search is not finished: ${late}`],
    [late, term, 143, `The search is not finished: ${late}`],
    [String(term), term, 143, "The search is not finished: it was stopped by SIGTERM"],
    [
      null,
      term,
      143,
      "The search is finished, but explanations may be missing: it was stopped by SIGTERM",
    ],
  ];
  for (const [stopped, reason, code, message] of rows) {
    await t.step(`${stopped}, ${reason}`, () => {
      assertEquals(endOfSearch(stopped, { reason }), { code, message });
    });
  }
});
