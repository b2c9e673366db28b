import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { loadExams } from "../../src/bank/exams.ts";
import { loadBank } from "../../src/bank/load.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";
import { HOUR, instantOf, MINUTE } from "../../src/platform/time.ts";
import { type APIMessage, openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Bot, startBot } from "../../src/roles/start.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { type SceneClock, takeOverTime } from "./clock.ts";

/** A study group in the middle of its week: a question every weekday at nine and a dozen members. Deterministic. */

export const ZONE = "Europe/Berlin";
const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../.data/packages", import.meta.url));

/** One question per day; the last one is for the day of the pictures. */
const ASKED = [
  "algorithms.quadratic-dedupe",
  "operations.capped-backoff",
  "os.stream-has-no-messages",
  "deployment.debug-flag-from-env",
  "identity.unlisted-path-allowed",
];
const DAYS = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
const GROUP = ["Ada", "Bo", "Chen", "Dana", "Emre", "Fay", "Goran", "Hana", "Ivo", "Juno", "Lena"];

export type Scene = {
  playground: Playground;
  clock: SceneClock;
  /** Moves the clock to this time of a day. */
  goTo(date: string, time: string): void;
  /** Starts the bot on the evening before the first day. */
  start(): Promise<void>;
  /** Plays all days until the last question is posted, which the playground's members haven't answered yet. */
  playUntilToday(): Promise<{ today: string; question: APIMessage }>;
  /** Waits until the message has this text. */
  reads(question: APIMessage, words: string): Promise<APIMessage>;
  /** The custom id of the correct option, or of an incorrect one. */
  option(question: APIMessage, isRight: boolean): string;
  /** Restarts the bot with all single-choice questions. */
  openBank(): Promise<void>;
  close(): Promise<void>;
};

export async function openScene(): Promise<Scene> {
  // Omits questions with typed answers or stems that aren't unique.
  const bank = loadBank({ content: CONTENT }).filter(({ type }) => type === "single");
  const asked = ASKED.map((id) => named(bank, id));
  const folder = await mkdtemp(join(tmpdir(), "rootine-pictures-"));
  const clock = takeOverTime(instantOf("2026-11-15", "18:02", ZONE));
  const log = pino({ level: "warn" });
  const redis = await startEmbeddedRedis({ dataDir: folder, packagesDir: PACKAGES, log });
  const playground = await openPlayground({ port: 0, limits: "none" });
  const { daily } = playground.guild.channels;
  const group = playground.addMembers(GROUP);
  const everyone = [...group, ...playground.people.members];
  const moderator = playground.person(playground.people.moderator.id);
  let bot: Bot | undefined;

  /** The bot picks unasked questions first, so adding one question to the bank determines the next one. */
  const startWith = async (questions: readonly Question[]) => {
    await bot?.close();
    const { token, apiUrl } = playground;
    bot = await startBot({
      token,
      apiUrl,
      redisUrl: redis.url,
      questions,
      exams: loadExams("content"),
      clock: clock.now,
      log,
    });
  };
  const goTo = (date: string, time: string) => clock.moveTo(instantOf(date, time, ZONE));
  const reads = ({ id }: APIMessage, words: string) =>
    eventually(() =>
      moderator.visibleMessages(daily).find((message) => message.id === id && textOf(message).includes(words)),
    );
  const option = (message: APIMessage, isRight: boolean) => {
    const ids = customIdsOf(message);
    const question = bank.find(
      (one) =>
        textOf(message).includes(one.stem) &&
        "options" in one &&
        Object.entries(one.options).every(
          ([id, { text }]) => ids.some((customId) => customId.endsWith(`:${id}`)) && textOf(message).includes(text),
        ),
    );
    if (question?.type !== "single") throw new Error("The pictures only use single-choice questions.");
    const [optionId = ""] = Object.entries(question.options).find(([, { key }]) => key === isRight) ?? [];
    return ids.find((id) => id.endsWith(`:${optionId}`)) ?? "";
  };

  const playDay = async (day: number): Promise<APIMessage> => {
    const date = DAYS[day] ?? "";
    await startWith(asked.slice(0, day + 1));
    goTo(date, "09:00");
    const stem = asked[day]?.stem ?? "";
    const question = await eventually(() =>
      moderator.visibleMessages(daily).find((message) => textOf(message).includes(stem)),
    );
    clock.moveTo(clock.now() + MINUTE);
    for (const [place, { id }] of (day < DAYS.length - 1 ? everyone : group).entries()) {
      if (isAway(place, day)) continue;
      await playground.person(id).click(question, option(question, isRight(place, day)));
      clock.moveTo(clock.now() + MINUTE);
    }
    return question;
  };

  return {
    playground,
    clock,
    goTo,
    reads,
    option,
    start: () => startWith(asked.slice(0, 1)),
    async playUntilToday() {
      const last = DAYS.length - 1;
      for (let day = 0; day < last; day += 1) {
        const question = await playDay(day);
        clock.moveTo(clock.now() + 7 * HOUR);
        await reads(question, "closed");
      }
      const question = await playDay(last);
      return { today: DAYS[last] ?? "", question: await reads(question, "answered") };
    },
    openBank: () => startWith(bank),
    async close() {
      await bot?.close();
      await playground.close();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function named(bank: readonly Question[], id: string): Question {
  const question = bank.find((one) => one.id === id);
  if (!question) throw new Error(`The bank has no question ${id}; choose another in test/pictures/scene.ts`);
  return question;
}

/** Members later in the list miss more days and make more mistakes. The five main people never miss a day. */
function isAway(place: number, day: number): boolean {
  return place > 3 && place < GROUP.length && (place * 3 + day) % 7 === 0;
}

function isRight(place: number, day: number): boolean {
  return (place * 7 + day * 4) % 13 >= place / 2;
}
