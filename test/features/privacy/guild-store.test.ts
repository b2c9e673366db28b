import { beforeEach, expect, it } from "vitest";
import { createGuildStore, type GuildStore } from "../../../src/features/privacy/guild-store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const [left, other] = ["410000000000000000", "410000000000000001"];
let redis: Redis;
let guilds: GuildStore;

beforeEach(async () => {
  redis = await testRedis();
  guilds = createGuildStore(redis);
  await guilds.add([left, other]);
  for (const guildId of [left, other]) await redis.hset(keys.schedules(guildId), "1", "{}");
});

it("deleting a guild removes all of its keys and nothing else", async () => {
  await guilds.remove(left);
  expect(await guilds.deleteData(left)).toBe(1);
  expect(await guilds.deleteData(left)).toBe(0);
  expect(await redis.exists(keys.schedules(left), keys.removal(left))).toBe(0);
  expect(await redis.exists(keys.schedules(other))).toBe(1);
  expect(await guilds.list()).toEqual([other]);
});

it("deleting a guild does nothing after the bot is back", async () => {
  await guilds.remove(left);
  await guilds.add([left]);
  expect(await guilds.deleteData(left)).toBe(0);
  expect(await redis.exists(keys.schedules(left))).toBe(1);
});

it("deleting a guild leaves its schedules if the bot is added again in the meantime", async () => {
  for (let index = 0; index < 3_000; index += 1) await redis.set(keys.notification(left, `n${index}`), "done");
  await guilds.remove(left);
  const returning = new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "evalsha" || typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        const reply: unknown = await Reflect.apply(value, target, args);
        await guilds.add([left]);
        await redis.hset(keys.schedules(left), "2", "{}");
        return reply;
      };
    },
  });
  const deleted = await createGuildStore(returning).deleteData(left);
  expect(deleted).toBeGreaterThan(0);
  expect(deleted).toBeLessThan(3_000);
  expect(await redis.hget(keys.schedules(left), "2")).toBe("{}");
});
