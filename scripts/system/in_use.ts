/** What Windows refuses as long as somebody has a file or folder open. @module */

/** How often it is tried, and how long it is waited before the next time. */
const ATTEMPTS = 20;
const WAIT_MS = 25;

/** Whether Windows says that a file or folder is in use. */
export function isInUse(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    (error instanceof Error && "code" in error && error.code === "EBUSY");
}

/**
 * Renames a file or folder. On Windows that is refused as long as another process, such as a virus
 * scanner, has it open in a way that does not allow it, which is over in a moment.
 *
 * @throws What `Deno.rename` throws.
 */
export async function rename(
  from: string,
  to: string,
  os: typeof Deno.build.os = Deno.build.os,
): Promise<void> {
  await retry(() => Deno.rename(from, to), os);
}

/**
 * Removes a folder with all that is in it, or a file; links are removed and never followed. On Windows
 * that is refused as long as a process has it open or was started in it.
 *
 * @throws What `Deno.remove` throws.
 */
export async function removeAll(
  path: string,
  os: typeof Deno.build.os = Deno.build.os,
): Promise<void> {
  await retry(() => Deno.remove(path, { recursive: true }), os);
}

async function retry(act: () => Promise<void>, os: typeof Deno.build.os): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (os !== "windows" || !isInUse(error) || attempt === ATTEMPTS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
