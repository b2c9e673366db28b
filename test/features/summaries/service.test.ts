import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";
import { channelId, type GuildJobs, guildId, openGuildJobs } from "../../support/guild-jobs.ts";
import { postWith } from "../../support/posts.ts";

const MONDAY = Date.parse("2026-11-23T00:00:00Z");
let jobs: GuildJobs;

async function open(): Promise<void> {
  jobs = await openGuildJobs(MONDAY - DAY);
  await jobs.settings.change(guildId, { summaryChannel: channelId });
}
beforeEach(open);

const sentKinds = () => jobs.sent.map(({ kind }) => kind);

/** Posts a question on Friday and records one answer per entry of `correct`. */
async function postAndAnswer(slotId: string, correct: readonly boolean[], revealed: boolean): Promise<void> {
  const [posts, answers] = [createPostStore(jobs.redis), createAnswerStore(jobs.redis)];
  const day = "2026-11-20";
  const slotAt = Date.parse(`${day}T09:00:00Z`);
  const post = postWith({ guildId, slotId, channelId, slotAt, claimedAt: slotAt, closesAt: slotAt + HOUR });
  await posts.claim(post, (await posts.lastAsked(guildId)).get("http.single"));
  await posts.markSent(post, { channelId, messageId: slotId });
  for (const [index, isCorrect] of correct.entries()) {
    const streak = { streakBefore: undefined, streakAfter: { length: 1, lastDay: day, freezes: 0 } };
    const points = { base: isCorrect ? 20 : 0, bonus: 0 };
    const answer = { userId: `${slotId}${index}`, response: ["a"], correct: isCorrect, ...points, at: slotAt, day };
    await answers.record(post, { ...answer, ...streak }, DEFAULT_CALENDAR);
  }
  if (revealed) await posts.markRevealed(post);
}

describe("the weekly summary", () => {
  it("is posted once when the process crashes at any step", async () => {
    for (let step = 1; step <= 40; step += 1) {
      await open();
      await jobs.earn("301", 20, "2026-11-17");
      await jobs.summaries.plan(guildId);
      jobs.time.now = MONDAY + 10 * HOUR;
      await jobs.runDueJobs(step);
      expect(sentKinds(), `crash at step ${step}`).toEqual(["summary"]);
    }
  });

  it("names the top five, the most improved member and the group streak", async () => {
    for (const [index, points] of [10, 20, 30, 40, 50, 60].entries()) {
      await jobs.earn(`30${index}`, points, "2026-11-21");
    }
    await jobs.earn("300", 9, "2026-11-10");
    await jobs.earn("303", 5, "2026-11-10");
    await jobs.earn("305", 60, "2026-11-10");
    await jobs.earn("301", 1, "2026-11-22");
    await jobs.summaries.plan(guildId);
    jobs.time.now = MONDAY + 9 * HOUR;
    await jobs.runDueJobs();
    expect(jobs.sent).toEqual([
      {
        kind: "summary",
        top: [60, 50, 40, 30, 21].map((points, index) => ({ userId: `30${5 - index}`, points })),
        members: 6,
        improved: { userId: "303", more: 35 },
        streak: 2,
      },
    ]);
  });

  it("names the revealed question with the fewest correct answers among those with enough answers", async () => {
    await postAndAnswer("1", [true, true, false], true);
    await postAndAnswer("2", [true, false, false], true);
    await postAndAnswer("3", [false, false, false], false);
    await postAndAnswer("4", [false, false], true);
    await jobs.summaries.plan(guildId);
    jobs.time.now = MONDAY + 9 * HOUR;
    await jobs.runDueJobs();
    expect(jobs.sent).toMatchObject([{ hardest: { correct: 1, answered: 3, messageId: "2" } }]);
  });

  it("is skipped after a week without answers", async () => {
    await jobs.summaries.plan(guildId);
    jobs.time.now = MONDAY + 9 * HOUR;
    await jobs.runDueJobs();
    expect(sentKinds()).toEqual([]);
  });

  it("is skipped if it is more than a day late or was turned off", async () => {
    await jobs.earn("301", 20, "2026-11-17");
    await jobs.summaries.plan(guildId);
    await jobs.earn("301", 20, "2026-11-24");
    jobs.time.now = MONDAY + 9 * DAY;
    await jobs.runDueJobs();
    await jobs.earn("301", 20, "2026-12-01");
    await jobs.settings.change(guildId, { summaryChannel: undefined });
    jobs.time.now = MONDAY + 15 * DAY;
    await jobs.runDueJobs();
    expect(sentKinds()).toEqual([]);
  });

  it("is posted on the first day of the guild's week", async () => {
    await jobs.settings.change(guildId, { weekStart: "saturday" });
    await jobs.earn("301", 20, "2026-11-25");
    await jobs.summaries.plan(guildId);
    jobs.time.now = Date.parse("2026-11-28T08:59:00Z");
    await jobs.runDueJobs();
    expect(sentKinds()).toEqual([]);
    jobs.time.now += HOUR;
    await jobs.runDueJobs();
    expect(sentKinds()).toEqual(["summary"]);
  });
});
