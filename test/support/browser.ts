import { type Browser, chromium, type Page } from "playwright-core";
import { describe, inject, onTestFinished } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { openPage, type Visit } from "./page.ts";

/** Tests in the run's shared browser. */

/** Skipped if no Chromium is installed. */
export function describeInBrowser(title: string, body: () => void): void {
  const label = chromiumPath ? title : `${title} (skipped: install Chromium or set CHROMIUM_PATH)`;
  describe.skipIf(!chromiumPath)(label, { timeout: 120_000 }, body);
}

let connection: Promise<Browser> | undefined;

/** Opens the page as a simulated member; its browser context closes with the test, which fails if the page threw. */
export async function visit(url: string, memberId: string, options: Visit = {}): Promise<Page> {
  connection ??= chromium.connect(inject("chromiumEndpoint"));
  const errors: Error[] = [];
  const page = await openPage(await connection, url, memberId, {
    ...options,
    async prepare(fresh) {
      fresh.on("pageerror", (error) => errors.push(error));
      await options.prepare?.(fresh);
    },
  });
  onTestFinished(async () => {
    await page.context().close();
    if (errors.length > 0) throw new AggregateError(errors, "The page threw");
  });
  return page;
}
