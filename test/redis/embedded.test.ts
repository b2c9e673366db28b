import { pino } from "pino";
import { expect, inject, it } from "vitest";
import { connectRedis } from "../../src/redis/connection.ts";
import { startEmbeddedRedis } from "../../src/redis/embedded.ts";
import { freshDatabase, temporaryFolder } from "./server.ts";

const log = pino({ level: "silent" });

it("gives each caller a database of its own", async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  expect(one).not.toBe(other);
  const redis = connectRedis(one, { log });
  await redis.set("a", "1");
  const second = connectRedis(other, { log });
  expect(await second.get("a")).toBe(null);
  redis.disconnect();
  second.disconnect();
});

it("starts", async () => {
  const dataDir = await temporaryFolder();
  const start = () => startEmbeddedRedis({ dataDir, log, packagesDir: inject("redisPackagesDir") });
  for (let round = 0; round < 3; round++) {
    const t = performance.now();
    const server = await start();
    console.log("start ms", performance.now() - t);
    const t2 = performance.now();
    await server.stop();
    console.log("stop ms", performance.now() - t2);
  }
});
