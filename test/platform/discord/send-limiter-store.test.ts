import { expect, it, onTestFinished } from "vitest";
import { createReserveInterval } from "../../../src/platform/discord/send-limiter.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { eventually } from "../../support/eventually.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

const KEY = "rootine:{send-rate-limit}";

async function connectTwice() {
  const url = await freshDatabase();
  const connect = () => {
    const redis = connectRedis(url, { log: silentLog });
    onTestFinished(() => redis.disconnect());
    return redis;
  };
  const [redis, other] = [connect(), connect()];
  const now = async () => {
    const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
    return seconds * 1_000 + microseconds / 1_000;
  };
  return { redis, now, reserves: [createReserveInterval(redis), createReserveInterval(other)] as const };
}

it("two processes never reserve the same interval", async () => {
  const { redis, now, reserves } = await connectTwice();
  const before = await now();
  await Promise.all(reserves.flatMap((reserve) => Array.from({ length: 10 }, () => reserve(KEY, 500))));
  const after = await now();

  const end = Number(await redis.get(KEY));
  expect(end).toBeGreaterThanOrEqual(before + 20 * 500);
  expect(end).toBeLessThanOrEqual(after + 20 * 500);
});

it("a reservation starts now if earlier intervals have passed", async () => {
  const { redis, reserves } = await connectTwice();
  expect(await reserves[0](KEY, 1)).toBe(0);
  await eventually(async () => (await redis.exists(KEY)) === 0);
  expect(await reserves[1](KEY, 1)).toBe(0);
});
