import type { Clock, Instant } from "../../platform/time.ts";
import type { LearnerGuildStore } from "../learning/store.ts";
import type { BankService } from "./bank-service.ts";
import { isOwn } from "./own-rules.ts";

/** `guildId` is where the interaction happens. Undefined in direct messages. */
type Learner = { userId: string; guildId?: string | undefined };

/**
 * Questions that must not be asked now, because their explanation would give away an open one: those open in this guild
 * and in the learner's other guilds, and their enemies. Loading the other guilds takes a second round trip, so that part
 * is a promise.
 */
export type OpenQuestions = { inGuild: ReadonlySet<string>; inOtherGuilds: Promise<ReadonlySet<string>> };

/** A question that is open in a guild. */
type Open = { guildId: string; questionId: string };

/**
 * Finds questions that a learner could still answer in some guild, as a daily question or in a live quiz. The learner
 * must not see their answer keys.
 */
export function createOpenQuestionService({
  posts,
  liveQuizzes,
  learnerGuilds,
  banks,
  clock,
}: {
  posts: { open(guildId: string, now: Instant): Promise<readonly { questionId: string }[]> };
  liveQuizzes: { openQuestions(guildId: string): Promise<readonly string[]> };
  learnerGuilds: Pick<LearnerGuildStore, "list">;
  banks: Pick<BankService, "cached">;
  clock: Clock;
}) {
  async function load(learner: Learner): Promise<OpenQuestions> {
    const { inGuild, inOtherGuilds } = await find(learner);
    const others = inOtherGuilds.then(withEnemies);
    // Prevents an unhandled rejection. Callers that await the promise still get the error.
    others.catch(() => undefined);
    return { inGuild: withEnemies(inGuild), inOtherGuilds: others };
  }

  function withEnemies(open: readonly Open[]): Set<string> {
    const enemies = open.flatMap(({ guildId, questionId }) => [...banks.cached(guildId).enemiesOf(questionId)]);
    return new Set([...open.map(({ questionId }) => questionId), ...enemies]);
  }

  /** Questions that are open in this guild or in another one where the learner has used the bot. */
  async function of(learner: Learner): Promise<ReadonlySet<string>> {
    const { inGuild, inOtherGuilds } = await find(learner);
    return new Set([...inGuild, ...(await inOtherGuilds)].map(({ questionId }) => questionId));
  }

  async function find({ userId, guildId }: Learner): Promise<{ inGuild: Open[]; inOtherGuilds: Promise<Open[]> }> {
    const now = clock();
    const [inGuild, guildIds] = await Promise.all([
      guildId === undefined ? [] : openIn(guildId, now),
      learnerGuilds.list(userId),
    ]);
    const others = guildIds.filter((id) => id !== guildId).map((id) => openIn(id, now));
    return { inGuild, inOtherGuilds: Promise.all(others).then((open) => open.flat()) };
  }

  async function openIn(guildId: string, now: Instant): Promise<Open[]> {
    const [posted, live] = await Promise.all([posts.open(guildId, now), liveQuizzes.openQuestions(guildId)]);
    return [...posted.map(({ questionId }) => questionId), ...live].map((questionId) => ({ guildId, questionId }));
  }

  /**
   * Questions whose key not even a moderator may see. Excludes the guild's own questions, because moderators wrote or
   * approved those.
   */
  async function withheldFromModerator(moderator: Learner): Promise<ReadonlySet<string>> {
    return new Set([...(await of(moderator))].filter((id) => !isOwn(id)));
  }

  return { load, of, withheldFromModerator };
}

export type OpenQuestionService = ReturnType<typeof createOpenQuestionService>;
