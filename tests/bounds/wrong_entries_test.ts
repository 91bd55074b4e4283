// To say of every entry what is wrong with it takes time in proportion to the file.
import { smallerIsBetter } from "../../scripts/result/import/smaller_is_better.ts";
import { Content } from "../../scripts/result/import/content.ts";
import { assertLinear } from "./doubling.ts";

const ENTRY = '{\n"name": "a",\n"unit": "ns",\n"value": null\n}';
const GOOD = '{ "name": "b", "unit": "ns", "value": 1 }';

Deno.test("to name the line of every wrong entry is linear in the file", async () => {
  await assertLinear(
    ENTRY,
    (size) => `[${`${ENTRY},`.repeat(size / ENTRY.length)}${GOOD}]`,
    (text) => smallerIsBetter.read(new Content(text, "a")),
  );
});
