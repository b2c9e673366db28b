import { beforeEach, describe, expect, it } from "vitest";
import { AUDIT_KEPT, type AuditEntry } from "../../../src/features/audit-log/rules.ts";
import { createAuditLog } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = await testRedis();
});

describe("settings", () => {
  it("are the defaults until somebody changes them", async () => {
    expect(await createSettingsStore(redis).of(guildId)).toEqual(DEFAULT_SETTINGS);
  });

  it("change by themselves, tell what they were, and go back to their default", async () => {
    const store = createSettingsStore(redis);
    await store.setZoneIfUnset(guildId, "Asia/Tokyo");
    const first = await store.change(guildId, { dateLanguage: "de", moderatorRole: "410000000000000201" });
    expect(first.before).toEqual({ ...DEFAULT_SETTINGS, zone: "Asia/Tokyo" });
    const now = { ...first.before, dateLanguage: "de", moderatorRole: "410000000000000201" };
    expect(first.after).toEqual(now);

    const second = await store.change(guildId, { moderatorRole: undefined });
    expect(second).toEqual({ before: now, after: { ...DEFAULT_SETTINGS, zone: "Asia/Tokyo", dateLanguage: "de" } });
    expect(await store.of(guildId)).toEqual(second.after);
    expect(await store.zone(guildId)).toBe("Asia/Tokyo");
  });

  it("stand at once when many change at once", async () => {
    const store = createSettingsStore(redis);
    await Promise.all([
      store.change(guildId, { bankMix: "own" }),
      store.change(guildId, { feedback: "at-reveal" }),
      store.change(guildId, { seasonLength: "month", zone: "Europe/Berlin" }),
    ]);
    expect(await store.of(guildId)).toEqual({
      ...DEFAULT_SETTINGS,
      bankMix: "own",
      feedback: "at-reveal",
      seasonLength: "month",
      zone: "Europe/Berlin",
    });
  });

  it("of another version are read as the default where they are not understood", async () => {
    await redis.hset(keys.settings(guildId), { weekStart: "wednesday", auditChannel: "none", unheardOf: "1" });
    expect(await createSettingsStore(redis).of(guildId)).toEqual(DEFAULT_SETTINGS);
  });
});

describe("the audit log", () => {
  const entry = (at: number): AuditEntry => ({
    by: "410000000000000301",
    at,
    change: { kind: "schedule", deed: "added", scheduleId: `daily-${at}` },
  });

  it("keeps the latest 500, the newest first, page by page", async () => {
    const log = createAuditLog(redis);
    for (let at = 1; at <= AUDIT_KEPT + 3; at += 1) await log.note(guildId, entry(at));
    expect(await log.page(guildId, 0, 2)).toEqual({ total: 500, entries: [entry(503), entry(502)] });
    expect(await log.page(guildId, 499, 10)).toEqual({ total: 500, entries: [entry(4)] });
  });

  it("shows what it understands of what a newer version noted", async () => {
    const log = createAuditLog(redis);
    await log.note(guildId, entry(1));
    await redis.lpush(keys.auditLog(guildId), JSON.stringify({ by: "1", at: 2, change: { kind: "unheard-of" } }));
    expect((await log.page(guildId, 0, 10)).entries).toEqual([entry(1)]);
  });
});
