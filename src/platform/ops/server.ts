import { createHash, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Queue } from "bullmq";
import { type Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Logger } from "pino";
import { QUEUES } from "../jobs/queue.ts";
import { connectRedis } from "../redis/connection.ts";
import { checkReadiness, type ProcessStatus } from "./health.ts";
import { createMetrics, type Telemetry } from "./metrics.ts";

export type OpsServerOptions = {
  host: string;
  /** 0 picks a free port. */
  port: number;
  /** Password for the queue page. Without it, there is no page. */
  token?: string | undefined;
  redisUrl: string;
  status: ProcessStatus;
  telemetry: Telemetry;
  log: Logger;
};

const QUEUE_PAGE = "/queues";

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    // Bull Board uses inline styles.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
});

/** Serves /healthz, /readyz, /metrics and, with a token, the queue page. */
export async function startOpsServer(options: OpsServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { host, status, telemetry } = options;
  const metrics = createMetrics(status, telemetry);

  const app = new Hono();
  app.use(headers);
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

/** Mounts Bull Board, which shows waiting, running and failed jobs and can retry them. */
async function mountQueuePage(
  app: Hono,
  { redisUrl, token, log }: OpsServerOptions & { token: string },
): Promise<() => Promise<void>> {
  // Loaded on demand, because most operators don't set a token.
  const [{ createBullBoard }, { BullMQAdapter }, { HonoAdapter }, { serveStatic }] = await Promise.all([
    import("@bull-board/api"),
    import("@bull-board/api/bullMQAdapter"),
    import("@bull-board/hono"),
    import("@hono/node-server/serve-static"),
  ]);
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-ops" });
  const queues = QUEUES.map(({ name, prefix }) => new Queue(name, { connection: redis, prefix }));
  // The page shows errors, and the connection logs outages. Without a listener, BullMQ would print the errors.
  for (const queue of queues) queue.on("error", () => undefined);
  const serverAdapter = new HonoAdapter(serveStatic).setBasePath(QUEUE_PAGE);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter });

  const authenticate = async (context: Context, next: () => Promise<void>) => {
    if (hasToken(context.req.header("authorization"), token)) return next();
    return context.text("Enter OPS_TOKEN as the password. The user name doesn't matter.", 401, {
      "www-authenticate": 'Basic realm="Rootine"',
    });
  };
  app.use(QUEUE_PAGE, authenticate);
  app.use(`${QUEUE_PAGE}/*`, authenticate);
  app.route(QUEUE_PAGE, serverAdapter.registerPlugin());
  return async () => {
    await Promise.all(queues.map((queue) => queue.close()));
    redis.disconnect();
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/**
 * Whether a request to a loopback address uses a foreign host name. A website can point its own domain at 127.0.0.1 to
 * reach this server through a visitor's browser (DNS rebinding).
 */
export function isForeignHost(hostHeader: string | undefined, boundHost: string): boolean {
  if (!LOOPBACK.has(boundHost)) return false;
  return !LOOPBACK.has((hostHeader ?? "").replace(/:\d+$/, "").toLowerCase());
}

/** Whether a page of another origin sent the request. The browser would add this site's credentials to it (CSRF). */
export function isCrossOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined) return false;
  return !(URL.canParse(origin) && new URL(origin).host === hostHeader);
}

/** Whether the password of basic authentication is the token. Compares in constant time. */
export function hasToken(authorization: string | undefined, token: string): boolean {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return false;
  const credentials = Buffer.from(encoded, "base64").toString("utf8");
  return timingSafeEqual(digest(credentials.slice(credentials.indexOf(":") + 1)), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
