import { beforeEach, expect, it } from "vitest";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { createLearnerGuildStore } from "../../../src/features/learning/store.ts";
import { checkLearnerGuilds } from "../../../src/features/privacy/doctor.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const [listed, player, author, moderator] = [1, 2, 3, 4].map((number) => `51000000000000000${number}`);
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
  await createLearnerGuildStore(redis).add(String(listed), guildId, 1);
  await redis.hset(keys.streaks(guildId), { [String(listed)]: `{"by":"${player}"}` });
});

it("the check finds nothing if every member's servers are listed", async () => {
  expect(await checkLearnerGuilds(redis, { rebuild: false })).toEqual({
    check: "Servers of learners",
    ok: "complete for 1 learners",
  });
});

it("the check finds members with an unlisted server, and lists it on request", async () => {
  await redis.zadd(keys.leaderboard(guildId, "all"), 5, String(player), 6, String(listed));
  await redis.set(keys.draft(guildId, String(author)), "{}");
  await createAuditLogStore(redis).add(guildId, {
    by: String(moderator),
    at: 1,
    change: { kind: "question", action: "denied", questionId: "own.a.b", reason: "<@510000000000000009>" },
  });
  expect(await checkLearnerGuilds(redis, { rebuild: false })).toMatchObject({
    problem: expect.stringContaining("3 are missing"),
  });
  expect(await checkLearnerGuilds(redis, { rebuild: true })).toMatchObject({ ok: "added 3 servers" });
  expect(await checkLearnerGuilds(redis, { rebuild: false })).toMatchObject({ ok: "complete for 4 learners" });
});
