import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { startAnswering } from "./compose/answering.ts";
import { buildCapabilities } from "./compose/capabilities.ts";
import type { BotOptions } from "./compose/options.ts";
import { startWorking } from "./compose/working.ts";
import { createClient, createRest } from "./discord/client.ts";
import { connectRedis } from "./redis/connection.ts";
import { createIdentifyThrottle } from "./redis/identify-throttle.ts";

/** `close` takes no more work, lets what is under way end, and leaves. */
export type Bot = { close(): Promise<void> };

/** Starts one process of the bot in its role; resolved, it does what the role is for. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { role = "all", redisUrl, log } = options;
  const redis = connectRedis(redisUrl, { log, name: `rootine-${role}` });
  const roles = role === "worker" ? await startWorker() : await startGateway();

  return {
    async close() {
      await Promise.all(roles.map((one) => one.close()));
      await redis.quit();
    },
  };

  async function startWorker() {
    const rest = createRest(options);
    const id = await ownId(rest);
    const capabilities = buildCapabilities({ ...options, redis, rest, botId: () => id });
    return [startWorking(capabilities, options)];
  }

  async function startGateway() {
    const client = createClient({
      ...options,
      shards: options.shards === "auto" ? undefined : options.shards,
      throttle: options.shards && createIdentifyThrottle(redis),
    });
    const botId = () => client.user?.id ?? "";
    const capabilities = buildCapabilities({ ...options, redis, rest: client.rest, botId });
    const answering = await startAnswering(client, capabilities, options);
    return role === "bot" ? [answering] : [startWorking(capabilities, options), answering];
  }
}

const user = z.object({ id: z.string() });

async function ownId(rest: REST): Promise<string> {
  return user.parse(await rest.get(Routes.user())).id;
}
