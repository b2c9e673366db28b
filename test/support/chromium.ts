import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { LaunchOptions } from "playwright-core";

/** The installed Chromium, because Playwright's is another 150 MB download. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Undefined if none is installed; browser tests are then skipped. */
export const chromiumPath: string | undefined = findChromium();

export function launchOptions(): LaunchOptions {
  if (!chromiumPath) throw new Error("Chromium not found. Install it, or set CHROMIUM_PATH.");
  return { executablePath: chromiumPath, args: FLAGS.split(" ") };
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...candidates].find((path) => path !== undefined && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
