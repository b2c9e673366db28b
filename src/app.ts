import { createAuditLogService } from "./features/audit-log/service.ts";
import { createAuditLogStore } from "./features/audit-log/store.ts";
import { createCreditStore } from "./features/boards/credit-store.ts";
import { createRecomputeService } from "./features/boards/recompute-service.ts";
import { createRecomputeStore } from "./features/boards/recompute-store.ts";
import { createLeaderboardService } from "./features/boards/service.ts";
import { createLeaderboardStore } from "./features/boards/store.ts";
import type { CareerEntry } from "./features/career/rules.ts";
import { createCareers } from "./features/career/service.ts";
import { createAnswerStore } from "./features/daily/answer-store.ts";
import { createPostDelivery } from "./features/daily/delivery.ts";
import { createPostService } from "./features/daily/post-service.ts";
import { createPostStore } from "./features/daily/post-store.ts";
import { createRevealService, createWithheldCredits } from "./features/daily/reveal-service.ts";
import { createDailyService } from "./features/daily/service.ts";
import { watchAnswers, watchPosting } from "./features/daily/telemetry.ts";
import { createExamService } from "./features/exams/index.ts";
import type { Exams } from "./features/exams/rules.ts";
import { createExamStore } from "./features/exams/store.ts";
import { createImports } from "./features/imports/service.ts";
import { createImportStore } from "./features/imports/store.ts";
import { createImportValidator } from "./features/imports/validator.ts";
import { createHealth } from "./features/item-analysis/service.ts";
import { createHealthStore } from "./features/item-analysis/store.ts";
import { createRatingStore } from "./features/learning/rating-store.ts";
import { createLearning } from "./features/learning/service.ts";
import { createLearnerStore } from "./features/learning/store.ts";
import { createLiveDelivery } from "./features/live-quiz/delivery.ts";
import { createLiveQuizService } from "./features/live-quiz/index.ts";
import { createLiveQuizStore } from "./features/live-quiz/store.ts";
import { createChannelDelivery } from "./features/notifications/channel-delivery.ts";
import { createDirectMessageDelivery } from "./features/notifications/direct-message-delivery.ts";
import { createScheduleNotificationService } from "./features/notifications/schedule-notification-service.ts";
import { createNotificationService } from "./features/notifications/service.ts";
import { createNotificationStore } from "./features/notifications/store.ts";
import { createGuildRemovalService } from "./features/privacy/guild-removal-service.ts";
import { createGuildStore } from "./features/privacy/guild-store.ts";
import { createHiddenMemberStore } from "./features/privacy/hidden-store.ts";
import { createPrivacyService } from "./features/privacy/service.ts";
import { createLearnerDataStore } from "./features/privacy/store.ts";
import { createActivityStore } from "./features/profile/activity-store.ts";
import { createProfiles } from "./features/profile/service.ts";
import { createBank } from "./features/questions/bank-service.ts";
import { createBanks } from "./features/questions/banks-service.ts";
import { createOwnBankStore } from "./features/questions/own-store.ts";
import type { Question } from "./features/questions/rules.ts";
import { createQuizChoice } from "./features/quiz/choice-service.ts";
import { createQuizzes } from "./features/quiz/service.ts";
import { createQuizStore } from "./features/quiz/store.ts";
import { createQuizSummaries } from "./features/quiz/summary-service.ts";
import { createPlacesStore } from "./features/reminders/places-store.ts";
import { createReminders } from "./features/reminders/service.ts";
import { createReminderStore } from "./features/reminders/store.ts";
import { createRescoringService } from "./features/rescoring/service.ts";
import { createRescoreStore } from "./features/rescoring/store.ts";
import { createReview } from "./features/review/service.ts";
import { createBell } from "./features/review-queue/notify.ts";
import { createDesk } from "./features/review-queue/service.ts";
import { createDraftStore, createQueueStore } from "./features/review-queue/store.ts";
import { createScheduleService } from "./features/schedules/service.ts";
import { createScheduleStore } from "./features/schedules/store.ts";
import { createNextEvents, createUpcomingService } from "./features/schedules/upcoming-service.ts";
import { createSeasonService } from "./features/seasons/service.ts";
import { createHallOfFameStore } from "./features/seasons/store.ts";
import { createSettingsService } from "./features/settings/service.ts";
import { createSettingsStore } from "./features/settings/store.ts";
import { createQuestionLinter } from "./features/suggestions/linter.ts";
import { createSuggestions } from "./features/suggestions/service.ts";
import { createSummaryService } from "./features/summaries/service.ts";
import { createAttachments } from "./platform/discord/attachments.ts";
import { createInteractionClaims } from "./platform/discord/interaction-claims.ts";
import { createAgenda } from "./platform/jobs/agenda.ts";
import type { Platform } from "./platform/platform.ts";

/** What the files in `content/` hold. */
export type Content = {
  questions: readonly Question[];
  career?: readonly CareerEntry[] | undefined;
  exams: Exams;
};

/** Everything that reads or writes Redis. Apart from the services, so that tests can wrap a store. */
export function createStores({ redis, telemetry }: Pick<Platform, "redis" | "telemetry">) {
  return {
    activity: createActivityStore(redis),
    agenda: createAgenda(redis),
    answers: watchAnswers(createAnswerStore(redis), telemetry),
    auditLog: createAuditLogStore(redis),
    boards: createLeaderboardStore(redis),
    credits: createCreditStore(redis),
    drafts: createDraftStore(redis),
    exams: createExamStore(redis),
    guilds: createGuildStore(redis),
    hallOfFame: createHallOfFameStore(redis),
    health: createHealthStore(redis),
    hidden: createHiddenMemberStore(redis),
    imports: createImportStore(redis),
    interactionClaims: createInteractionClaims(redis),
    learners: createLearnerStore(redis),
    liveQuizzes: createLiveQuizStore(redis),
    notifications: createNotificationStore(redis),
    ownBank: createOwnBankStore(redis),
    learnerData: createLearnerDataStore(redis),
    places: createPlacesStore(redis),
    posts: createPostStore(redis),
    queue: createQueueStore(redis),
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

/** Everything that sends messages to Discord. */
export function createSenders({ rest, rateLimitedRest, botId, reserveInterval }: Platform) {
  return {
    channels: createChannelDelivery({ rest: rateLimitedRest, botId }),
    bell: createBell(rest),
    liveDelivery: createLiveDelivery({ rest, botId, reserveInterval }),
    directMessages: createDirectMessageDelivery({ rest: rateLimitedRest, botId }),
    messenger: createPostDelivery({ rest: rateLimitedRest, botId }),
  };
}
export type Senders = ReturnType<typeof createSenders>;

/** What commands and jobs call. Built from the stores up; each service lists what it uses. */
export function createServices(platform: Platform, content: Content, stores: Stores, senders: Senders) {
  const { checkChannel, clock, telemetry } = platform;
  const { activity, agenda, answers, boards, credits, guilds, hidden, learners, places } = stores;
  const { posts, ratings, schedules, settings } = stores;
  const { bell, directMessages, messenger } = senders;

  // Questions
  const bank = createBank(content.questions);
  const banks = createBanks({ builtIn: bank, own: stores.ownBank, settings });

  // Notifications and auditLog log
  const notifications = createNotificationService({
    store: stores.notifications,
    delivery: senders.channels,
    agenda,
    clock,
  });
  const auditLog = createAuditLogService({ store: stores.auditLog, settings, notifications, clock });
  const scheduleNotifications = createScheduleNotificationService({ settings, auditLog, notifications });

  // Learning
  const learning = createLearning({ learners, ratings });

  // Daily questions
  const upcoming = createUpcomingService({ schedules, posts, clock });
  const posting = watchPosting(
    createPostService({ schedules, posts, agenda, banks, delivery: messenger, scheduleNotifications, clock }),
    clock,
    telemetry,
  );
  const creditWithheld = createWithheldCredits({ credits, settings, clock });
  const reveals = createRevealService({
    posts,
    answers,
    hidden,
    creditWithheld,
    learning,
    activity,
    places,
    banks,
    delivery: messenger,
  });
  const daily = createDailyService({ upcoming, posts, answers, learning, agenda, banks, clock });

  // Quizzes and review
  const choice = createQuizChoice({ learners, ratings, posts, places, settings, banks, clock });
  const quizSummaries = createQuizSummaries({ learners, credits, activity, banks, clock });
  const quizzes = createQuizzes({
    quizzes: stores.quizzes,
    ratings,
    summaries: quizSummaries,
    choice,
    agenda,
    banks,
    clock,
  });
  const review = createReview({ quizzes, choice, learners, ratings, banks, clock });

  // Exams
  const exams = createExamService({
    store: stores.exams,
    exams: content.exams,
    learning,
    choice,
    credits,
    activity,
    settings,
    agenda,
    bank,
    clock,
  });

  // Live quizzes
  const liveQuizzes = createLiveQuizService({
    store: stores.liveQuizzes,
    delivery: senders.liveDelivery,
    posts,
    banks,
    hidden,
    credits,
    learning,
    activity,
    directMessages,
    settings,
    agenda,
    checkChannel,
    clock,
  });

  // Boards, seasons and summaries
  const recompute = createRecomputeService({ recomputes: stores.recomputes, settings, clock });
  const seasons = createSeasonService({
    hallOfFame: stores.hallOfFame,
    settings,
    boards,
    guilds,
    notifications,
    auditLog,
    agenda,
    clock,
  });
  const summaries = createSummaryService({
    settings,
    schedules,
    boards,
    posts,
    answers,
    banks,
    notifications,
    agenda,
    clock,
  });

  // Suggestions, review queue and item analysis
  const linter = createQuestionLinter();
  const suggestions = createSuggestions({
    queue: stores.queue,
    drafts: stores.drafts,
    settings,
    linter,
    banks,
    auditLog,
    bell,
    clock,
  });
  const desk = createDesk({
    queue: stores.queue,
    drafts: stores.drafts,
    own: stores.ownBank,
    linter,
    banks,
    auditLog,
    directMessages,
    clock,
  });
  const health = createHealth({ store: stores.health, banks, desk, agenda, clock });

  // Question changes and imports
  const rescoring = createRescoringService({
    rescores: stores.rescores,
    posts,
    answers,
    creditWithheld,
    recompute,
    settings,
    banks,
    auditLog,
    agenda,
    clock,
  });
  const imports = createImports({
    store: stores.imports,
    ownBank: stores.ownBank,
    attachments: createAttachments(platform.apiUrl),
    validator: createImportValidator(),
    banks,
    auditLog,
    rescoring,
    clock,
  });

  // Settings and schedules
  const settingsService = createSettingsService({
    settings,
    auditLog,
    seasons,
    summaries,
    agenda,
    checkChannel,
    clock,
  });
  const scheduleService = createScheduleService({
    schedules,
    upcoming,
    settings,
    agenda,
    banks,
    posting,
    checkChannel,
    plan: async (guildId) => void (await Promise.all([seasons.plan(guildId), summaries.plan(guildId)])),
    clock,
  });

  // Privacy
  const privacy = createPrivacyService({ learnerData: stores.learnerData, hidden, recompute, agenda, clock });
  const guildRemoval = createGuildRemovalService({ guilds, seasons, agenda, clock });

  // Profile, reminders and career
  const profiles = createProfiles({ answers, boards, posts, activity, learners, exams, clock });
  const reminders = createReminders({
    reminders: stores.reminders,
    agenda,
    learners,
    places,
    posts,
    answers,
    settings,
    banks,
    directMessages,
    clock,
  });
  const careers = createCareers(content.career ?? []);

  return {
    auditLog,
    banks,
    boards: createLeaderboardService({ boards, settings, upcoming, clock }),
    careers,
    choice,
    /** Finds questions that changed since the last start, and rescores their answers. */
    catchUp: () => rescoring.catchUp(content.questions),
    settingsService,
    daily,
    guildRemoval,
    desk,
    exams,
    foresee: createNextEvents({ upcoming, posts, learners, settings, clock }),
    health,
    imports,
    liveQuizzes,
    notifications,
    posting,
    privacy,
    profiles,
    quizzes,
    recompute,
    reminders,
    rescoring,
    reveals,
    review,
    schedules: scheduleService,
    seasons,
    settings,
    suggestions,
    summaries,
  };
}
export type Services = ReturnType<typeof createServices>;

export type App = { stores: Stores; services: Services };
