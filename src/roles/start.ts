import { type App, type Content, createServices, type Services } from "../app.ts";
import type { ProcessStatus } from "../platform/ops/health.ts";
import { openPlatform, type Platform, type PlatformOptions } from "../platform/platform.ts";
import { memoryRatio } from "../platform/redis/client.ts";
import { keys } from "../platform/redis/keys.ts";
import { createSenders, createStores } from "../stores.ts";
import { type GatewayOptions, startGateway } from "./gateway.ts";
import { startWorker } from "./worker.ts";

/** `close` stops taking work, waits for work in progress, and disconnects. */
export type Bot = ProcessStatus & {
  upcoming: Services["nextEvents"];
  /** Rejects with a SetupError if this process can't recover without the operator. */
  lost?: Promise<never>;
  close(): Promise<void>;
};

/** Starts a process of the bot. Resolves when it is ready. */
export async function startBot(options: PlatformOptions & Content & GatewayOptions): Promise<Bot> {
  const platform = await openPlatform(options);
  try {
    const stores = createStores(platform);
    const services = createServices(platform, options, stores, createSenders(platform));
    return await startRoles(platform, { stores, services }, options);
  } catch (error) {
    platform.redis.disconnect();
    throw error;
  }
}

/** Starts the gateway, the worker, or both, depending on the role. */
export async function startRoles(platform: Platform, app: App, options: GatewayOptions): Promise<Bot> {
  const { role, redis, client } = platform;
  const gateway = client && (await startGateway({ ...platform, client }, app, options));
  const worker = role === "bot" ? undefined : startWorker(platform, app);
  return {
    role,
    upcoming: app.services.nextEvents,
    checkRedis: () => redis.set(keys.probe(), "1", "EX", 60),
    redisMemoryRatio: () => memoryRatio(redis),
    ...(gateway && { shards: gateway.shards, lost: gateway.lost }),
    ...(worker && { worker: worker.status }),
    async close() {
      await Promise.all([worker?.close(), gateway?.close()]);
      // QUIT would wait for an unreachable Redis.
      if (redis.status === "ready") await redis.quit();
      else redis.disconnect();
    },
  };
}
