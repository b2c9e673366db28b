import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";
import { createSettingsStore, parseBankMix, parseFeedback } from "../../../src/features/settings/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

describe("the settings store", () => {
  it("returns the defaults for a new guild", async () => {
    const store = createSettingsStore(redis);
    expect(await store.load(guildId)).toEqual(DEFAULT_SETTINGS);
    expect(await store.zone(guildId)).toBeUndefined();
  });

  it("changes only the given settings and resets undefined ones", async () => {
    const store = createSettingsStore(redis);
    await store.setZoneIfUnset(guildId, "Asia/Tokyo");
    const first = await store.change(guildId, { feedback: "at-reveal", moderatorRole: "410000000000000201" });
    expect(first.before).toEqual({ ...DEFAULT_SETTINGS, zone: "Asia/Tokyo" });
    expect(first.after).toEqual({ ...first.before, feedback: "at-reveal", moderatorRole: "410000000000000201" });

    const second = await store.change(guildId, { moderatorRole: undefined });
    expect(second).toEqual({
      before: first.after,
      after: { ...DEFAULT_SETTINGS, zone: "Asia/Tokyo", feedback: "at-reveal" },
    });
    expect(await store.load(guildId)).toEqual(second.after);
  });

  it("doesn't replace a zone that is already set", async () => {
    const store = createSettingsStore(redis);
    await store.setZoneIfUnset(guildId, "Asia/Tokyo");
    await store.setZoneIfUnset(guildId, "Europe/Berlin");
    expect(await store.zone(guildId)).toBe("Asia/Tokyo");
  });

  it("applies concurrent changes of different settings", async () => {
    const store = createSettingsStore(redis);
    await Promise.all([
      store.change(guildId, { bankMix: "own" }),
      store.change(guildId, { feedback: "at-reveal" }),
      store.change(guildId, { seasonLength: "month", zone: "Europe/Berlin" }),
    ]);
    expect(await store.load(guildId)).toEqual({
      ...DEFAULT_SETTINGS,
      bankMix: "own",
      feedback: "at-reveal",
      seasonLength: "month",
      zone: "Europe/Berlin",
    });
  });

  it("replaces values of another version with the default", async () => {
    await redis.hset(keys.settings(guildId), { weekStart: "wednesday", auditChannel: "none", unknown: "1" });
    expect(await createSettingsStore(redis).load(guildId)).toEqual(DEFAULT_SETTINGS);
  });

  it("parses single fields with their defaults", () => {
    expect([parseBankMix("own"), parseBankMix("")]).toEqual(["own", "both"]);
    expect([parseFeedback({ feedback: "at-reveal" }), parseFeedback({})]).toEqual(["at-reveal", "at-once"]);
  });
});
