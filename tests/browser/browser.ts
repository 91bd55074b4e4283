/** Debian's Chromium, driven by playwright-core. @module */
import fs from "node:fs";
import type { Browser, Page } from "../../scripts/deps/playwright.ts";

export type { Browser, Page };

// The library looks up a file in /proc to detect the Windows Subsystem for Linux. Deno allows that
// only with every permission, and the file does not exist here.
const { existsSync } = fs;
fs.existsSync = (path) => !String(path).startsWith("/proc/") && existsSync(path);
const { chromium } = await import("../../scripts/deps/playwright.ts");

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of the browser; null if it is missing, so that its tests are skipped. */
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
  // Chromium's sandbox does not work in containers, and the pages are trusted.
  return chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
}

let browser: Promise<Browser> | null = null;

/** Registers a test that needs the browser, which starts once for all tests of a file. */
export function testInBrowser(name: string, body: (browser: Browser) => Promise<void>): void {
  Deno.test({
    name: CHROMIUM === null ? `${name} (skipped: no Chromium)` : name,
    ignore: CHROMIUM === null,
    // The browser has its own streams and timers.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      browser ??= launch();
      await body(await browser);
    },
  });
}

Deno.test.afterAll(async () => await (await browser)?.close());

/** A page that was opened, and what it did besides rendering. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Messages, errors, dialogs and requests, including violations of its policy. */
  readonly complaints: readonly string[];
}

/**
 * Writes pages into a temporary folder, and opens one of them.
 *
 * @param pages The texts of the pages by file name.
 * @param first The page to open.
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
