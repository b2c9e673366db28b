import { EventEmitter } from "node:events";
import { chromium } from "playwright-core";
import { expect, inject, it, onTestFinished } from "vitest";
import { startOpsServer } from "../../src/platform/ops/server.ts";
import { describeInBrowser } from "../support/browser.ts";
import { silentLog } from "../support/log.ts";
import { freshDatabase } from "../support/redis.ts";

describeInBrowser("the queue page", () => {
  it("works under its content security policy", async () => {
    const token = "a-long-enough-secret";
    const status = { role: "worker", checkRedis: async () => "OK", redisMemoryRatio: async () => undefined };
    const redisUrl = await freshDatabase();
    const server = await startOpsServer({
      host: "127.0.0.1",
      port: 0,
      token,
      redisUrl,
      status,
      telemetry: new EventEmitter(),
      log: silentLog,
    });
    onTestFinished(server.close);
    const browser = await chromium.connect(inject("chromiumEndpoint"));
    const context = await browser.newContext({ httpCredentials: { username: "ops", password: token } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const violations: string[] = [];
    page.on("console", (message) => {
      // Its web font stays blocked, so the page makes no requests to other servers.
      const text = message.text();
      if (text.includes("Content Security Policy") && !text.includes("fonts.googleapis.com")) violations.push(text);
    });
    await page.goto(`${server.url}/queues/queue/immediate`);
    await page.getByText("rate-limited-0").first().waitFor();
    expect(violations).toEqual([]);
  });
});
