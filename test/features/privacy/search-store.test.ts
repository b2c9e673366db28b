import { beforeEach, describe, expect, it } from "vitest";
import { findCredits } from "../../../src/features/privacy/guild-data-store.ts";
import { searchKey } from "../../../src/features/privacy/search-store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { testRedis } from "../../support/redis.ts";

const id = "510000000000000001";
const longerId = `${id}9`;
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

describe("searching a key", () => {
  it("finds and replaces an id in a hash", async () => {
    await redis.hset("{x}:hash", { [id]: "1", by: `<@${id}>`, other: longerId });
    const matches = await searchKey(redis, "{x}:hash", id, { replacement: "0" });
    expect(matches).toHaveLength(2);
    expect(matches).toEqual(
      expect.arrayContaining([
        { field: id, value: "1" },
        { field: "by", value: `<@${id}>` },
      ]),
    );
    expect(await redis.hgetall("{x}:hash")).toEqual({ by: "<@0>", other: longerId });
  });

  it("finds and removes an id in sets", async () => {
    await redis.sadd("{x}:set", id, longerId);
    await redis.zadd("{x}:zset", 5, `a:${id}`, 6, longerId);
    expect(await searchKey(redis, "{x}:set", id, { replacement: "0" })).toEqual([{ field: id, value: "" }]);
    expect(await searchKey(redis, "{x}:zset", id, { replacement: "0" })).toEqual([{ field: `a:${id}`, value: "5" }]);
    expect(await redis.smembers("{x}:set")).toEqual([longerId]);
    expect(await redis.zrange("{x}:zset", "0", "-1")).toEqual([longerId]);
  });

  it("finds and replaces an id in lists and strings, and keeps the TTL", async () => {
    await redis.rpush("{x}:list", "1", `by ${id}`, longerId);
    await redis.set("{x}:string", `by ${id}`, "EX", 100);
    expect(await searchKey(redis, "{x}:list", id, { replacement: "0" })).toEqual([{ field: "", value: `by ${id}` }]);
    expect(await searchKey(redis, "{x}:string", id, { replacement: "0" })).toEqual([{ field: "", value: `by ${id}` }]);
    expect(await redis.lrange("{x}:list", 0, -1)).toEqual(["1", "by 0", longerId]);
    expect(await redis.get("{x}:string")).toBe("by 0");
    expect(await redis.ttl("{x}:string")).toBeGreaterThan(90);
  });

  it("changes nothing when there is no replacement", async () => {
    await redis.hset("{x}:hash", { [id]: "1" });
    expect(await searchKey(redis, "{x}:hash", id)).toHaveLength(1);
    expect(await redis.hgetall("{x}:hash")).toEqual({ [id]: "1" });
  });

  it("matches everything for an empty id, and nothing in a missing key", async () => {
    await redis.set("{x}:string", "text");
    expect(await searchKey(redis, "{x}:string", "")).toEqual([{ field: "", value: "text" }]);
    expect(await searchKey(redis, "{x}:missing", "")).toEqual([]);
  });

  it("finds all matches in a large hash", async () => {
    const fields = Array.from({ length: 1_000 }, (_, index) => [`${index}`, `by ${id}`]);
    await redis.hset("{x}:hash", Object.fromEntries(fields));
    const found = new Set((await searchKey(redis, "{x}:hash", id)).map(({ field }) => field));
    expect(found.size).toBe(1_000);
  });
});

describe("searching for credits", () => {
  it("returns only the member's fields", async () => {
    await redis.hset("{x}:credits", { [`${id}:a`]: "1", [`${longerId}:a`]: "2", [`${id}:b`]: "3" });
    const found = await findCredits(redis, "{x}:credits", id);
    expect(found.map(({ value }) => value).sort()).toEqual(["1", "3"]);
  });
});

it("a search can skip fields with the id in their name", async () => {
  await redis.hset("{x}:questions", { [`own.a.${id}`]: `by ${id}`, "own.a.b": `by ${id}` });
  await searchKey(redis, "{x}:questions", id, { replacement: "0", skipNames: true });
  expect(await redis.hgetall("{x}:questions")).toEqual({ [`own.a.${id}`]: `by ${id}`, "own.a.b": "by 0" });
});
