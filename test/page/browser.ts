import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The machine's own Chromium, as the tests and the pictures use it. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Undefined where there is none: tests then skip, and say so by `titled`. */
export const chromiumPath: string | undefined = findChromium();

export function titled(title: string): string {
  return chromiumPath ? title : `${title} (skipped: no Chromium on PATH or in CHROMIUM_PATH)`;
}

export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error("Found no Chromium. Install one, or set CHROMIUM_PATH to it.");
  return chromium.launch({ executablePath: chromiumPath, args: FLAGS.split(" ") });
}

/** A window of its own, in which one of the five people sits before the playground. */
export async function visit(
  browser: Browser,
  address: string,
  personId: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 850 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    ...options,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  await prepare?.(page);
  await page.goto(`${address}/?person=${personId}`);
  await page.locator("#composer, .composer.is-closed").waitFor();
  return page;
}

/** Words in the channel; the same words also pass through the live region. */
export function said(page: Page, words: string) {
  return page.locator(".messages").getByText(words, { exact: true });
}

/** Writes into the field and sends it, past whatever the list above it suggests. */
export async function send(page: Page, text: string): Promise<void> {
  await page.locator("#composer").fill(text);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
}

export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(
    "Promise.all(document.getAnimations().map((one) => one instanceof CSSTransition && one.finished))",
  );
  // Not as a script tag: the page's own policy forbids foreign scripts.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | ")))`);
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path !== undefined && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
