import { expect, it } from "vitest";
import { createSeasonStore } from "../../../src/features/seasons/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";

it("ends each season once, with everything recorded before", async () => {
  const redis = await testRedis();
  const [seasons, settings] = [createSeasonStore(redis), createSettingsStore(redis)];
  const [first, second] = [Date.parse("2026-11-30T00:00:00Z"), Date.parse("2027-01-01T00:00:00Z")];
  expect(await seasons.close(guildId, 1, first)).toBe(first);
  await redis.hset(keys.totals(guildId), { answered: 5, correct: 100, credited: 3, deleted: 1 });
  expect(await seasons.close(guildId, 1, second)).toBe(first);
  expect(await seasons.close(guildId, 2, second)).toBe(second);
  expect((await settings.calendar(guildId)).closings).toEqual([
    { at: first, sequence: 0 },
    { at: second, sequence: 9 },
  ]);
});
