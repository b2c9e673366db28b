import { beforeEach, describe, expect, it } from "vitest";
import { createDraftStore, type DraftStore } from "../../../src/features/suggestions/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";
import { suggestionForm } from "../../support/suggestions.ts";

const guildId = "410000000000000000";
const form = suggestionForm({ stem: "s" });

let redis: Redis;
let drafts: DraftStore;

beforeEach(async () => {
  redis = await testRedis();
  drafts = createDraftStore(redis);
});

describe("the draft store", () => {
  it("keeps one draft per member until it expires", async () => {
    await drafts.save(guildId, "1", form);
    expect(await drafts.load(guildId, "1")).toEqual(form);
    expect(await drafts.load(guildId, "2")).toBeUndefined();
    expect(await redis.ttl(keys.draft(guildId, "1"))).toBeGreaterThan(86_400);
    await drafts.delete(guildId, "1");
    expect(await drafts.load(guildId, "1")).toBeUndefined();
  });

  it("saves a draft only if there is no other, and accepts the same call again", async () => {
    expect(await drafts.saveIfAbsent(guildId, "1", form)).toBe(true);
    expect(await drafts.saveIfAbsent(guildId, "1", form)).toBe(true);
    expect(await redis.ttl(keys.draft(guildId, "1"))).toBeGreaterThan(86_400);
    expect(await drafts.saveIfAbsent(guildId, "1", { ...form, stem: "other" })).toBe(false);
    expect(await drafts.load(guildId, "1")).toEqual(form);
  });

  it("ignores a draft it can't read", async () => {
    await redis.set(keys.draft(guildId, "1"), JSON.stringify({ stem: "s" }));
    expect(await drafts.load(guildId, "1")).toBeUndefined();
  });
});
