import type { REST } from "discord.js";
import type { BotOptions, Intercepted } from "./bot-options.ts";
import { createAudit } from "./features/audit-log/service.ts";
import { createAuditLog } from "./features/audit-log/store.ts";
import { createCreditStore } from "./features/boards/credit-store.ts";
import { createBoards } from "./features/boards/service.ts";
import { createStandings } from "./features/boards/standing-service.ts";
import { createStandingStore } from "./features/boards/standing-store.ts";
import { createBoardStore } from "./features/boards/store.ts";
import { createCareers } from "./features/career/service.ts";
import { createAnswerStore } from "./features/daily/answer-store.ts";
import { createMessenger } from "./features/daily/delivery.ts";
import { createHeldCredits } from "./features/daily/held-credits.ts";
import { createPosting } from "./features/daily/post-service.ts";
import { createPostStore } from "./features/daily/post-store.ts";
import { createReveals } from "./features/daily/reveal-service.ts";
import { createDaily } from "./features/daily/service.ts";
import { createExamResults } from "./features/exams/report-service.ts";
import { createExams } from "./features/exams/service.ts";
import { createExamStore } from "./features/exams/store.ts";
import { createImportReader } from "./features/imports/reader.ts";
import { createImports } from "./features/imports/service.ts";
import { createImportStore } from "./features/imports/store.ts";
import { createQuestionWriter } from "./features/imports/writer.ts";
import { createHealth } from "./features/item-analysis/service.ts";
import { createHealthStore } from "./features/item-analysis/store.ts";
import { createRatingStore } from "./features/learning/rating-store.ts";
import { createLearning } from "./features/learning/service.ts";
import { createLearnerStore } from "./features/learning/store.ts";
import { createLiveChoice } from "./features/live-quiz/choice-service.ts";
import { createLiveMessenger } from "./features/live-quiz/delivery.ts";
import { createLiveEffects } from "./features/live-quiz/effects-service.ts";
import { createLiveResults } from "./features/live-quiz/results-service.ts";
import { createLiveRounds } from "./features/live-quiz/round-service.ts";
import { createLives } from "./features/live-quiz/service.ts";
import { createLiveStore } from "./features/live-quiz/store.ts";
import { createAnnouncer } from "./features/notifications/announce.ts";
import { createMailer } from "./features/notifications/mail.ts";
import { createNotices } from "./features/notifications/service.ts";
import { createNoticeStore } from "./features/notifications/store.ts";
import { createWarnings } from "./features/notifications/warning-service.ts";
import { createDepartures } from "./features/privacy/departure-service.ts";
import { createGuildData } from "./features/privacy/guild-store.ts";
import { createHiddenMembers } from "./features/privacy/hidden-store.ts";
import { createPrivacy } from "./features/privacy/service.ts";
import { createPersonalData } from "./features/privacy/store.ts";
import { createActivityStore } from "./features/profile/activity-store.ts";
import { createProfiles } from "./features/profile/service.ts";
import { createBank } from "./features/questions/bank-service.ts";
import { createBanks } from "./features/questions/banks-service.ts";
import { createOwnBankStore } from "./features/questions/own-store.ts";
import { createQuizChoice } from "./features/quiz/choice-service.ts";
import { createQuizzes } from "./features/quiz/service.ts";
import { createQuizStore } from "./features/quiz/store.ts";
import { createQuizSummaries } from "./features/quiz/summary-service.ts";
import { createPlacesStore } from "./features/reminders/places-store.ts";
import { createReminders } from "./features/reminders/service.ts";
import { createReminderStore } from "./features/reminders/store.ts";
import { createRescoring } from "./features/rescoring/service.ts";
import { createRescoreStore } from "./features/rescoring/store.ts";
import { createReview } from "./features/review/service.ts";
import { createBell } from "./features/review-queue/notify.ts";
import { createDesk } from "./features/review-queue/service.ts";
import { createDraftStore, createQueueStore } from "./features/review-queue/store.ts";
import { createForesight } from "./features/schedules/foresight.ts";
import { type ChannelCheck, createSchedules } from "./features/schedules/service.ts";
import { createScheduleStore } from "./features/schedules/store.ts";
import { createUpcoming } from "./features/schedules/upcoming-service.ts";
import { createSeasons } from "./features/seasons/service.ts";
import { createHallStore } from "./features/seasons/store.ts";
import { createConfiguration } from "./features/settings/service.ts";
import { createSettingsStore } from "./features/settings/store.ts";
import { createQuestionLinter } from "./features/suggestions/linter.ts";
import { createSuggestions } from "./features/suggestions/service.ts";
import { createSummaries } from "./features/summaries/service.ts";
import { createAttachments } from "./platform/discord/attachments.ts";
import { createInteractions } from "./platform/discord/interaction-claims.ts";
import { createPace, paced } from "./platform/discord/pace.ts";
import { createTurns } from "./platform/discord/send-turns.ts";
import { createAgenda } from "./platform/jobs/agenda.ts";
import { watchAnswers, watchPosting } from "./platform/ops/watch.ts";
import type { Redis } from "./platform/redis/client.ts";

/** What the roles share: nothing in here needs a gateway. */
export type Ground = BotOptions & { redis: Redis; rest: REST; botId(): string };

/** All that the bot can do, on its stores: what commands use, and what the clock calls for. */
export function buildCapabilities({ redis, rest, botId, questions, exams: blueprint, clock, ...options }: Ground) {
  const turns = createTurns(redis);
  const slowly = paced(rest, createPace(turns, options.requestsASecond));
  const schedules = createScheduleStore(redis);
  const settings = createSettingsStore(redis);
  const boards = createBoardStore(redis);
  const hidden = createHiddenMembers(redis);
  const bank = createBank(questions);
  const ownBank = createOwnBankStore(redis);
  const banks = createBanks({ builtIn: bank, own: ownBank, settings });
  const {
    agenda,
    posts,
    answers,
    messenger,
    announcer,
    exams: examStore,
  } = (options.intercept ?? same)({
    agenda: createAgenda(redis),
    posts: createPostStore(redis),
    answers: watchAnswers(createAnswerStore(redis), options.telemetry),
    messenger: createMessenger({ rest: slowly, botId }),
    announcer: createAnnouncer({ rest: slowly, botId }),
    exams: createExamStore(redis),
  });

  const upcoming = createUpcoming({ schedules, posts, clock });
  const notices = createNotices({ store: createNoticeStore(redis), announcer, agenda, clock });
  const audit = createAudit({ store: createAuditLog(redis), settings, notices, clock });
  const warnings = createWarnings({ settings, audit, notices });
  const posting = watchPosting(
    createPosting({ schedules, posts, agenda, banks, messenger, warnings, clock }),
    clock,
    options.telemetry,
  );
  const learners = createLearnerStore(redis);
  const places = createPlacesStore(redis);
  const ratings = createRatingStore(redis);
  const credits = createCreditStore(redis);
  const activity = createActivityStore(redis);
  const learning = createLearning({ learners, ratings });
  const creditHeld = createHeldCredits({ credits, settings, clock });
  const reveals = createReveals({
    posts,
    answers,
    hidden,
    creditHeld,
    learning,
    activity,
    places,
    banks,
    messenger,
  });
  const choice = createQuizChoice({ learners, ratings, posts, places, settings, banks, clock });
  const quizzes = createQuizzes({
    quizzes: createQuizStore(redis),
    ratings,
    summaries: createQuizSummaries({ learners, credits, activity, banks, clock }),
    choice,
    agenda,
    banks,
    clock,
  });
  const sat = { exams: examStore, learning, bank, blueprint, clock };
  const examResults = createExamResults({ ...sat, choice, credits, activity, settings });
  const exams = createExams({ ...sat, results: examResults, choice, agenda });

  const live = { lives: createLiveStore(redis), banks, agenda, clock };
  const liveChoice = createLiveChoice({ posts, ...live });
  const liveResults = createLiveResults({ ...live, hidden });
  const mailer = createMailer({ rest: slowly, botId });
  const effects = createLiveEffects({ results: liveResults, credits, learning, activity, mailer });
  const playing = { ...live, choice: liveChoice, results: liveResults };
  const liveMessenger = createLiveMessenger({ rest, botId, turns });
  const liveRounds = createLiveRounds({ ...playing, effects, messenger: liveMessenger });

  const told = { settings, schedules, boards, notices, agenda, clock };
  const guilds = createGuildData(redis);
  const seasons = createSeasons({ ...told, guilds, hall: createHallStore(redis), audit });
  const summaries = createSummaries({ ...told, posts, answers, banks });
  const inbox = {
    queue: createQueueStore(redis),
    drafts: createDraftStore(redis),
    linter: createQuestionLinter(),
    banks,
    audit,
    clock,
  };
  const departures = createDepartures({ guilds, seasons, agenda, clock });
  const standings = createStandings({ standings: createStandingStore(redis), settings, clock });
  const desk = createDesk({ ...inbox, own: ownBank, mailer });
  const health = createHealth({ store: createHealthStore(redis), banks, desk, agenda, clock });
  const rescoring = createRescoring({
    rescores: createRescoreStore(redis),
    posts,
    answers,
    creditHeld,
    standings,
    settings,
    banks,
    audit,
    agenda,
    clock,
  });
  const privacy = createPrivacy({ personal: createPersonalData(redis), hidden, standings, agenda, clock });
  const reminders = createReminders({
    reminders: createReminderStore(redis),
    agenda,
    learners,
    places,
    posts,
    answers,
    settings,
    banks,
    mailer,
    clock,
  });

  return {
    interactions: createInteractions(redis),
    /** What the dispatcher reads. */
    feed: { agenda, schedules },
    /** What a worker's tasks call. */
    tasks: {
      posting,
      reveals,
      exams,
      quizzes,
      liveRounds,
      privacy,
      standings,
      rescoring,
      health,
      departures,
      notices,
      seasons,
      summaries,
      reminders,
    },
    departures,
    /** What is seen to at a start, in the background. */
    catchUp: () => rescoring.catchUp(questions),
    /** What comes next: for who wants to move the clock there. */
    foresee: createForesight({ upcoming, posts, learners, settings, clock }),
    /** What commands use; only a gateway can check a channel at once. */
    services: (checkChannel: ChannelCheck) => ({
      privacy,
      settings,
      audit,
      suggestions: createSuggestions({ ...inbox, settings, bell: createBell(rest) }),
      imports: createImports({
        attachments: createAttachments(options.apiUrl),
        reader: createImportReader(),
        writer: createQuestionWriter(),
        imports: createImportStore(redis),
        banks,
        own: ownBank,
        audit,
        rescoring,
        clock,
      }),
      desk,
      health,
      seasons,
      configuration: createConfiguration({ settings, audit, seasons, summaries, checkChannel, clock }),
      exams,
      examResults,
      quizzes,
      lives: createLives({ ...playing, settings, checkChannel }),
      choice,
      reminders,
      review: createReview({ quizzes, choice, learners, ratings, banks, clock }),
      banks,
      careers: createCareers(options.career ?? []),
      daily: createDaily({ upcoming, posts, answers, learning, agenda, banks, clock }),
      boards: createBoards({ boards, settings, upcoming, clock }),
      profiles: createProfiles({ answers, boards, posts, activity, learners, examResults, clock }),
      schedules: createSchedules({
        schedules,
        upcoming,
        settings,
        agenda,
        banks,
        posting,
        checkChannel,
        plan: async (guildId) => void (await Promise.all([seasons.plan(guildId), summaries.plan(guildId)])),
        clock,
      }),
    }),
  };
}

export type Capabilities = ReturnType<typeof buildCapabilities>;

function same(ports: Intercepted): Intercepted {
  return ports;
}
