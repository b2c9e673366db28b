import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

/** The playground's page in a browser, for tests, benchmarks and pictures. */

export type Visit = BrowserContextOptions & {
  /** Runs before the page loads. */
  prepare?: (page: Page) => Promise<unknown>;
};

export const PHONE = { width: 390, height: 812 };

/** Opens the page as one of the simulated members, in a new browser context. */
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
  await prepare?.(page);
  await page.goto(`${url}/?person=${memberId}`);
  await page.locator("#composer, .composer.is-closed").waitFor();
  return page;
}

/** Sends a message or command without accepting a suggestion. */
export async function send(page: Page, text: string): Promise<void> {
  await page.locator("#composer").fill(text);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
}

/** A text in the channel; the live region contains the same text. */
export function messageText(page: Page, text: string | RegExp): Locator {
  return page.locator(".messages").getByText(text, { exact: true });
}

export function messageWith(page: Page, text: string | RegExp): Locator {
  return page.locator(".message", { hasText: text });
}

export async function clickButton(message: Locator, name: string): Promise<void> {
  await message.getByRole("button", { name, exact: true }).click();
}

/** Answers a question with an option; options are shuffled, so its letter is read from the message. */
export async function clickOption(message: Locator, option: string): Promise<void> {
  await message.getByRole("button", { name: "A", exact: true }).waitFor();
  const letter = new RegExp(`([A-E])\\s+${option}`).exec((await message.textContent()) ?? "")?.[1];
  await clickButton(message, letter ?? option);
}

/** Selects the option that contains the text. */
export async function choose(select: Locator, text: string | RegExp): Promise<void> {
  await select.selectOption(await select.locator("option", { hasText: text }).first().getAttribute("value"));
}

/** The width of the document: wider than the viewport means it scrolls sideways. */
export function documentWidth(page: Page): Promise<unknown> {
  return page.evaluate("document.documentElement.scrollWidth");
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Serious and critical axe violations within an element, once all transitions have ended. */
export async function axeViolations(page: Page, within = "html"): Promise<string[]> {
  // Not as a script tag, because the page's content security policy forbids it.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(`Promise.all(document.getAnimations().map((one) => one instanceof CSSTransition && one.finished))
    .then(() => axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"] }))
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | ")))`);
}
