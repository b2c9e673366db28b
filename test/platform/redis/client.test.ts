import { expect, it } from "vitest";
import { allKeysWithPrefix, memoryRatio, type Redis } from "../../../src/platform/redis/client.ts";
import { testRedis } from "../../support/redis.ts";

it("allKeysWithPrefix returns the keys with a prefix that may contain wildcards", async () => {
  const redis = await testRedis();
  await redis.mset("a*:1", "", "a*:2", "", "ab:1", "", "a[b]:1", "", "a?", "");
  expect((await allKeysWithPrefix(redis, "a*:")).sort()).toEqual(["a*:1", "a*:2"]);
  expect(await allKeysWithPrefix(redis, "a[b]")).toEqual(["a[b]:1"]);
  expect(await allKeysWithPrefix(redis, "a?")).toEqual(["a?"]);
  expect(await allKeysWithPrefix(redis, "")).toHaveLength(5);
});

it.each([
  ["used_memory:50\r\nmaxmemory:100\r\n", 0.5],
  ["used_memory:50\r\nmaxmemory:0\r\n", undefined],
])("the share of memory in use is computed from %j", async (info, ratio) => {
  expect(await memoryRatio({ info: async () => info } as unknown as Redis)).toBe(ratio);
});
