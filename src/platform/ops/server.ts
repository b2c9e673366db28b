import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { Logger } from "pino";
import { connectRedis } from "../redis/connection.ts";
import { isAdmitted, isForeign, isForgery } from "./guards.ts";
import { createMetrics } from "./metrics.ts";
import type { QueuePlace } from "./queues.ts";
import { judgeReadiness } from "./readiness.ts";
import type { Telemetry } from "./telemetry.ts";
import type { Vitals } from "./vitals.ts";

export type OpsOptions = {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Opens the queue page to who brings it; absent: there is no such page. */
  token?: string | undefined;
  redisUrl: string;
  queues: readonly QueuePlace[];
  vitals: Vitals;
  telemetry: Telemetry;
  log: Logger;
};

export type Ops = { url: string; close(): Promise<void> };

const QUEUES = "/queues";

/** What an operator and their machines look at: is it alive, is it ready, how does it do, what is in the queue. */
export async function openOps(options: OpsOptions): Promise<Ops> {
  const { host, vitals, telemetry } = options;
  const metrics = createMetrics(vitals, telemetry);

  const app = new Hono();
  app.use(async ({ req, text }, next) => {
    if (isForeign(req.header("host"), host))
      return text("This address answers only to this machine's own names; HOST opens it to others.", 403);
    if (isForgery(req.header("origin"), req.header("host"))) return text("Not from there.", 403);
    return next();
  });
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", async (context) => {
    const readiness = await judgeReadiness(vitals);
    return context.json(readiness, readiness.ready ? 200 : 503);
  });
  app.get("/metrics", async (context) =>
    context.text(await metrics.metrics(), 200, { "content-type": metrics.contentType }),
  );
  const closeQueues =
    options.token === undefined ? undefined : await mountQueues(app, { ...options, token: options.token });

  const server = serve({ fetch: app.fetch, hostname: host, port: options.port });
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  return {
    url: addressOf(server.address(), host),
    async close() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await closeQueues?.();
    },
  };
}

async function mountQueues(
  app: Hono,
  { redisUrl, queues, token, log }: OpsOptions & { token: string },
): Promise<() => Promise<void>> {
  const { createQueuePage } = await import("./queues.ts");
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-ops" });
  const page = createQueuePage(redis, queues, QUEUES);
  const guard = async (context: Context, next: () => Promise<void>) => {
    if (isAdmitted(context.req.header("authorization"), token)) return next();
    return context.text("The password is OPS_TOKEN; any user name will do.", 401, {
      "www-authenticate": 'Basic realm="Rootine"',
    });
  };
  app.use(QUEUES, guard);
  app.use(`${QUEUES}/*`, guard);
  app.route(QUEUES, page.app);
  return async () => {
    await page.close();
    redis.disconnect();
  };
}

function addressOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
