import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { chromiumPath, launchOptions } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    chromiumEndpoint: string;
  }
}

/** Vitest's global setup of the page project: one Chromium for all its tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!chromiumPath) return async () => {};
  const server = await chromium.launchServer(launchOptions());
  project.provide("chromiumEndpoint", server.wsEndpoint());
  return () => server.close();
}
