/** Renames and removes files, even if Windows refuses this at first. @module */

/** The number of attempts, and the time between two of them. */
const ATTEMPTS = 20;
const WAIT_MS = 25;

/** Whether an error of Windows says that a file or folder is in use. */
export function isInUse(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    (error instanceof Error && "code" in error && error.code === "EBUSY");
}

/**
 * Renames a file or folder. Windows refuses this while another process, such as a virus scanner, has
 * it open. That usually takes only a moment, so several attempts are made.
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
 * Removes a file, or a folder and its contents. Links are removed and never followed. Windows refuses
 * this while a process has the file or folder open, or runs in the folder, so several attempts are
 * made.
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
