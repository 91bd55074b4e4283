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
