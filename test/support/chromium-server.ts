import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { chromiumPath, launchOptions } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers a GET with the WebSocket address of the shared browser. */
    chromiumUrl: string;
  }
}

/** Vitest's global setup: one Chromium for the run, launched when the first test asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let launching: Promise<BrowserServer> | undefined;
  const server = createServer((_request, response) => {
    launching ??= chromium.launchServer(launchOptions());
    launching.then(
      (browser) => response.end(browser.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  if (chromiumPath) await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  project.provide("chromiumUrl", isTcp(address) ? `http://127.0.0.1:${address.port}` : "");
  return async () => {
    server.close();
    await (await launching)?.close();
  };
}

function isTcp(address: ReturnType<ReturnType<typeof createServer>["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
