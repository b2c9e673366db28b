import type { APIMessage } from "discord-api-types/v10";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { loadExams } from "../../src/bank/exams.ts";
import type { CareerEntry } from "../../src/features/career/rules.ts";
import type { Exams } from "../../src/features/exams/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Bot, startBot } from "../../src/roles/start.ts";

import { watchOpenApi } from "./openapi.ts";

import { freshDatabase } from "./redis.ts";
import { unlimited } from "./unlimited.ts";

/** A playground with the real bot in it, on real Redis, under a clock that tests move. */
export type Stage = {
  playground: Playground;
  /** The first one, for as long as it runs. */
  bot: Bot;
  redisUrl: string;
  clock: () => number;
  /** Moves the clock of the bot and the playground; what comes due by then is seen to within moments. */
  advance(milliseconds: number): void;
  /** Starts one more bot on the same Redis and the same Discord. */
  join(): Promise<Bot>;
  /** Stops every bot that runs. */
  leave(): Promise<void>;
  /** Ends every bot and starts another: what was in memory is gone. */
  restart(): Promise<void>;
  log: { warnings: string[] };
};

type StageOptions = {
  career?: readonly CareerEntry[];
  exams?: Exams;
  /** "discord": its rate limits hold. */
  limits?: "discord" | "none";
  /** Whether the bot limits what one member may do; default: "off". */
  memberLimits?: "on" | "off";
  demoDays?: number;
  /** A Redis of the test's own. */
  redisUrl?: string;
};

export async function openStage(
  questions: readonly Question[],
  {
    career,
    exams = loadExams("content"),
    limits = "none",
    memberLimits = "off",
    demoDays = 3,
    ...own
  }: StageOptions = {},
): Promise<Stage> {
  const playground = await openPlayground({ port: 0, limits, demoDays });
  const openApi = watchOpenApi(playground);
  const redisUrl = own.redisUrl ?? (await freshDatabase());
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
      rateLimiter: memberLimits === "off" ? unlimited : undefined,
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
    if (violations.length > 0) throw new Error(`Against Discord's own API document:\n${violations.join("\n")}`);
  });
  const first = await join();
  return {
    playground,
    bot: first,
    redisUrl,
    clock: clock.now,
    advance: (milliseconds) => clock.moveTo(clock.now() + milliseconds),
    join,
    leave,
    async restart() {
      await leave();
      await join();
    },
    log: { warnings },
  };
}

/** As much of a message as has words in it. */
type Shown = { content?: string; components?: unknown };

/** All text of a message, in the order it is read: displays, labels of buttons, placeholders. */
export function textOf(message: Shown | undefined): string {
  const found: string[] = message?.content ? [message.content] : [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === "string" && (key === "content" || key === "label" || key === "placeholder"))
        found.push(inner);
      else walk(inner);
    }
  };
  walk(message?.components);
  return found.join("\n");
}

/** Every custom id in a message, in order. */
export function customIdsOf(message: APIMessage | undefined): string[] {
  return [...JSON.stringify(message?.components ?? []).matchAll(/"custom_id":"([^"]+)"/g)].flatMap(
    ([, id]) => id ?? [],
  );
}

/** The first value `look` finds, looked for until it is there. */
export async function eventually<Value>(
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  withinMs = 8_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
