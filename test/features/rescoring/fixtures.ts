import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { dailyPoints } from "../../../src/features/boards/rules.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createWithheldCredits } from "../../../src/features/daily/reveal-service.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { createRescoringService } from "../../../src/features/rescoring/service.ts";
import { createRescoreStore, type RescoreStore } from "../../../src/features/rescoring/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { DAY } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";

export const guildId = "410000000000000000";
export const members = Array.from({ length: 8 }, (_, index) => `51000000000000000${index}`);
export const START = Date.parse("2026-11-20T09:00:00Z");
export const NOW = START + 5 * DAY;

/** Revision 1: "again" is correct. */
export const original = questions.single();
/** Revision 2: "post" is correct, and worth 30 points instead of 20. */
export const corrected = questions.single({
  rev: 2,
  difficulty: 3,
  options: {
    again: { text: "Send the same PUT again", why: "This was thought to be correct." },
    post: { key: true, text: "Send the body as a POST", why: "This is correct by the new answer key." },
    stop: { text: "Assume the update failed", why: "The server may have applied it." },
  },
});
/** Revision 3: "again" is correct after all. */
export const restored = questions.single({ rev: 3 });
export const otherQuestion = questions.multi({ topic: "sql" });

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

export function postOn(index: number, { id, topic } = original): Post {
  const at = START + index * DAY;
  return postWith({ slotId: `1-${dayOf(at)}`, topic, questionId: id, slotAt: at, claimedAt: at, closesAt: at + DAY });
}

/** Records an answer as scored by revision 1. */
export async function answer(
  redis: Redis,
  post: Post,
  userId: string,
  option: string,
  over: { withheld?: true } = {},
): Promise<void> {
  const answers = createAnswerStore(redis);
  const at = post.slotAt + 1_000;
  const { streak: streakBefore } = await answers.member(guildId, userId);
  const streakAfter = advanceStreak(streakBefore, dayOf(at));
  const correct = option === "again";
  const points = dailyPoints(correct, 2, streakAfter.length);
  const given = { userId, response: [option], correct, ...points, at, day: dayOf(at), ...over };
  await answers.record(post, { ...given, streakBefore, streakAfter }, DEFAULT_CALENDAR);
}

/**
 * Posts the question on days 1 and 3 and another on days 2 and 4. On each day, every member picks the next option, and
 * some earn quiz points too.
 */
export async function play(redis: Redis): Promise<void> {
  const posts = [postOn(0), postOn(1, otherQuestion), postOn(2), postOn(3, otherQuestion)];
  for (const [index, post] of posts.entries()) {
    await createPostStore(redis).claim(post, posts[index - 2]?.claimedAt);
    for (const [member, userId] of members.entries()) {
      await answer(redis, post, userId, ["again", "post", "stop"][(member + index) % 3] ?? "");
      if (member % 3 !== index % 3) continue;
      const earned = { points: 4, at: post.slotAt + 2_000, day: dayOf(post.slotAt), topic: "http" } as const;
      await createCreditStore(redis).credit(guildId, [{ userId, reason: `http.c${index}`, ...earned }]);
    }
  }
}

/** Credits withheld points as a reveal does: for these answers, or for those that are recorded now. */
export async function creditWithheld(redis: Redis, post: Post, answers?: readonly Answer[]): Promise<void> {
  const credit = createWithheldCredits({
    credits: createCreditStore(redis),
    settings: createSettingsStore(redis),
    clock: () => post.closesAt,
  });
  await credit(post, answers ?? (await createAnswerStore(redis).list(guildId, post.slotId)));
}

export function rescoringOn(redis: Redis, over: { rescores?: RescoreStore; question?: typeof corrected } = {}) {
  const clock = () => NOW;
  const settings = createSettingsStore(redis);
  return createRescoringService({
    rescores: over.rescores ?? createRescoreStore(redis),
    posts: createPostStore(redis),
    answers: createAnswerStore(redis),
    creditWithheld: createWithheldCredits({ credits: createCreditStore(redis), settings, clock }),
    recompute: createRecomputeService({ recomputes: createRecomputeStore(redis), settings, clock }),
    settings,
    banks: banksOn(redis, [over.question ?? corrected, otherQuestion]),
    auditLog: {
      recordAndNotify: async (_, by, change) =>
        void (await createAuditLogStore(redis).add(guildId, { by, at: NOW, change })),
    },
    agenda: createAgenda(redis),
    clock,
  });
}
