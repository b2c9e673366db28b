import { beforeEach, describe, expect, it } from "vitest";
import { type AuditEntry, MAX_AUDIT_ENTRIES } from "../../../src/features/audit-log/rules.ts";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const entryAt = (at: number): AuditEntry => ({
  by: "410000000000000301",
  at,
  change: { kind: "schedule", action: "added", scheduleId: `daily-${at}` },
});
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

describe("the audit log store", () => {
  it("numbers entries and keeps the latest, newest first", async () => {
    const store = createAuditLogStore(redis);
    const numbers = [];
    for (let at = 1; at <= MAX_AUDIT_ENTRIES + 3; at += 1) numbers.push(await store.add(guildId, entryAt(at)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(await store.page(guildId, 0, 2)).toEqual({ total: 500, entries: [entryAt(503), entryAt(502)] });
    expect(await store.page(guildId, 499, 10)).toEqual({ total: 500, entries: [entryAt(4)] });
  });

  it("adds an entry once per id", async () => {
    const store = createAuditLogStore(redis);
    await store.add(guildId, entryAt(1));
    expect(await store.add(guildId, entryAt(2), "season-closed-1")).toBe(2);
    await store.add(guildId, entryAt(3));
    expect(await store.add(guildId, entryAt(4), "season-closed-1")).toBe(2);
    expect((await store.page(guildId, 0, 10)).entries).toEqual([entryAt(3), entryAt(2), entryAt(1)]);
  });

  it("skips entries from a newer version", async () => {
    const store = createAuditLogStore(redis);
    await store.add(guildId, entryAt(1));
    await redis.lpush(keys.auditLog(guildId), JSON.stringify({ by: "1", at: 2, change: { kind: "unknown" } }));
    expect((await store.page(guildId, 0, 10)).entries).toEqual([entryAt(1)]);
  });

  it("counts repeated changes by the same person within an hour, even with others in between", async () => {
    const store = createAuditLogStore(redis);
    const entry = (by: string, at: number, action: "paused" | "resumed"): AuditEntry => ({
      by,
      at,
      change: { kind: "schedule", action, scheduleId: "daily" },
    });
    for (const at of [1, 2, 3])
      for (const action of ["paused", "resumed"] as const) await store.add(guildId, entry("7", at, action));
    await store.add(guildId, entry("8", 4, "paused"));
    const page = async () => (await store.page(guildId, 0, 10)).entries.map(({ by, at, times = 1 }) => [by, at, times]);
    expect(await page()).toEqual([
      ["8", 4, 1],
      ["7", 3, 3],
      ["7", 3, 3],
    ]);
    await store.add(guildId, entry("8", 4 + HOUR, "paused"));
    await store.add(guildId, entry("8", 5 + 2 * HOUR, "paused"));
    expect((await page()).slice(0, 3)).toEqual([
      ["8", 5 + 2 * HOUR, 1],
      ["8", 4 + HOUR, 2],
      ["7", 3, 3],
    ]);
  });

  it.each(["moderatorRole", "auditChannel"] as const)(
    "retains changes to %s when others fill the log",
    async (setting) => {
      const store = createAuditLogStore(redis);
      const roleChange: AuditEntry = { by: "7", at: 1, change: { kind: "setting", setting, to: "5" } };
      await store.add(guildId, roleChange);
      for (let at = 2; at <= MAX_AUDIT_ENTRIES + 50; at += 1) await store.add(guildId, entryAt(at));
      const last = await store.page(guildId, MAX_AUDIT_ENTRIES - 2, 10);
      expect(last).toEqual({ total: 500, entries: [entryAt(52), roleChange] });
    },
  );

  it("retains at most a hundred changes to the moderator role and audit channel", async () => {
    const store = createAuditLogStore(redis);
    for (let at = 1; at <= MAX_AUDIT_ENTRIES + 1; at += 1)
      await store.add(guildId, { by: "7", at, change: { kind: "setting", setting: "moderatorRole", to: String(at) } });
    const { total, entries } = await store.page(guildId, 499, 10);
    expect([total, entries[0]?.at]).toEqual([500, 2]);
  });

  it("counts notices per minute", async () => {
    const store = createAuditLogStore(redis);
    expect(await store.countNotice(guildId, 1)).toBe(1);
    expect(await store.countNotice(guildId, 1)).toBe(2);
    expect(await store.countNotice(guildId, 2)).toBe(1);
    expect(await redis.ttl(keys.auditNotices(guildId, 1))).toBeGreaterThan(60);
  });
});
