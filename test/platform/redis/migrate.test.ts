import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { migrate, SCHEMA } from "../../../src/platform/redis/migrate.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = connectRedis(await freshDatabase(), { log: silentLog });
  onTestFinished(() => redis.disconnect());
});

describe("the shape of the data", () => {
  it("is this version's where there is none", async () => {
    await migrate(redis, silentLog);
    expect(await redis.get(keys.schema())).toBe(String(SCHEMA));
    expect(await redis.get(keys.migrating())).toBeNull();
  });

  it("is brought up to this version's once, by one of several processes", async () => {
    await redis.zadd("{a:3}:agenda", 5, "slot:410000000000000001:daily", 7, "exam:420000000000000001:x");
    const told: object[] = [];
    const listening = { info: (about: object) => void told.push(about) };
    await Promise.all([1, 2, 3, 4].map(() => migrate(redis, listening)));

    expect(await redis.zrange(keys.agenda(3, "rate-limited"), "0", "-1", "WITHSCORES")).toEqual([
      "slot:410000000000000001:daily",
      "5",
    ]);
    expect(await redis.zrange(keys.agenda(3, "immediate"), "0", "-1")).toEqual(["exam:420000000000000001:x"]);
    expect(await redis.exists("{a:3}:agenda")).toBe(0);
    expect(told).toEqual([{ schema: 1 }]);
  });

  it("takes no harm where a migration died half-way, or an entry has moved since", async () => {
    await redis.zadd("{a:3}:agenda", 5, "slot:410000000000000001:daily");
    await redis.zadd(keys.agenda(3, "rate-limited"), 9, "slot:410000000000000001:daily");
    await migrate(redis, silentLog);
    expect(await redis.zscore(keys.agenda(3, "rate-limited"), "slot:410000000000000001:daily")).toBe("9");
  });

  it("is refused where a newer version wrote it, or a restore did not end", async () => {
    await redis.set(keys.schema(), SCHEMA + 1);
    await expect(migrate(redis, silentLog)).rejects.toThrow("written by a newer version");
    await redis.del(keys.schema());
    await redis.set(keys.restoring(), "1");
    await expect(migrate(redis, silentLog)).rejects.toThrow("restore was interrupted");
  });
});
