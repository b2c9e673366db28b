import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { buildCapabilities, type Capabilities } from "./app.ts";
import type { Bot, BotOptions } from "./bot-options.ts";
import { type Answering, startAnswering } from "./bot-role.ts";
import { createClient, createRest } from "./platform/discord/client.ts";
import { createIdentifyThrottle } from "./platform/discord/identify-throttle.ts";
import { connectRedis } from "./platform/redis/connection.ts";
import { keys } from "./platform/redis/keys.ts";
import { memoryUsed } from "./platform/redis/memory.ts";
import { migrate } from "./platform/redis/migrate.ts";
import { startWorking, type Working } from "./worker-role.ts";

export type { Bot, BotOptions };

type Parts = Pick<Capabilities, "foresee"> & { answering?: Answering; working?: Working };

/** Starts one process of the bot in its role; resolved, it does what the role is for. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { role = "all", redisUrl, log } = options;
  const redis = connectRedis(redisUrl, { log, purpose: "people", name: `rootine-${role}` });
  await migrate(redis, log);
  const { answering, working, foresee }: Parts = role === "worker" ? await startWorker() : await startGateway();

  return {
    role,
    foresee,
    probeRedis: () => redis.set(keys.probe(), "1", "EX", 60),
    memoryUsed: () => memoryUsed(redis),
    ...(answering && { shards: answering.shards }),
    ...(working && { work: working.state }),
    async close() {
      await Promise.all([working?.close(), answering?.close()]);
      // A Redis that is away would not hear it.
      if (redis.status === "ready") await redis.quit();
      else redis.disconnect();
    },
  };

  async function startWorker(): Promise<Parts> {
    const rest = createRest(options);
    const id = await ownId(rest);
    const capabilities = buildCapabilities({ ...options, redis, rest, botId: () => id });
    return { foresee: capabilities.foresee, working: startWorking(capabilities, options) };
  }

  async function startGateway(): Promise<Parts> {
    const client = createClient({
      ...options,
      shards: options.shards === "auto" ? undefined : options.shards,
      throttle: options.shards && createIdentifyThrottle(redis),
    });
    const botId = () => client.user?.id ?? "";
    const capabilities = buildCapabilities({ ...options, redis, rest: client.rest, botId });
    const answering = await startAnswering(client, capabilities, options);
    const { foresee } = capabilities;
    return { foresee, answering, ...(role === "all" && { working: startWorking(capabilities, options) }) };
  }
}

const user = z.object({ id: z.string() });

async function ownId(rest: REST): Promise<string> {
  return user.parse(await rest.get(Routes.user())).id;
}
