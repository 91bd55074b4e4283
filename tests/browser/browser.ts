/** Debian's Chromium, driven by playwright-core. @module */
import fs from "node:fs";
import type { Browser, Page } from "../../scripts/deps/playwright.ts";

export type { Browser, Page };

// The library asks whether it is in Windows's Linux by a file in /proc, which Deno lets nobody look
// at who has not every permission. There is no such file here.
const { existsSync } = fs;
fs.existsSync = (path) => !String(path).startsWith("/proc/") && existsSync(path);
const { chromium } = await import("../../scripts/deps/playwright.ts");

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of the browser; null where there is none, and its tests are skipped. */
export const CHROMIUM: string | null = PLACES.find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}) ?? null;

if (CHROMIUM === null) console.log(`skipped: no Chromium at ${PLACES.join(", ")}`);

/** Starts the browser. */
export function launch(): Promise<Browser> {
  // In containers there is no sandbox to be had; what is shown is our own.
  return chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
}

/** A page that has been opened, and what it did besides showing itself. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Messages, errors, dialogs and requests; violations of its policy are among them. */
  readonly complaints: readonly string[];
}

/**
 * Writes pages into a folder of their own and opens one of them.
 *
 * @param pages By the names of their files.
 * @param first The one to open.
 */
export async function openPages(
  browser: Browser,
  pages: ReadonlyMap<string, string>,
  first: string,
  viewport = { width: 1200, height: 900 },
): Promise<WatchedPage> {
  const folder = await Deno.makeTempDir({ prefix: "benchline-page-" });
  for (const [name, html] of pages) await Deno.writeTextFile(`${folder}/${name}`, html);
  const own = new Set([...pages.keys()].map((name) => `file://${folder}/${name}`));
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!own.has(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${folder}/${first}`);
  return {
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await page.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
