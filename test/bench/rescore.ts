import { DEFAULT_CALENDAR } from "../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../src/features/boards/credit-store.ts";
import { createRecomputeService } from "../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../src/features/boards/recompute-store.ts";
import { dailyPoints } from "../../src/features/boards/rules.ts";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../src/features/daily/post-store.ts";
import { createWithheldCredits } from "../../src/features/daily/reveal-service.ts";
import type { Post } from "../../src/features/daily/rules.ts";
import { advanceStreak, type Streak } from "../../src/features/daily/rules.ts";
import { createBank } from "../../src/features/questions/bank-rules.ts";
import { createBankService } from "../../src/features/questions/bank-service.ts";
import { createBankStore } from "../../src/features/questions/bank-store.ts";
import { createRescoringService } from "../../src/features/rescoring/service.ts";
import { createRescoreStore } from "../../src/features/rescoring/store.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { DAY } from "../../src/platform/time.ts";
import { checkLedger } from "../support/ledger.ts";
import { questions } from "../support/questions.ts";
import type { Figure } from "./figures.ts";
import { inFlight } from "./in-flight.ts";
import type { BenchRedis } from "./redis.ts";

/** Rescoring a corrected key that 10,000 members answered, among ten days of other questions. */

const MEMBERS = 10_000;
const DAYS = 10;
const GUILD = "1034567890123456789";
const START = Date.UTC(2026, 10, 2, 9);
const corrected = questions.single({
  rev: 2,
  options: {
    again: { text: "Send the same PUT again", why: "It was taken for right once." },
    post: { key: true, text: "Send the body as a POST", why: "It is right by the corrected key." },
    stop: { text: "Assume the update failed", why: "The server may have applied it." },
  },
});

export async function rescore({ client: redis }: BenchRedis): Promise<Figure[]> {
  await play(redis);
  const clock = () => START + DAYS * DAY;
  const settings = createSettingsStore(redis);
  const rescoring = createRescoringService({
    rescores: createRescoreStore(redis),
    posts: createPostStore(redis),
    answers: createAnswerStore(redis),
    creditWithheld: createWithheldCredits({ credits: createCreditStore(redis), settings, clock }),
    recompute: createRecomputeService({ recomputes: createRecomputeStore(redis), settings, clock }),
    settings,
    banks: createBankService({ builtIn: createBank([corrected]), own: createBankStore(redis), settings }),
    auditLog: { recordAndNotify: async () => undefined },
    agenda: createAgenda(redis),
    clock,
  });

  const began = performance.now();
  await rescoring.rescore(GUILD, corrected.id);
  const seconds = (performance.now() - began) / 1_000;
  const wrong = await checkLedger(redis, GUILD);
  if (wrong.length > 0) throw new Error(`The leaderboards don't match the answers: ${wrong[0]}`);
  const from = `of ${MEMBERS} members with ${DAYS} answers each; boards checked against the fold`;
  return [{ name: "rescore: 10,000 answers", value: seconds, unit: "s", target: { atMost: 5 }, from }];
}

async function play(redis: BenchRedis["client"]): Promise<void> {
  const [posts, answers] = [createPostStore(redis), createAnswerStore(redis)];
  const streaks = new Map<number, Streak>();
  for (let index = 0; index < DAYS; index += 1) {
    const post = postOn(index);
    await posts.claim(post, undefined);
    await inFlight(64, MEMBERS, async (member) => {
      const day = new Date(post.slotAt).toISOString().slice(0, 10);
      const streakBefore = streaks.get(member);
      const streakAfter = advanceStreak(streakBefore, day);
      streaks.set(member, streakAfter);
      const right = member % 2 === 0;
      const userId = String(820_000_000_000_000_000n + BigInt(member) * 4_194_304_007n);
      const given = {
        userId,
        response: [right ? "again" : "post"],
        correct: right,
        ...dailyPoints(right, 2, streakAfter.length),
      };
      await answers.record(
        post,
        { ...given, at: post.slotAt + member, day, streakBefore, streakAfter },
        DEFAULT_CALENDAR,
      );
    });
  }
}

function postOn(index: number): Post {
  const at = START + index * DAY;
  return {
    state: "claimed",
    guildId: GUILD,
    slotId: `1-${new Date(at).toISOString().slice(0, 10)}`,
    scheduleId: "daily",
    channelId: "1034567890123456790",
    topic: "http",
    questionId: index === DAYS - 1 ? corrected.id : `http.other-${index}`,
    seed: "seed",
    rev: 1,
    slotAt: at,
    claimedAt: at,
    closesAt: at + DAY,
    previousChannelIds: [],
    thread: false,
    threadOpened: false,
  };
}
