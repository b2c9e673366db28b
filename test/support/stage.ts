import type { APIMessage } from "discord-api-types/v10";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { loadExams } from "../../src/bank/exams.ts";
import type { CareerEntry } from "../../src/features/career/rules.ts";
import type { Exams } from "../../src/features/exams/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { openPlayground, type Playground, type SimulatedUser } from "../../src/playground/playground.ts";
import type { GatewayOptions } from "../../src/roles/gateway.ts";
import { type Bot, startBot } from "../../src/roles/start.ts";
import { eventually } from "./eventually.ts";
import { shownBy, textOf } from "./messages.ts";
import { watchOpenApi } from "./openapi.ts";
import { freshDatabase, testRedis } from "./redis.ts";
import { settle } from "./settled.ts";
import { unlimited } from "./unlimited.ts";

const EDIT_RESET_MS = 5;

type CommandOptions = Record<string, string | number | boolean>;

/** A playground and the real bot on real Redis, with a clock that tests move. */
export type Stage = {
  playground: Playground;
  channels: Playground["guild"]["channels"];
  moderator: SimulatedUser;
  members: readonly [SimulatedUser, SimulatedUser, SimulatedUser];
  /** The first bot. */
  bot: Bot;
  redisUrl: string;
  redis: Redis;
  clock: () => number;
  /** Moves the clock of the bot and the playground. `settled` waits for what is due by then. */
  advance(milliseconds: number): void;
  /** Waits until nothing is due, no job is unfinished and no request to Discord is pending. */
  settled(): Promise<void>;
  /** Adds a schedule by command: `daily`, at 09:00 UTC in #daily, unless the options say otherwise. */
  addSchedule(options?: CommandOptions): Promise<void>;
  /** Posts the next question of a schedule by command, and returns the post. */
  postNow(schedule?: string): Promise<APIMessage>;
  /** Lets live quizzes in #daily edit their messages without a pause until the test ends. */
  skipEditInterval(): void;
  /** Starts another bot on the same Redis and the same Discord. */
  join(): Promise<Bot>;
  /** Stops all bots. */
  leave(): Promise<void>;
  /** Stops all bots and starts one. */
  restart(): Promise<void>;
  log: { warnings: string[] };
};

type StageOptions = {
  career?: readonly CareerEntry[];
  exams?: Exams;
  /** Whether Discord's rate limits apply; default: "none". */
  limits?: "discord" | "none";
  /** Default: a limiter that admits everything. */
  rateLimiter?: GatewayOptions["rateLimiter"];
  demoDays?: number;
  /** Default: an empty database of the shared Redis. */
  redisUrl?: string;
};

export async function openStage(
  questions: readonly Question[],
  {
    career,
    exams = loadExams("content"),
    limits = "none",
    rateLimiter = unlimited,
    demoDays = 3,
    ...own
  }: StageOptions = {},
): Promise<Stage> {
  const redisUrl = own.redisUrl ?? (await freshDatabase());
  const playground = await openPlayground({ port: 0, limits, demoDays });
  const openApi = watchOpenApi(playground);
  const bots: Bot[] = [];
  const warnings: string[] = [];
  const { clock } = playground;
  const log = pino({ level: "warn" }, { write: (line: string) => void warnings.push(line) });

  const join = async () => {
    const { token, apiUrl } = playground;
    const bot = await startBot({
      token,
      apiUrl,
      redisUrl,
      questions,
      career,
      exams,
      clock: clock.now,
      log,
      rateLimiter,
    });
    playground.setUpcoming(bot.upcoming);
    bots.push(bot);
    return bot;
  };

  const leave = async () => {
    await Promise.all(bots.splice(0).map((bot) => bot.close()));
  };

  onTestFinished(async () => {
    await leave();
    await playground.close();
    const violations = openApi.violations();
    if (violations.length > 0) throw new Error(`Violations of Discord's API document:\n${violations.join("\n")}`);
  });
  const redis = await testRedis(redisUrl);
  const first = await join();
  const { people, guild } = playground;
  const [one, two, three] = people.members;
  const moderator = playground.person(people.moderator.id);
  const { daily } = guild.channels;
  return {
    playground,
    channels: guild.channels,
    moderator,
    members: [playground.person(one.id), playground.person(two.id), playground.person(three.id)],
    bot: first,
    redisUrl,
    redis,
    clock: clock.now,
    advance: (milliseconds) => clock.moveTo(clock.now() + milliseconds),
    settled: () => settle(redis, playground.apiUrl, clock.now),
    async addSchedule(options = {}) {
      const given = { channel: daily, time: "09:00", timezone: "UTC", ...options };
      const reply = textOf(shownBy(await moderator.command("schedule add", given, daily)));
      if (!reply.includes("is set")) throw new Error(`The schedule was not added: ${reply}`);
    },
    async postNow(schedule = "daily") {
      const { posts } = playground.traffic;
      const before = posts.length;
      await moderator.command("schedule post-now", { schedule }, daily);
      const { message } = await eventually(() => posts[before]);
      return message;
    },
    skipEditInterval() {
      const key = keys.liveQuizRateLimit(guild.id, daily);
      const timer = setInterval(() => void redis.del(key).catch(() => undefined), EDIT_RESET_MS);
      onTestFinished(() => clearInterval(timer));
    },
    join,
    leave,
    async restart() {
      await leave();
      await join();
    },
    log: { warnings },
  };
}
