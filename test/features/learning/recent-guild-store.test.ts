import { expect, it } from "vitest";
import { createRecentGuildStore } from "../../../src/features/learning/recent-guild-store.ts";
import { DAY } from "../../../src/platform/time.ts";
import { testRedis } from "../../support/redis.ts";

it("knows the last ten guilds of the last thirty days, whatever order they are told in", async () => {
  const redis = await testRedis();
  const recentGuilds = createRecentGuildStore(redis);
  const now = 1_795_000_000_000;
  await recentGuilds.record("7", "old", now - 31 * DAY);
  for (const day of [2, 1, 3]) await recentGuilds.record("7", `guild-${day}`, now - day * DAY);
  await recentGuilds.record("7", "guild-1", now - 9 * DAY);
  expect(await recentGuilds.list("7", now)).toEqual(["guild-3", "guild-2", "guild-1"]);

  for (let guild = 0; guild < 12; guild += 1) await recentGuilds.record("7", `new-${guild}`, now + guild);
  expect(await recentGuilds.list("7", now + DAY)).toEqual(Array.from({ length: 10 }, (_, index) => `new-${index + 2}`));
  expect(await recentGuilds.list("8", now)).toEqual([]);
});
