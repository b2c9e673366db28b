import { createAuditLogService } from "../../src/features/audit-log/service.ts";
import { createAuditLogStore } from "../../src/features/audit-log/store.ts";
import { createCreditStore } from "../../src/features/boards/credit-store.ts";
import { endSeasonJob } from "../../src/features/boards/jobs.ts";
import { createSeasonService } from "../../src/features/boards/season-service.ts";
import { createHiddenMemberStore, createLeaderboardStore } from "../../src/features/boards/store.ts";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../src/features/daily/post-store.ts";
import type { ChannelDelivery } from "../../src/features/notifications/delivery.ts";
import { notificationJob } from "../../src/features/notifications/jobs.ts";
import type { Notification } from "../../src/features/notifications/rules.ts";
import { createNotificationService } from "../../src/features/notifications/service.ts";
import { createNotificationStore } from "../../src/features/notifications/store.ts";
import { createGuildRemovalService } from "../../src/features/privacy/guild-removal-service.ts";
import { createGuildStore } from "../../src/features/privacy/guild-store.ts";
import { deleteGuildJob } from "../../src/features/privacy/jobs.ts";
import { createBank } from "../../src/features/questions/bank-rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import { summaryJob } from "../../src/features/summaries/jobs.ts";
import { createSummaryService } from "../../src/features/summaries/service.ts";
import { RetryLaterError } from "../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { handle, indexHandlers, PACES } from "../../src/platform/jobs/define-job.ts";
import { SECOND } from "../../src/platform/time.ts";
import { Crash, createCrasher } from "./crash.ts";
import { questions } from "./questions.ts";
import { testRedis } from "./redis.ts";

export const guildId = "410000000000000000";
export const channelId = "410000000000000101";

/** The jobs that post notifications in a guild, on a real Redis, with a clock and a delivery under the test's control. */
export async function openGuildJobs(now: number) {
  const redis = await testRedis();
  const time = { now };
  const sent: Notification[] = [];
  const discord: { error?: Error | undefined } = {};
  const delivery: ChannelDelivery = {
    async send(_, __, { notification }) {
      if (discord.error) throw discord.error;
      sent.push(notification);
    },
    wasSent: async (_, { notification }) =>
      sent.some((other) => JSON.stringify(other) === JSON.stringify(notification)),
  };
  const clock = () => time.now;
  const bank = createBank([questions.single()]);

  /** Services of a process that crashes at this step, or never. */
  const startProcess = (crashAt?: number) => {
    const { crashable } = createCrasher(crashAt);
    const agenda = crashable(createAgenda(redis));
    const settings = crashable(createSettingsStore(redis));
    const notifications = createNotificationService({
      store: crashable(createNotificationStore(redis)),
      hidden: crashable(createHiddenMemberStore(redis)),
      delivery: crashable(delivery),
      agenda,
      clock,
    });
    const auditLog = createAuditLogService({
      store: crashable(createAuditLogStore(redis)),
      settings,
      notifications,
      clock,
    });
    const boards = crashable(createLeaderboardStore(redis));
    const guilds = crashable(createGuildStore(redis));
    const shared = { settings, boards, notifications, agenda, clock };
    const seasons = createSeasonService({ ...shared, guilds, auditLog });
    const summaries = createSummaryService({
      ...shared,
      schedules: crashable(createScheduleStore(redis)),
      posts: crashable(createPostStore(redis)),
      answers: crashable(createAnswerStore(redis)),
      banks: { find: async (_, id) => bank.find(id) },
    });
    const resumeAfterAbsence = async () => undefined;
    const guildRemoval = createGuildRemovalService({
      guilds,
      schedules: { resumeAfterAbsence },
      seasons,
      agenda,
      clock,
    });
    return { agenda, settings, notifications, seasons, summaries, guildRemoval };
  };

  /** Runs everything that is due. The first job crashes at this step; then another process runs it again. */
  async function runDueJobs(crashAt?: number): Promise<void> {
    const agenda = createAgenda(redis);
    for (let nextCrash = crashAt; ; ) {
      const due = (await Promise.all(PACES.map((pace) => agenda.due(pace, time.now, 50)))).flat();
      if (due.length === 0) return;
      for (const job of due) {
        const { notifications, seasons, guildRemoval, summaries } = startProcess(nextCrash);
        nextCrash = undefined;
        const handlerOf = indexHandlers([
          handle(notificationJob, notifications.deliver),
          handle(endSeasonJob, seasons.end),
          handle(deleteGuildJob, guildRemoval.deleteGuild),
          handle(summaryJob, (data, dueAt) => summaries.post(data.guildId, dueAt)),
        ]);
        try {
          await handlerOf(job.entry).run(job.entry, job.dueAt);
        } catch (error) {
          if (error instanceof RetryLaterError) time.now += error.after ?? SECOND;
          else if (!(error instanceof Crash)) throw error;
          continue;
        }
        await agenda.settle([job]);
      }
    }
  }

  /** Credits a member for a day, at 10:00 UTC unless another time is given. */
  async function earn(userId: string, points: number, day: string, at = Date.parse(`${day}T10:00:00Z`)): Promise<void> {
    await createCreditStore(redis).credit(guildId, [{ userId, reason: `${day}-${points}`, points, at, day }]);
  }

  return { redis, time, sent, discord, runDueJobs, earn, ...startProcess() };
}
export type GuildJobs = Awaited<ReturnType<typeof openGuildJobs>>;
