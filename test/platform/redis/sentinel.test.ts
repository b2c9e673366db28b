import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { checkServer } from "../../../src/platform/redis/server-check.ts";
import { silentLog } from "../../support/log.ts";
import { startSentinels } from "../../support/sentinels.ts";

it("the client follows the sentinels to the primary and, when it dies, to its successor", async () => {
  const { url, process, successor } = await startSentinels();
  const redis = connectRedis(url, { log: silentLog, purpose: "bullmq" });
  onTestFinished(() => redis.disconnect());
  expect(await checkServer(redis)).toEqual([]);
  await redis.set("key", "before");
  await redis.wait(1, 2_000);

  process.kill("SIGKILL");
  await once(process, "exit");
  await redis.set("other", "after");

  expect(await successor.mget("key", "other")).toEqual(["before", "after"]);
}, 60_000);

it("the client reconnects when its primary becomes a replica", async () => {
  const { url, successor, swap, moved } = await startSentinels();
  const redis = connectRedis(url, { log: silentLog });
  onTestFinished(() => redis.disconnect());
  await redis.set("key", "before");

  await swap();
  await moved("rootine");

  for (let number = 0; number < 100; number += 1) await write(redis, number);
  expect(await successor.get("key")).toBe("99");
}, 60_000);

/** Retries, because commands may fail during a failover. */
async function write(redis: ReturnType<typeof connectRedis>, number: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await redis.set("key", number);
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}
