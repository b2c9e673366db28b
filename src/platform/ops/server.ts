import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { Logger } from "pino";
import { QUEUES } from "../jobs/queue.ts";
import { connectRedis } from "../redis/connection.ts";
import { hasToken, isCrossOrigin, isForeignHost } from "./guards.ts";
import { checkReadiness, type ProcessStatus } from "./health.ts";
import { createMetrics } from "./metrics.ts";
import type { Telemetry } from "./telemetry.ts";

export type OpsServerOptions = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Password of the queue page; default: no such page. */
  token?: string | undefined;
  redisUrl: string;
  status: ProcessStatus;
  telemetry: Telemetry;
  log: Logger;
};

const QUEUE_PAGE = "/queues";

/** Serves /healthz, /readyz, /metrics and, with a token, the queue page. */
export async function startOpsServer(options: OpsServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { host, status, telemetry } = options;
  const metrics = createMetrics(status, telemetry);

  const app = new Hono();
  app.use(async ({ req, text }, next) => {
    if (isForeignHost(req.header("host"), host)) {
      return text("This address accepts only this machine's own names. Set HOST to allow others.", 403);
    }
    if (isCrossOrigin(req.header("origin"), req.header("host"))) return text("Cross-origin requests are blocked.", 403);
    return next();
  });
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const readiness = await checkReadiness(status);
    return context.json(readiness, readiness.ready ? 200 : 503);
  });
  app.get("/metrics", async (context) =>
    context.text(await metrics.metrics(), 200, { "content-type": metrics.contentType }),
  );
  const closeQueuePage =
    options.token === undefined ? undefined : await mountQueuePage(app, { ...options, token: options.token });

  const server = serve({ fetch: app.fetch, hostname: host, port: options.port });
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  return {
    url: urlOf(server.address(), host),
    async close() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await closeQueuePage?.();
    },
  };
}

async function mountQueuePage(
  app: Hono,
  { redisUrl, token, log }: OpsServerOptions & { token: string },
): Promise<() => Promise<void>> {
  const { createQueuePage } = await import("./queue-page.ts");
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-ops" });
  const page = createQueuePage(redis, QUEUES, QUEUE_PAGE);
  const authenticate = async (context: Context, next: () => Promise<void>) => {
    if (hasToken(context.req.header("authorization"), token)) return next();
    return context.text("Enter OPS_TOKEN as the password. The user name doesn't matter.", 401, {
      "www-authenticate": 'Basic realm="Rootine"',
    });
  };
  app.use(QUEUE_PAGE, authenticate);
  app.use(`${QUEUE_PAGE}/*`, authenticate);
  app.route(QUEUE_PAGE, page.app);
  return async () => {
    await page.close();
    redis.disconnect();
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
