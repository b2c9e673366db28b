import { beforeEach, describe, expect, it } from "vitest";
import { type AuditEntry, MAX_AUDIT_ENTRIES } from "../../../src/features/audit-log/rules.ts";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
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

describe("audit log store", () => {
  it("numbers entries and keeps the latest, newest first", async () => {
    const store = createAuditLogStore(redis);
    const numbers = [];
    for (let at = 1; at <= MAX_AUDIT_ENTRIES + 3; at += 1) numbers.push(await store.add(guildId, entryAt(at)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(await store.page(guildId, 0, 2)).toEqual({ total: 500, entries: [entryAt(503), entryAt(502)] });
    expect(await store.page(guildId, 499, 10)).toEqual({ total: 500, entries: [entryAt(4)] });
  });

  it("adds an entry with an id once", async () => {
    const store = createAuditLogStore(redis);
    await store.add(guildId, entryAt(1));
    expect(await store.add(guildId, entryAt(2), "season-closed-1")).toBe(2);
    await store.add(guildId, entryAt(3));
    expect(await store.add(guildId, entryAt(4), "season-closed-1")).toBe(2);
    expect((await store.page(guildId, 0, 10)).entries).toEqual([entryAt(3), entryAt(2), entryAt(1)]);
  });

  it("skips entries of a newer version", async () => {
    const store = createAuditLogStore(redis);
    await store.add(guildId, entryAt(1));
    await redis.lpush(keys.auditLog(guildId), JSON.stringify({ by: "1", at: 2, change: { kind: "unknown" } }));
    expect((await store.page(guildId, 0, 10)).entries).toEqual([entryAt(1)]);
  });
});
