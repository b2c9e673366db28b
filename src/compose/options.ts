import type { Logger } from "pino";
import type { createForesight } from "../app/foresight.ts";
import type { Agenda, AgendaFeed } from "../app/ports/agenda.ts";
import type { AnswerStore } from "../app/ports/answers.ts";
import type { ExamStore } from "../app/ports/exams.ts";
import type { Announcer } from "../app/ports/notices.ts";
import type { Messenger, PostStore } from "../app/ports/posts.ts";
import type { Telemetry } from "../app/telemetry.ts";
import type { CareerEntry } from "../core/career.ts";
import type { Exams } from "../core/exam.ts";
import type { Question } from "../core/question.ts";
import type { Clock } from "../core/time.ts";
import type { Vitals } from "../ops/vitals.ts";

export type BotOptions = {
  /** A bot answers interactions, a worker posts what is due, and all does both; the default. */
  role?: Role | undefined;
  token: string;
  apiUrl?: string | undefined;
  /** Register commands in this guild only. */
  guildId?: string | undefined;
  /** Which shards this process connects, in step with all others on the same Redis; absent: all of them, alone. */
  shards?: Shards | undefined;
  /** What Discord allows this bot in all, where it is more than usual. */
  requestsASecond?: number | undefined;
  redisUrl: string;
  questions: readonly Question[];
  /** What `/career` can answer. */
  career?: readonly CareerEntry[] | undefined;
  exams: Exams;
  clock: Clock;
  log: Logger;
  telemetry?: Telemetry | undefined;
  /** Tests act for people faster than people can; absent: nobody may ask for more than `core/flood.ts` says. */
  floods?: "allowed" | undefined;
  /** Stands between the bot and some of its ports: how tests kill it at a step of their choice. */
  intercept?: ((ports: Intercepted) => Intercepted) | undefined;
};

export const ROLES = ["all", "bot", "worker"] as const;
export type Role = (typeof ROLES)[number];

/** As many as Discord recommends, or the shards `first` to `last` of `count`. */
export type Shards = "auto" | { first: number; last: number; count: number };

export type Intercepted = {
  agenda: Agenda & AgendaFeed;
  posts: PostStore;
  answers: AnswerStore;
  messenger: Messenger;
  announcer: Announcer;
  exams: ExamStore;
};

/** `close` takes no more work, lets what is under way end, and leaves. */
export type Bot = Vitals & {
  foresee: ReturnType<typeof createForesight>;
  close(): Promise<void>;
};
