import { expect, it, onTestFinished } from "vitest";
import { createTurns } from "../../../src/platform/discord/send-turns.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

async function connectTwice() {
  const url = await freshDatabase();
  const clients = [1, 2].map(() => connectRedis(url, { log: silentLog }));
  onTestFinished(() => clients.forEach((client) => void client.disconnect()));
  const [redis] = clients;
  if (!redis) throw new Error("no client");
  const now = async () => {
    const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
    return seconds * 1_000 + microseconds / 1_000;
  };
  return { redis, now, turns: clients.map((client) => createTurns(client)) };
}

it("gives no time twice, whoever asks", async () => {
  const { redis, now, turns } = await connectTwice();
  const started = await now();
  await Promise.all(turns.map(({ toSend }) => Promise.all(Array.from({ length: 10 }, () => toSend(500)))));
  const asked = await now();

  const end = Number(await redis.get(keys.sendRateLimit()));
  expect(end).toBeGreaterThanOrEqual(started + 20 * 500);
  expect(end).toBeLessThanOrEqual(asked + 20 * 500);
});

it("gives the present once nobody sends any more", async () => {
  const { redis, turns } = await connectTwice();
  expect(await turns[0]?.toSend(1)).toBe(0);
  while (await redis.exists(keys.sendRateLimit())) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(await turns[1]?.toSend(1)).toBe(0);
});
