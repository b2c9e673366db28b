import { beforeEach, describe, expect, it } from "vitest";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { endSeasonJob } from "../../../src/features/boards/jobs.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { createHiddenMemberStore, createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createLearnerDataStore } from "../../../src/features/privacy/store.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";
import { channelId, type GuildJobs, guildId, openGuildJobs } from "../../support/guild-jobs.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";

const START = Date.parse("2026-11-22T00:00:00Z");
const closedByModerator = { guildId, season: 1, closedBy: "7", channelId };
let jobs: GuildJobs;

beforeEach(async () => {
  jobs = await openGuildJobs(START);
});

const planned = async () =>
  (await jobs.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10)).map(({ entry, dueAt }) => ({ entry, dueAt }));
const seasonEntry = (season: number, at: string) => ({
  entry: endSeasonJob.encode({ guildId, season }),
  dueAt: Date.parse(at),
});

describe("closing a season", () => {
  it("happens once when the process crashes at any step", async () => {
    for (let step = 1; step <= 60; step += 1) {
      jobs = await openGuildJobs(START);
      await jobs.earn("301", 20, "2026-11-20");
      await jobs.earn("302", 30, "2026-11-21");
      await jobs.agenda.set(endSeasonJob, closedByModerator, START);
      await jobs.runDueJobs(step);

      const winners = [
        { userId: "302", points: 30 },
        { userId: "301", points: 20 },
      ];
      expect(jobs.sent, `crash at step ${step}`).toEqual([{ kind: "season", season: 1, winners, members: 2 }]);
      expect(await jobs.seasons.hallOfFame(guildId)).toMatchObject([{ season: 1, winners, members: 2 }]);
      expect((await jobs.settings.calendar(guildId)).closings).toHaveLength(1);
      expect((await createAuditLogStore(jobs.redis).page(guildId, 0, 10)).total, `crash at step ${step}`).toBe(1);
      expect((await jobs.seasons.current(guildId)).season).toBe(2);
    }
  });

  it("moves a credit that arrives too late to the next season", async () => {
    await jobs.earn("301", 20, "2026-11-20");
    await jobs.agenda.set(endSeasonJob, closedByModerator, START);
    await jobs.runDueJobs();
    await jobs.earn("302", 50, "2026-11-21");
    await jobs.earn("301", 20, "2026-11-20");
    expect(await jobs.seasons.hallOfFame(guildId)).toMatchObject([{ winners: [{ userId: "301", points: 20 }] }]);
    const { boards } = await readLedger(jobs.redis, guildId);
    expect(["S1", "S2", "all"].map((name) => boards.get(name)?.map(({ points }) => points))).toEqual([
      [20],
      [50],
      [50, 20],
    ]);
    expect(await checkLedger(jobs.redis, guildId)).toEqual([]);
  });

  it("puts later corrections into the hall of fame, but no hidden or deleted members", async () => {
    for (const [index, userId] of ["301", "302", "303", "304", "305"].entries())
      await jobs.earn(userId, 10 * (index + 1), "2026-11-20");
    await jobs.agenda.set(endSeasonJob, closedByModerator, START);
    await jobs.runDueJobs();
    await createHiddenMemberStore(jobs.redis).add(guildId, "305");
    const learnerData = createLearnerDataStore(jobs.redis);
    while ((await learnerData.delete("304", [guildId], "")) > 0);
    const winners = async () => (await jobs.seasons.hallOfFame(guildId))[0]?.winners.map(({ userId }) => userId);
    expect(await winners(), "before the recompute").toEqual(["303", "302"]);
    const recomputes = createRecomputeStore(jobs.redis);
    const { entries } = createRecomputeService({ recomputes, settings: jobs.settings, clock: () => jobs.time.now });
    await entries(guildId, ["305"]);
    expect(await winners()).toEqual(["303", "302", "301"]);
  });

  it("lists the latest twelve seasons, latest first", async () => {
    const boards = createLeaderboardStore(jobs.redis);
    for (let season = 1; season <= 14; season += 1) await boards.closeSeason(guildId, season, season);
    const listed = await jobs.seasons.hallOfFame(guildId);
    expect(listed.map(({ season, closedAt }) => [season, closedAt])).toEqual(
      Array.from({ length: 12 }, (_, index) => [14 - index, 14 - index]),
    );
  });

  it("is rejected for another season or one without answers", async () => {
    await expect(jobs.seasons.close(guildId, 2, "7", channelId)).rejects.toMatchObject({ code: "season-over" });
    await expect(jobs.seasons.close(guildId, 1, "7", channelId)).rejects.toMatchObject({ code: "season-empty" });
    expect(await planned()).toEqual([]);
  });

  it("posts nothing if no one scored, but adds the season to the hall of fame", async () => {
    await jobs.redis.zadd(`rootine:{g:${guildId}}:leaderboard:S1`, 0, "301");
    await jobs.agenda.set(endSeasonJob, closedByModerator, START);
    await jobs.runDueJobs();
    expect(jobs.sent).toEqual([]);
    expect(await jobs.seasons.hallOfFame(guildId)).toMatchObject([{ season: 1, winners: [] }]);
  });
});

describe("the planned end of a season", () => {
  it("closes it after the quarter and plans the next end", async () => {
    await jobs.earn("301", 20, "2026-11-20");
    await jobs.settings.change(guildId, { summaryChannel: channelId });
    await jobs.seasons.plan(guildId);
    jobs.time.now = Date.parse("2026-12-31T23:59:00Z");
    await jobs.runDueJobs();
    expect(jobs.sent).toEqual([]);
    jobs.time.now += HOUR;
    await jobs.runDueJobs();
    expect(jobs.sent).toMatchObject([{ kind: "season" }]);
    expect((await jobs.seasons.current(guildId)).endsAt).toBe(Date.parse("2027-04-01T00:00:00Z"));

    const log = await createAuditLogStore(jobs.redis).page(guildId, 0, 10);
    expect(log.entries).toMatchObject([{ by: "rootine", change: { kind: "season-closed", season: "S1" } }]);
    await jobs.seasons.end({ guildId, season: 1 });
    expect((await createAuditLogStore(jobs.redis).page(guildId, 0, 10)).total).toBe(1);
  });

  it.each([
    ["when the bot joins, without any schedule", "2027-01-01T00:00:01Z", false],
    ["although it was overdue when the bot came back", "2027-01-03T00:00:00Z", true],
  ])("is planned %s", async (_, due, rejoins) => {
    await jobs.guildRemoval.markPresent([guildId]);
    await jobs.earn("301", 20, "2026-11-20");
    jobs.time.now = Date.parse(due);
    if (rejoins) await jobs.guildRemoval.markPresent([guildId]);
    await jobs.runDueJobs();
    expect((await jobs.seasons.current(guildId)).season).toBe(2);
  });

  it("is moved to the next quarter if there are no answers, unless the bot has left", async () => {
    await jobs.guildRemoval.markPresent([guildId]);
    jobs.time.now = Date.parse("2027-01-01T00:00:01Z");
    await jobs.runDueJobs();
    expect((await jobs.seasons.current(guildId)).season).toBe(1);
    expect(await planned()).toEqual([seasonEntry(1, "2027-04-01T00:00:00Z")]);

    await jobs.guildRemoval.markRemoved(guildId);
    jobs.time.now = Date.parse("2027-04-01T00:00:01Z") + 30 * DAY;
    await jobs.runDueJobs();
    expect(await planned()).toEqual([]);
    expect(await jobs.redis.keys("{g:*")).toEqual([]);
  });

  it("follows the season length", async () => {
    await jobs.settings.change(guildId, { seasonLength: "month" });
    await jobs.seasons.ensurePlanned(guildId);
    expect(await planned()).toEqual([seasonEntry(1, "2026-12-01T00:00:00Z")]);

    await jobs.settings.change(guildId, { seasonLength: "none" });
    await jobs.seasons.plan(guildId);
    await jobs.seasons.ensurePlanned(guildId);
    expect(await planned()).toEqual([]);
  });

  it("keeps an entry that is already in the agenda", async () => {
    await jobs.agenda.set(endSeasonJob, { guildId, season: 1 }, START + DAY);
    await jobs.seasons.ensurePlanned(guildId);
    expect(await planned()).toEqual([seasonEntry(1, "2026-11-23T00:00:00Z")]);
  });
});
