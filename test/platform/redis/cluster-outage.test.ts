import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { redisProblemOf } from "../../../src/platform/redis/client.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { silentLog } from "../../support/log.ts";
import { redisPackages } from "../../support/redis.ts";
import { startCluster } from "../../support/redis-cluster.ts";

it("commands to an unreachable cluster fail within the deadline, then immediately", async () => {
  const cluster = await startCluster(redisPackages());
  onTestFinished(() => cluster.stop());
  const redis = connectRedis(cluster.url, { log: silentLog, purpose: "interactive" });
  onTestFinished(() => redis.disconnect());
  await redis.set("key", "before");
  await cluster.stop();

  for (const within of [2_700, 2_700, 500]) {
    const asked = performance.now();
    const failure = await redis.get("key").catch((error: unknown) => error);
    expect(redisProblemOf(failure), String(failure)).toBe("unreachable");
    expect(performance.now() - asked).toBeLessThan(within);
    await sleep(500);
  }
});
