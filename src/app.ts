import { createAuditLogService } from "./features/audit-log/service.ts";
import { createRecomputeService } from "./features/boards/recompute-service.ts";
import { createSeasonService } from "./features/boards/season-service.ts";
import { createLeaderboardService } from "./features/boards/service.ts";
import type { CareerEntry } from "./features/career/rules.ts";
import { createCareerService } from "./features/career/service.ts";
import { createPostService } from "./features/daily/post-service.ts";
import { createRevealService, createWithheldCredits } from "./features/daily/reveal-service.ts";
import { createDailyService } from "./features/daily/service.ts";
import type { Exams } from "./features/exams/rules.ts";
import { createExamService } from "./features/exams/service.ts";
import { createLearningService } from "./features/learning/service.ts";
import { createLiveQuizService } from "./features/live-quiz/service.ts";
import { createScheduleNotificationService } from "./features/notifications/schedule-notification-service.ts";
import { createNotificationService } from "./features/notifications/service.ts";
import { createPreferenceService } from "./features/preferences/service.ts";
import { createGuildRemovalService } from "./features/privacy/guild-removal-service.ts";
import { createPrivacyService } from "./features/privacy/service.ts";
import { createProfileService } from "./features/profile/service.ts";
import { createBank } from "./features/questions/bank-rules.ts";
import { createBankService } from "./features/questions/bank-service.ts";
import { createOpenQuestionService } from "./features/questions/open-questions-service.ts";
import type { Question } from "./features/questions/rules.ts";
import { createQuizBuilder } from "./features/quiz/builder-service.ts";
import { createQuizService } from "./features/quiz/service.ts";
import { createQuizSummaryService } from "./features/quiz/summary-service.ts";
import { createReminderService } from "./features/reminders/service.ts";
import { createReviewService } from "./features/review/service.ts";
import { createScheduleService } from "./features/schedules/service.ts";
import { createNextEvents, createUpcomingService } from "./features/schedules/upcoming-service.ts";
import { createSettingsService } from "./features/settings/service.ts";
import { createSummaryService } from "./features/summaries/service.ts";
import type { Platform } from "./platform/platform.ts";
import { createQuestionServices } from "./question-services.ts";
import type { Senders, Stores } from "./stores.ts";

/** What `content/` contains. */
export type Content = {
  questions: readonly Question[];
  career?: readonly CareerEntry[] | undefined;
  exams: Exams;
};

/** Creates the services that commands and jobs call. */
export function createServices(platform: Platform, content: Content, stores: Stores, senders: Senders) {
  const { checkChannel, clock, telemetry } = platform;
  const { activity, agenda, answers, boards, credits, guilds, hidden, learnerGuilds, learners } = stores;
  const { posts, preferences, ratings, schedules, settings } = stores;
  const { directMessages, postDelivery } = senders;

  // Questions
  const bank = createBank(content.questions);
  const banks = createBankService({ builtIn: bank, own: stores.ownBank, settings });

  // Notifications and audit log
  const notifications = createNotificationService({
    store: stores.notifications,
    hidden,
    delivery: senders.channelDelivery,
    agenda,
    clock,
  });
  const auditLog = createAuditLogService({ store: stores.auditLog, settings, notifications, clock });
  const scheduleNotifications = createScheduleNotificationService({ settings, auditLog, notifications });

  // Learning
  const learning = createLearningService({ learners, ratings });

  // Daily questions
  const upcoming = createUpcomingService({ schedules, posts, clock });
  const posting = createPostService({
    schedules,
    posts,
    agenda,
    banks,
    delivery: postDelivery,
    scheduleNotifications,
    clock,
    telemetry,
  });
  const creditWithheld = createWithheldCredits({ credits, settings, clock });
  const reveals = createRevealService({
    posts,
    answers,
    hidden,
    creditWithheld,
    learning,
    activity,
    banks,
    delivery: postDelivery,
    agenda,
    clock,
  });
  const daily = createDailyService({ upcoming, posts, answers, learning, agenda, banks, clock });

  // Quizzes and review
  const openQuestions = createOpenQuestionService({
    posts,
    liveQuizzes: stores.liveQuizzes,
    learnerGuilds,
    banks,
    clock,
  });
  const quizBuilder = createQuizBuilder({
    learners,
    ratings,
    posts,
    openQuestions,
    settings,
    preferences,
    banks,
    clock,
  });
  const quizSummaries = createQuizSummaryService({ learners, credits, activity, banks, clock });
  const quizzes = createQuizService({
    quizzes: stores.quizzes,
    ratings,
    summaries: quizSummaries,
    quizBuilder,
    agenda,
    banks,
    clock,
  });
  const review = createReviewService({ quizzes, quizBuilder, learners, ratings, banks, clock });

  // Exams
  const exams = createExamService({
    store: stores.exams,
    exams: content.exams,
    learning,
    openQuestions,
    preferences,
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
  const seasons = createSeasonService({ settings, boards, guilds, notifications, auditLog, agenda, clock });
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

  // Suggestions, imports and question changes
  const questionServices = createQuestionServices(platform, stores, senders, {
    banks,
    openQuestions,
    auditLog,
    creditWithheld,
    recompute,
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
    scheduleNotifications,
    checkChannel,
    plan: async (guildId) => void (await Promise.all([seasons.plan(guildId), summaries.plan(guildId)])),
    clock,
  });

  // Privacy
  const privacy = createPrivacyService({
    learnerData: stores.learnerData,
    hidden,
    agenda,
    erasures: stores.erasures,
    clock,
  });
  const guildRemoval = createGuildRemovalService({ guilds, schedules: scheduleService, seasons, agenda, clock });

  // Profile, reminders and career
  const profiles = createProfileService({ answers, boards, posts, activity, learners, exams, clock });
  const reminders = createReminderService({
    reminders: stores.reminders,
    agenda,
    learners,
    learnerGuilds,
    posts,
    answers,
    settings,
    preferences,
    banks,
    directMessages,
    clock,
  });
  const careers = createCareerService(content.career ?? []);

  return {
    ...questionServices,
    auditLog,
    banks,
    boards: createLeaderboardService({ boards, settings, upcoming, clock }),
    careers,
    quizBuilder,
    /** Schedules rescoring for built-in questions that have changed since the last start. */
    catchUp: () => questionServices.rescoring.catchUp(content.questions),
    settingsService,
    daily,
    guildRemoval,
    exams,
    nextEvents: createNextEvents({ upcoming, posts, learners, settings, clock }),
    liveQuizzes,
    notifications,
    openQuestions,
    posting,
    preferences: createPreferenceService({ preferences }),
    privacy,
    profiles,
    quizzes,
    recompute,
    reminders,
    reveals,
    review,
    schedules: scheduleService,
    seasons,
    settings,
    summaries,
  };
}
export type Services = ReturnType<typeof createServices>;

export type App = { stores: Stores; services: Services };
