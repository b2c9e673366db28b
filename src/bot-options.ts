import type { Logger } from "pino";
import type { CareerEntry } from "./features/career/rules.ts";
import type { AnswerStore } from "./features/daily/answer-ports.ts";
import type { Messenger, PostStore } from "./features/daily/post-ports.ts";
import type { ExamStore } from "./features/exams/ports.ts";
import type { Exams } from "./features/exams/rules.ts";
import type { Announcer } from "./features/notifications/ports.ts";
import type { Question } from "./features/questions/rules.ts";
import type { createForesight } from "./features/schedules/foresight.ts";
import type { Agenda, AgendaFeed } from "./platform/jobs/agenda-ports.ts";
import type { Telemetry } from "./platform/ops/telemetry.ts";
import type { Vitals } from "./platform/ops/vitals.ts";
import type { Clock } from "./platform/time.ts";

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
