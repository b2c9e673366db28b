import { type Browser, chromium, type Page } from "playwright-core";
import { describe, inject, onTestFinished } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { openPage, type Visit } from "./page.ts";

/** Tests in the run's shared browser. */

/** Skipped where no Chromium is installed. */
export function describeInBrowser(title: string, body: () => void): void {
  const label = chromiumPath ? title : `${title} (skipped: install Chromium or set CHROMIUM_PATH)`;
  describe.skipIf(!chromiumPath)(label, { timeout: 60_000 }, body);
}

let connecting: Promise<Browser> | undefined;

async function connect(): Promise<Browser> {
  const response = await fetch(inject("chromiumUrl"));
  if (!response.ok) throw new Error(`Chromium did not start: ${await response.text()}`);
  return chromium.connect(await response.text());
}

/** Opens the page as a simulated member; its browser context closes with the test. */
export async function visit(url: string, memberId: string, options: Visit = {}): Promise<Page> {
  connecting ??= connect();
  const page = await openPage(await connecting, url, memberId, options);
  onTestFinished(() => page.context().close());
  return page;
}
