import { beforeEach, expect, it, onTestFinished } from "vitest";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { checkFormat, FORMAT_VERSION } from "../../../src/platform/redis/open-redis.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = connectRedis(await freshDatabase(), { log: silentLog });
  onTestFinished(() => redis.disconnect());
});

it("an empty database is marked with the current format", async () => {
  await checkFormat(redis);
  await checkFormat(redis);
  expect(await redis.get(keys.formatVersion())).toBe(String(FORMAT_VERSION));
});

it("data in another format version is rejected", async () => {
  await redis.set(keys.formatVersion(), FORMAT_VERSION + 1);
  await expect(checkFormat(redis)).rejects.toThrow(`has format ${FORMAT_VERSION + 1}`);
});

it("data of an interrupted restore is rejected", async () => {
  await redis.set(keys.restoring(), "1");
  await expect(checkFormat(redis)).rejects.toThrow("restore was interrupted");
});
