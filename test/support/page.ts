import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

/** The playground's page in a browser, for tests, benchmarks and pictures. */

export type Visit = BrowserContextOptions & {
  /** Runs before the page loads. */
  prepare?: (page: Page) => Promise<unknown>;
};

/** Opens the page as one of the simulated members, in a browser context of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  memberId: string,
  { prepare, ...options }: Visit = {},
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
  await page.goto(`${url}/?person=${memberId}`);
  await page.locator("#composer, .composer.is-closed").waitFor();
  return page;
}

/** A text in the channel; the live region contains the same text. */
export function messageText(page: Page, text: string | RegExp): Locator {
  return page.locator(".messages").getByText(text, { exact: true });
}

/** Sends a message or command without accepting a suggestion. */
export async function send(page: Page, text: string): Promise<void> {
  await page.locator("#composer").fill(text);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Serious and critical axe violations, once all transitions have ended. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Not as a script tag: the page's own policy forbids foreign scripts.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(`Promise.all(document.getAnimations().map((one) => one instanceof CSSTransition && one.finished))
    .then(() => axe.run({ resultTypes: ["violations"] }))
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | ")))`);
}
