import { type Client, Events } from "discord.js";
import type { Logger } from "pino";
import { commands, messageCommands } from "../commands/index.ts";
import { createAudit } from "./app/audit.ts";
import { createBank } from "./app/bank.ts";
import { createBoards } from "./app/board.ts";
import { createCareers } from "./app/career.ts";
import { createDaily } from "./app/daily.ts";
import { createExams } from "./app/exam.ts";
import { createExamResults } from "./app/exam-results.ts";
import { createLearning } from "./app/learning.ts";
import type { Messenger, PostStore } from "./app/ports.ts";
import { createPosting } from "./app/post.ts";
import { createQuizzes } from "./app/quiz.ts";
import { createQuizChoice } from "./app/quiz-choice.ts";
import { createReveals } from "./app/reveal.ts";
import { createReview } from "./app/review.ts";
import { createSchedules } from "./app/schedule.ts";
import { createUpcoming } from "./app/upcoming.ts";
import type { CareerEntry } from "./core/career.ts";
import type { Exams } from "./core/exam.ts";
import type { Question } from "./core/question.ts";
import type { Clock } from "./core/time.ts";
import { createChannelCheck, mayReadHistory } from "./discord/channel-check.ts";
import { createClient } from "./discord/client.ts";
import { createMessenger } from "./discord/delivery.ts";
import { routeInteractions } from "./discord/router.ts";
import { startDispatcher } from "./jobs/dispatcher.ts";
import { openDeliveryQueue } from "./jobs/queue.ts";
import { startDeliveryWorker } from "./jobs/worker.ts";
import { createActivityStore } from "./redis/activity.ts";
import { createAgenda } from "./redis/agenda.ts";
import { createAnswerStore } from "./redis/answers.ts";
import { createAuditLog } from "./redis/audit.ts";
import { createBoardStore } from "./redis/boards.ts";
import { connectRedis } from "./redis/connection.ts";
import { createCreditStore } from "./redis/credits.ts";
import { createExamStore } from "./redis/exams.ts";
import { createInteractions } from "./redis/interactions.ts";
import { createLearnerStore } from "./redis/learners.ts";
import { createPostStore } from "./redis/posts.ts";
import { createQuizStore } from "./redis/quizzes.ts";
import { createRatingStore } from "./redis/ratings.ts";
import { createScheduleStore } from "./redis/schedules.ts";
import { createSettingsStore } from "./redis/settings.ts";

export type BotOptions = {
  token: string;
  apiUrl?: string | undefined;
  /** Register commands in this guild only. */
  guildId?: string | undefined;
  redisUrl: string;
  questions: readonly Question[];
  /** What `/career` can answer. */
  career?: readonly CareerEntry[] | undefined;
  exams: Exams;
  clock: Clock;
  log: Logger;
  /** Stands between the bot and two of its ports: how tests kill it at a step of their choice. */
  intercept?: (ports: Intercepted) => Intercepted;
};
export type Intercepted = { posts: PostStore; messenger: Messenger };

/** `close` takes no more work, lets what is under way end, and leaves. */
export type Bot = { close(): Promise<void> };

/** Builds the bot, connects it, and registers its commands; resolved, it answers and posts. */
export async function startBot({
  token,
  apiUrl,
  guildId,
  redisUrl,
  questions,
  exams: blueprint,
  clock,
  log,
  ...options
}: BotOptions): Promise<Bot> {
  const redis = connectRedis(redisUrl, { log, name: "rootine" });
  const queueRedis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-queue" });
  const client = createClient({ apiUrl, log });

  const agenda = createAgenda(redis);
  const schedules = createScheduleStore(redis);
  const settings = createSettingsStore(redis);
  const answers = createAnswerStore(redis);
  const bank = createBank(questions);
  const { posts, messenger } = (options.intercept ?? same)({
    posts: createPostStore(redis),
    messenger: createMessenger({
      rest: client.rest,
      botId: () => client.user?.id ?? "",
      mayReadHistory: (channelId) => mayReadHistory(client, channelId),
    }),
  });

  const upcoming = createUpcoming({ schedules, posts, clock });
  const posting = createPosting({ schedules, posts, agenda, bank, messenger, clock });
  const learners = createLearnerStore(redis);
  const ratings = createRatingStore(redis);
  const credits = createCreditStore(redis);
  const activity = createActivityStore(redis);
  const learning = createLearning({ learners, ratings });
  const reveals = createReveals({ posts, answers, learning, activity, bank, messenger });
  const choice = createQuizChoice({ learners, ratings, posts, settings, bank, clock });
  const quizzes = createQuizzes({
    learners,
    quizzes: createQuizStore(redis),
    ratings,
    credits,
    activity,
    choice,
    agenda,
    bank,
    clock,
  });
  const sat = { exams: createExamStore(redis), learning, bank, blueprint, clock };
  const examResults = createExamResults({ ...sat, choice, credits, activity, settings });
  const exams = createExams({ ...sat, results: examResults, choice, agenda });
  const audit = createAudit({ log: createAuditLog(redis), clock });
  const services = {
    settings,
    audit,
    exams,
    examResults,
    quizzes,
    choice,
    review: createReview({ quizzes, choice, learners, ratings, bank, clock }),
    bank,
    careers: createCareers(options.career ?? []),
    daily: createDaily({ upcoming, posts, answers, learning, agenda, bank, clock }),
    boards: createBoards({ boards: createBoardStore(redis), settings, upcoming, clock }),
    schedules: createSchedules({
      schedules,
      upcoming,
      settings,
      agenda,
      bank,
      posting,
      checkChannel: createChannelCheck(client),
      clock,
    }),
  };

  const interactions = createInteractions(redis);
  const router = routeInteractions({ client, commands, messageCommands, services, interactions, log });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
  await registerCommands(client, guildId);

  const queue = openDeliveryQueue(queueRedis);
  const worker = startDeliveryWorker(queueRedis, { posting, reveals, exams, quizzes }, log);
  const dispatcher = startDispatcher({ agenda, schedules, queue, clock, log });

  return {
    async close() {
      await dispatcher.close();
      await worker.close();
      await router.close();
      await client.destroy();
      await queue.close();
      queueRedis.disconnect();
      await redis.quit();
    },
  };
}

/** In one guild they are there at once; everywhere it may take Discord a while. */
async function registerCommands(client: Client, guildId: string | undefined): Promise<void> {
  const declared = [...commands, ...messageCommands].map(({ data }) => data.toJSON());
  const registry = client.application?.commands;
  await (guildId ? registry?.set(declared, guildId) : registry?.set(declared));
}

function same(ports: Intercepted): Intercepted {
  return ports;
}
