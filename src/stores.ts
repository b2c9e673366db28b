import { createAuditLogStore } from "./features/audit-log/store.ts";
import { createCreditStore } from "./features/boards/credit-store.ts";
import { createRecomputeStore } from "./features/boards/recompute-store.ts";
import { createHiddenMemberStore, createLeaderboardStore } from "./features/boards/store.ts";
import { createAnswerStore } from "./features/daily/answer-store.ts";
import { createPostDelivery } from "./features/daily/delivery.ts";
import { createPostStore } from "./features/daily/post-store.ts";
import { createExamStore } from "./features/exams/store.ts";
import { createImportStore } from "./features/imports/store.ts";
import { createItemAnalysisStore } from "./features/item-analysis/store.ts";
import { createLearnerGuildStore, createLearnerStore, createRatingStore } from "./features/learning/store.ts";
import { createLiveDelivery } from "./features/live-quiz/delivery.ts";
import { createLiveQuizStore } from "./features/live-quiz/store.ts";
import { createChannelDelivery, createDirectMessageDelivery } from "./features/notifications/delivery.ts";
import { createNotificationStore } from "./features/notifications/store.ts";
import { createPreferenceStore } from "./features/preferences/store.ts";
import { createGuildStore } from "./features/privacy/guild-store.ts";
import { createLearnerDataStore } from "./features/privacy/store.ts";
import { createActivityStore } from "./features/profile/store.ts";
import { createBankStore } from "./features/questions/bank-store.ts";
import { createQuizStore } from "./features/quiz/store.ts";
import { createReminderStore } from "./features/reminders/store.ts";
import { createRescoreStore } from "./features/rescoring/store.ts";
import { createReviewQueueDelivery } from "./features/review-queue/delivery.ts";
import { createReviewQueueStore } from "./features/review-queue/store.ts";
import { createScheduleStore } from "./features/schedules/store.ts";
import { createSettingsStore } from "./features/settings/store.ts";
import { createDraftStore } from "./features/suggestions/store.ts";
import { createInteractionClaims } from "./platform/discord/interaction.ts";
import { createAgenda } from "./platform/jobs/agenda.ts";
import { createErasureLog } from "./platform/ops/erasures.ts";
import type { Platform } from "./platform/platform.ts";

/** Creates everything that reads or writes Redis. Separate from the services, so tests can wrap stores. */
export function createStores({ redis, telemetry, dataDir }: Pick<Platform, "redis" | "telemetry" | "dataDir">) {
  return {
    activity: createActivityStore(redis),
    agenda: createAgenda(redis),
    answers: createAnswerStore(redis, telemetry),
    auditLog: createAuditLogStore(redis),
    boards: createLeaderboardStore(redis),
    credits: createCreditStore(redis),
    drafts: createDraftStore(redis),
    erasures: createErasureLog(redis, dataDir),
    exams: createExamStore(redis),
    guilds: createGuildStore(redis),
    itemAnalysis: createItemAnalysisStore(redis),
    hidden: createHiddenMemberStore(redis),
    imports: createImportStore(redis),
    interactionClaims: createInteractionClaims(redis),
    learnerGuilds: createLearnerGuildStore(redis),
    learners: createLearnerStore(redis),
    liveQuizzes: createLiveQuizStore(redis),
    notifications: createNotificationStore(redis),
    ownBank: createBankStore(redis),
    learnerData: createLearnerDataStore(redis),
    posts: createPostStore(redis),
    preferences: createPreferenceStore(redis),
    reviewQueue: createReviewQueueStore(redis),
    quizzes: createQuizStore(redis),
    ratings: createRatingStore(redis),
    reminders: createReminderStore(redis),
    recomputes: createRecomputeStore(redis),
    rescores: createRescoreStore(redis),
    schedules: createScheduleStore(redis),
    settings: createSettingsStore(redis),
  };
}
export type Stores = ReturnType<typeof createStores>;

/** Creates everything that sends messages to Discord. */
export function createSenders({ restFor, botId, reserveInterval }: Platform) {
  return {
    channelDelivery: createChannelDelivery({ restFor, botId }),
    reviewQueueDelivery: createReviewQueueDelivery(restFor),
    liveDelivery: createLiveDelivery({ restFor, botId, reserveInterval }),
    directMessages: createDirectMessageDelivery({ restFor, botId }),
    postDelivery: createPostDelivery({ restFor, botId }),
  };
}
export type Senders = ReturnType<typeof createSenders>;
