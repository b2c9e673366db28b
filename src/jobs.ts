import type { Services } from "./app.ts";
import { endSeasonJob, recomputeWeeksJob } from "./features/boards/jobs.ts";
import { refreshJob, revealJob, showAnswerJob } from "./features/daily/jobs.ts";
import { finishExamJob } from "./features/exams/jobs.ts";
import { itemAnalysisJob } from "./features/item-analysis/jobs.ts";
import { liveCountJob, liveQuizJob } from "./features/live-quiz/jobs.ts";
import { notificationJob } from "./features/notifications/jobs.ts";
import { deleteGuildJob, deleteLearnerJob, recomputeJob } from "./features/privacy/jobs.ts";
import { expireQuizJob } from "./features/quiz/jobs.ts";
import { reminderJob } from "./features/reminders/jobs.ts";
import { rescoreJob } from "./features/rescoring/jobs.ts";
import { planSlot, postJob, slotJob } from "./features/schedules/jobs.ts";
import { summaryJob } from "./features/summaries/jobs.ts";
import { handle, handlePlan, type JobHandler } from "./platform/jobs/define-job.ts";
import type { Stores } from "./stores.ts";

/** Registers every background job with the service that runs it. */
export function createJobHandlers(services: Services, { schedules }: Pick<Stores, "schedules">): JobHandler[] {
  const { guildRemoval, exams, itemAnalysis, liveQuizzes, notifications, posting, privacy, quizzes, reminders } =
    services;
  const { recompute, rescoring, reveals, seasons, summaries } = services;
  return [
    handlePlan(slotJob, async (slot, dueAt, now) =>
      planSlot(slot, await schedules.find(slot.guildId, slot.scheduleId), dueAt, now),
    ),
    handle(postJob, (slot, slotAt) => posting.post({ ...slot, slotAt })),
    handle(revealJob, async (slot) => {
      await reveals.reveal(slot);
      await itemAnalysis.schedule(slot.guildId);
    }),
    handle(showAnswerJob, reveals.showAnswer),
    handle(refreshJob, reveals.refresh),
    handle(finishExamJob, exams.finish),
    handle(expireQuizJob, quizzes.expire),
    handle(liveQuizJob, liveQuizzes.advance),
    handle(liveCountJob, liveQuizzes.updateCount),
    handle(deleteLearnerJob, privacy.deleteData),
    handle(recomputeJob, ({ guildId, userId }) => recompute.entries(guildId, [userId])),
    handle(deleteGuildJob, guildRemoval.deleteGuild),
    handle(recomputeWeeksJob, ({ guildId }) => recompute.weeks(guildId)),
    handle(rescoreJob, ({ guildId, questionId }) => rescoring.rescore(guildId, questionId)),
    handle(itemAnalysisJob, ({ guildId }) => itemAnalysis.analyze(guildId)),
    handle(notificationJob, notifications.deliver),
    handle(endSeasonJob, seasons.end),
    handle(summaryJob, ({ guildId }, dueAt) => summaries.post(guildId, dueAt)),
    handle(reminderJob, reminders.remind),
  ];
}
