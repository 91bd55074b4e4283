/** The load of the machine. @module */

/**
 * Returns how many processes ran or waited for a core, on average over the last minute.
 *
 * @returns Null without the permission. Nobody is asked for it.
 */
export function readLoad(): number | null {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "loadavg" });
  return state === "granted" ? Deno.loadavg()[0] ?? null : null;
}
