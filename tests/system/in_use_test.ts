import { assertEquals, assertRejects } from "@std/assert";
import { removeAll, rename } from "../../scripts/system/in_use.ts";

const { PermissionDenied } = Deno.errors;
const busy = Object.assign(new Error("Sharing violation. (os error 32)"), { code: "EBUSY" });

/** Runs with a system that refuses this many times, and counts how often it was asked. */
async function refusing(times: number, error: Error, run: () => Promise<void>): Promise<number> {
  const { remove, rename } = Deno;
  let asked = 0;
  Deno.remove = Deno.rename = () => ++asked <= times ? Promise.reject(error) : Promise.resolve();
  try {
    await run();
  } finally {
    Object.assign(Deno, { remove, rename });
  }
  return asked;
}

Deno.test("rename() and removeAll() try again on Windows while another program has the file open", async () => {
  for (const error of [busy, new PermissionDenied("in use")]) {
    assertEquals(await refusing(2, error, () => rename("a", "b", "windows")), 3);
    assertEquals(await refusing(2, error, () => removeAll("a", "windows")), 3);
  }
});

Deno.test("rename() passes on a refusal that lasts, and every refusal of other systems", async () => {
  const rows = [
    ["windows", busy, 20],
    ["windows", new Error("in use"), 1],
    ["linux", new PermissionDenied("in use"), 1],
  ] as const;
  for (const [os, error, times] of rows) {
    const run = async () =>
      void await assertRejects(() => rename("a", "b", os), Error, error.message);
    assertEquals(await refusing(Infinity, error, run), times);
  }
});
