import { beforeEach, describe, expect, it } from "vitest";
import { createAudit } from "../../../src/features/audit-log/service.ts";
import { createAuditLog } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { notificationJob } from "../../../src/features/notifications/jobs.ts";
import type { Announcer } from "../../../src/features/notifications/ports.ts";
import type { Notice, Outgoing } from "../../../src/features/notifications/rules.ts";
import { createNotices } from "../../../src/features/notifications/service.ts";
import { createNoticeStore } from "../../../src/features/notifications/store.ts";
import { createDepartures } from "../../../src/features/privacy/departure-service.ts";
import { createGuildData } from "../../../src/features/privacy/guild-store.ts";
import { deleteGuildJob } from "../../../src/features/privacy/jobs.ts";
import { createBank } from "../../../src/features/questions/bank-service.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { endSeasonJob } from "../../../src/features/seasons/jobs.ts";
import { createSeasonService } from "../../../src/features/seasons/service.ts";
import { createHallOfFameStore } from "../../../src/features/seasons/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { summaryJob } from "../../../src/features/summaries/jobs.ts";
import { createSummaryService } from "../../../src/features/summaries/service.ts";
import { ChannelError, RetryLaterError } from "../../../src/platform/discord/delivery-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { handle, indexHandlers, PACES } from "../../../src/platform/jobs/define-job.ts";
import { DAY, HOUR, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const CHANNEL = "410000000000000101";
/** A Monday. */
const MONDAY = Date.parse("2026-11-23T00:00:00Z");

let now = 0;
let stage: Awaited<ReturnType<typeof setUp>>;

class Killed extends Error {}

/** Ports that die once, at the given step of all they are asked, before or after they have done it. */
function mortal<Port extends object>(port: Port, life: { steps: number }): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        if (--life.steps === 0) throw new Killed();
        const result = await method.apply(target, args);
        if (--life.steps === 0) throw new Killed();
        return result;
      };
    },
  });
}

async function setUp() {
  const redis = await testRedis();
  const shown: Outgoing[] = [];
  const trouble: { sending?: Error | undefined } = {};
  const announcer: Announcer = {
    async send(outgoing) {
      if (trouble.sending) throw trouble.sending;
      shown.push(outgoing);
    },
    wasSent: async ({ notice }) => shown.some((one) => JSON.stringify(one.notice) === JSON.stringify(notice)),
  };
  const clock = () => now;
  const bank = createBank([questions.single()]);
  /** All that is built on stores whose process dies at its `steps`th step; 0 lives for ever. */
  const processThatDiesAt = (steps: number) => {
    const life = { steps };
    const port = <Port extends object>(one: Port) => mortal(one, life);
    const agenda = port(createAgenda(redis));
    const settings = port(createSettingsStore(redis));
    const notices = createNotices({ store: port(createNoticeStore(redis)), announcer: port(announcer), agenda, clock });
    const audit = createAudit({ store: port(createAuditLog(redis)), settings, notices, clock });
    const boards = port(createLeaderboardStore(redis));
    const told = { settings, schedules: port(createScheduleStore(redis)), boards, notices, agenda, clock };
    const guilds = port(createGuildData(redis));
    const seasons = createSeasonService({ ...told, guilds, hallOfFame: port(createHallOfFameStore(redis)), audit });
    const departures = createDepartures({ guilds, seasons, agenda, clock });
    const answers = port(createAnswerStore(redis));
    const banks = { find: async (_: string, id: string) => bank.find(id) };
    const summaries = createSummaryService({ ...told, posts: port(createPostStore(redis)), answers, banks });
    return {
      notices,
      audit,
      seasons,
      departures,
      summaries,
      agenda,
      settings,
      hallOfFame: createHallOfFameStore(redis),
    };
  };

  /** Works off all that is due as a worker does: a task whose process died is begun again by another. */
  async function work(steps = 0): Promise<void> {
    const agenda = createAgenda(redis);
    for (let dying = steps; ; ) {
      const due = (await Promise.all(PACES.map((pace) => agenda.due(pace, now, 50)))).flat();
      if (due.length === 0) return;
      for (const one of due) {
        const runner = processThatDiesAt(dying);
        dying = 0;
        const handlerOf = indexHandlers([
          handle(notificationJob, runner.notices.deliver),
          handle(endSeasonJob, runner.seasons.end),
          handle(deleteGuildJob, ({ guildId: of }) => runner.departures.remove(of)),
          handle(summaryJob, ({ guildId: of }, dueAt) => runner.summaries.post(of, dueAt)),
        ]);
        try {
          await handlerOf(one.entry).run(one.entry, one.dueAt);
        } catch (error) {
          if (error instanceof RetryLaterError) now += error.after ?? SECOND;
          else if (!(error instanceof Killed)) throw error;
          continue;
        }
        await agenda.settle([one]);
      }
    }
  }

  return { redis, shown, trouble, processThatDiesAt, work, ...processThatDiesAt(0) };
}

const earn = (userId: string, points: number, day: string, at = Date.parse(`${day}T10:00:00Z`)) =>
  createCreditStore(stage.redis).credit(guildId, [{ userId, reason: `${day}-${points}`, points, at, day }]);
const kinds = () => stage.shown.map(({ notice }) => notice.kind);

beforeEach(async () => {
  now = MONDAY - DAY;
  stage = await setUp();
});

describe("a notice", () => {
  const notice: Notice = { kind: "pool-low", scheduleId: "daily", left: 6 };

  it("is told once, at whatever step the process that tells it dies", async () => {
    for (let step = 1; step <= 12; step += 1) {
      await stage.notices.send(guildId, `low-${step}`, CHANNEL, { ...notice, left: step });
      await stage.work(step);
      expect(stage.shown.filter((one) => one.notice.kind === "pool-low" && one.notice.left === step)).toHaveLength(1);
    }
  });

  it("is told once under one name, until that is free again", async () => {
    for (let time = 0; time < 3; time += 1) {
      await stage.notices.send(guildId, "low-1", CHANNEL, notice);
      await stage.work();
    }
    expect(stage.shown).toHaveLength(1);
    await stage.notices.forget(guildId, "low-1");
    await stage.notices.send(guildId, "low-1", CHANNEL, notice);
    await stage.work();
    expect(stage.shown).toHaveLength(2);
  });

  it("is dropped where its channel takes nothing for good, and kept where that passes", async () => {
    stage.trouble.sending = new ChannelError("deleted");
    await stage.notices.send(guildId, "one", CHANNEL, notice);
    await stage.work();
    stage.trouble.sending = new RetryLaterError("503");
    await stage.notices.send(guildId, "two", CHANNEL, notice);
    await expect(stage.notices.deliver({ guildId, noticeId: "two" })).rejects.toThrow(RetryLaterError);
    stage.trouble.sending = undefined;
    await stage.work();
    expect(stage.shown).toHaveLength(1);
  });
});

describe("a season", () => {
  const season = { guildId, season: 1, closedBy: "7", channelId: CHANNEL };

  it("is closed, told, and kept once, at whatever step the process that closes it dies", async () => {
    for (let step = 1; step <= 60; step += 1) {
      stage = await setUp();
      now = MONDAY - DAY;
      await earn("301", 20, "2026-11-20");
      await earn("302", 30, "2026-11-21");
      await stage.agenda.set(endSeasonJob, season, now);
      await stage.work(step);

      const told = stage.shown.map(({ notice }) => notice);
      const winners = [
        { userId: "302", points: 30 },
        { userId: "301", points: 20 },
      ];
      expect(told, `died at step ${step}`).toEqual([{ kind: "season", season: 1, winners, members: 2 }]);
      expect(await stage.hallOfFame.list(guildId)).toMatchObject([{ season: 1, winners, members: 2 }]);
      expect((await stage.settings.calendar(guildId)).closings).toHaveLength(1);
      expect((await stage.seasons.current(guildId)).season).toBe(2);
    }
  });

  it("counts what was given before its end, and nothing that came after", async () => {
    await earn("301", 20, "2026-11-20");
    await stage.agenda.set(endSeasonJob, season, now);
    const closing = stage.seasons.end(season);
    await expect(closing).rejects.toBeInstanceOf(RetryLaterError);
    await earn("301", 5, "2026-11-22", now + SECOND);
    now += 3 * SECOND;
    await earn("301", 7, "2026-11-22", now);
    await stage.work();
    expect(await stage.hallOfFame.list(guildId)).toMatchObject([{ winners: [{ userId: "301", points: 25 }] }]);
  });

  it("ends with its quarter, and then the next one is planned", async () => {
    await earn("301", 20, "2026-11-20");
    await stage.settings.change(guildId, { summaryChannel: CHANNEL });
    await stage.seasons.plan(guildId);
    now = Date.parse("2026-12-31T23:59:00Z");
    await stage.work();
    expect(kinds()).toEqual([]);
    now += HOUR;
    await stage.work();
    expect(kinds()).toEqual(["season"]);
    expect((await stage.seasons.current(guildId)).endsAt).toBe(Date.parse("2027-04-01T00:00:00Z"));
    const told = await createAuditLog(stage.redis).page(guildId, 0, 10);
    expect(told.entries).toMatchObject([{ by: "rootine", change: { kind: "season-closed", season: "S1" } }]);
    await stage.seasons.end({ guildId, season: 1 });
    expect((await createAuditLog(stage.redis).page(guildId, 0, 10)).total).toBe(1);
  });

  it("ends by itself also where no schedule ever was: points come from quizzes too", async () => {
    await stage.departures.here([guildId]);
    await earn("301", 20, "2026-11-20");
    now = Date.parse("2027-01-01T00:00:01Z");
    await stage.work();
    expect((await stage.seasons.current(guildId)).season).toBe(2);
  });

  it("that is due stays due when the bot comes back", async () => {
    await stage.departures.here([guildId]);
    await earn("301", 20, "2026-11-20");
    now = Date.parse("2027-01-03T00:00:00Z");
    await stage.departures.here([guildId]);
    await stage.work();
    expect((await stage.seasons.current(guildId)).season).toBe(2);
  });

  it("in which nobody played goes on, and is let be once the bot has left", async () => {
    const planned = () => stage.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10);
    await stage.departures.here([guildId]);
    now = Date.parse("2027-01-01T00:00:01Z");
    await stage.work();
    expect((await stage.seasons.current(guildId)).season).toBe(1);
    expect(await planned()).toMatchObject([
      { entry: `end-season:${guildId}:1`, dueAt: Date.parse("2027-04-01T00:00:00Z") },
    ]);

    await stage.departures.left(guildId);
    now = Date.parse("2027-04-01T00:00:01Z");
    await stage.work();
    expect(await planned()).toEqual([]);
    expect(await stage.redis.keys("{g:*")).toEqual([]);
  });

  it("has no end of its own where moderators want none", async () => {
    await stage.seasons.plan(guildId);
    await stage.settings.change(guildId, { seasonLength: "none" });
    await stage.seasons.plan(guildId);
    expect(await stage.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });
});

describe("the weekly summary", () => {
  beforeEach(async () => {
    await stage.settings.change(guildId, { summaryChannel: CHANNEL });
  });

  it("is told once, at whatever step the process that tells it dies", async () => {
    for (let step = 1; step <= 40; step += 1) {
      stage = await setUp();
      now = MONDAY - DAY;
      await stage.settings.change(guildId, { summaryChannel: CHANNEL });
      await earn("301", 20, "2026-11-17");
      await stage.summaries.plan(guildId);
      now = MONDAY + 10 * HOUR;
      await stage.work(step);
      expect(kinds(), `died at step ${step}`).toEqual(["summary"]);
    }
  });

  it("names the five who lead, who improved most, and how many days in a row somebody answered", async () => {
    for (const [index, points] of [10, 20, 30, 40, 50, 60].entries()) await earn(`30${index}`, points, "2026-11-21");
    await earn("300", 9, "2026-11-10");
    await earn("303", 5, "2026-11-10");
    await earn("305", 60, "2026-11-10");
    await earn("301", 1, "2026-11-22");
    await stage.summaries.plan(guildId);
    now = MONDAY + 9 * HOUR;
    await stage.work();
    expect(stage.shown[0]?.notice).toEqual({
      kind: "summary",
      top: [60, 50, 40, 30, 21].map((points, index) => ({ userId: `30${5 - index}`, points })),
      members: 6,
      improved: { userId: "303", more: 35 },
      streak: 2,
    });
  });

  it("names the closed question that fewest got right, and no open one", async () => {
    const posts = createPostStore(stage.redis);
    const answers = createAnswerStore(stage.redis);
    const day = "2026-11-20";
    const ask = async (slotId: string, rights: boolean[], revealed: boolean) => {
      const slotAt = Date.parse(`${day}T09:00:00Z`);
      const post = {
        ...{
          state: "claimed" as const,
          guildId,
          slotId,
          scheduleId: "daily",
          channelId: CHANNEL,
          topic: "http" as const,
        },
        ...{
          questionId: "http.single",
          rev: 1,
          slotAt,
          claimedAt: slotAt,
          closesAt: slotAt + HOUR,
          previousChannelIds: [],
        },
        ...{ thread: false, threadOpened: false },
      };
      await posts.claim(post, (await posts.lastAsked(guildId)).get("http.single"));
      await posts.markSent(post, { channelId: CHANNEL, messageId: slotId });
      for (const [index, right] of rights.entries()) {
        const given = {
          userId: `${slotId}${index}`,
          response: ["a"],
          correct: right,
          base: right ? 20 : 0,
          bonus: 0,
          at: slotAt,
          day,
        };
        const streak = { streakBefore: undefined, streakAfter: { length: 1, lastDay: day, freezes: 0 } };
        await answers.record(post, { ...given, ...streak }, DEFAULT_CALENDAR);
      }
      if (revealed) await posts.markRevealed(post);
    };
    await ask("1", [true, true, false], true);
    await ask("2", [true, false, false], true);
    await ask("3", [false, false, false], false);
    await ask("4", [false, false], true);
    await stage.summaries.plan(guildId);
    now = MONDAY + 9 * HOUR;
    await stage.work();
    expect(stage.shown[0]?.notice).toMatchObject({ hardest: { correct: 1, answered: 3, messageId: "2" } });
  });

  it("is left out where nobody played, a day late, or wanted no more", async () => {
    await stage.summaries.plan(guildId);
    now = MONDAY + 9 * HOUR;
    await stage.work();
    await earn("301", 20, "2026-11-24");
    now = MONDAY + 9 * DAY;
    await stage.work();
    await earn("301", 20, "2026-12-01");
    await stage.settings.change(guildId, { summaryChannel: undefined });
    now = MONDAY + 15 * DAY;
    await stage.work();
    expect(kinds()).toEqual([]);
  });

  it("comes on the first day of the guild's own week", async () => {
    await stage.settings.change(guildId, { weekStart: "saturday" });
    await earn("301", 20, "2026-11-25");
    await stage.summaries.plan(guildId);
    now = Date.parse("2026-11-28T08:59:00Z");
    await stage.work();
    expect(kinds()).toEqual([]);
    now += HOUR;
    await stage.work();
    expect(kinds()).toEqual(["summary"]);
  });
});
