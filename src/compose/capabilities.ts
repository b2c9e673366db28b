import type { REST } from "discord.js";
import { createAudit } from "../app/audit.ts";
import { createBank } from "../app/bank.ts";
import { createBanks } from "../app/banks.ts";
import { createBoards } from "../app/board.ts";
import { createCareers } from "../app/career.ts";
import { createDaily } from "../app/daily.ts";
import { createDepartures } from "../app/departure.ts";
import { createDesk } from "../app/desk.ts";
import { createExams } from "../app/exam.ts";
import { createExamResults } from "../app/exam-results.ts";
import { createForesight } from "../app/foresight.ts";
import { createHealth } from "../app/health.ts";
import { createHeldCredits } from "../app/held.ts";
import { createImports } from "../app/imports.ts";
import { createLearning } from "../app/learning.ts";
import { createLives } from "../app/live.ts";
import { createLiveChoice } from "../app/live-choice.ts";
import { createLiveEffects } from "../app/live-effects.ts";
import { createLiveResults } from "../app/live-results.ts";
import { createLiveRounds } from "../app/live-round.ts";
import { createNotices } from "../app/notices.ts";
import { createPosting } from "../app/post.ts";
import { createPrivacy } from "../app/privacy.ts";
import { createProfiles } from "../app/profile.ts";
import { createQuizzes } from "../app/quiz.ts";
import { createQuizChoice } from "../app/quiz-choice.ts";
import { createQuizSummaries } from "../app/quiz-summary.ts";
import { createReminders } from "../app/reminder.ts";
import { createRescoring } from "../app/rescore.ts";
import { createReveals } from "../app/reveal.ts";
import { createReview } from "../app/review.ts";
import { type ChannelCheck, createSchedules } from "../app/schedule.ts";
import { createSeasons } from "../app/season.ts";
import { createConfiguration } from "../app/settings.ts";
import { createStandings } from "../app/standing.ts";
import { createSuggestions } from "../app/suggestions.ts";
import { createSummaries } from "../app/summary.ts";
import { createUpcoming } from "../app/upcoming.ts";
import { createWarnings } from "../app/warnings.ts";
import { createQuestionLinter } from "../content/own/linter.ts";
import { createImportReader } from "../content/own/reader.ts";
import { createQuestionWriter } from "../content/own/writer.ts";
import { createAnnouncer } from "../discord/announce.ts";
import { createAttachments } from "../discord/attachments.ts";
import { createBell } from "../discord/bell.ts";
import { createMessenger } from "../discord/delivery.ts";
import { createLiveMessenger } from "../discord/live-delivery.ts";
import { createMailer } from "../discord/mail.ts";
import { createPace, paced } from "../discord/pace.ts";
import { createActivityStore } from "../redis/activity.ts";
import { createAgenda } from "../redis/agenda.ts";
import { createAnswerStore } from "../redis/answers.ts";
import { createAuditLog } from "../redis/audit.ts";
import { createBoardStore } from "../redis/boards.ts";
import type { Redis } from "../redis/client.ts";
import { createCreditStore } from "../redis/credits.ts";
import { createExamStore } from "../redis/exams.ts";
import { createGuildData } from "../redis/guilds.ts";
import { createHallStore } from "../redis/hall.ts";
import { createHealthStore } from "../redis/health.ts";
import { createHiddenMembers } from "../redis/hidden.ts";
import { createImportStore } from "../redis/imports.ts";
import { createInteractions } from "../redis/interactions.ts";
import { createLearnerStore } from "../redis/learners.ts";
import { createLiveStore } from "../redis/live.ts";
import { createNoticeStore } from "../redis/notices.ts";
import { createOwnBankStore } from "../redis/own-bank.ts";
import { createPersonalData } from "../redis/personal.ts";
import { createPlacesStore } from "../redis/places.ts";
import { createPostStore } from "../redis/posts.ts";
import { createDraftStore, createQueueStore } from "../redis/queue.ts";
import { createQuizStore } from "../redis/quizzes.ts";
import { createRatingStore } from "../redis/ratings.ts";
import { createReminderStore } from "../redis/reminders.ts";
import { createRescoreStore } from "../redis/rescores.ts";
import { createScheduleStore } from "../redis/schedules.ts";
import { createSettingsStore } from "../redis/settings.ts";
import { createStandingStore } from "../redis/standings.ts";
import { createTurns } from "../redis/turns.ts";
import type { BotOptions, Intercepted } from "./options.ts";
import { watchAnswers, watchPosting } from "./watch.ts";

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
