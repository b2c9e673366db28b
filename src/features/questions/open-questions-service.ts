import type { Clock, Instant } from "../../platform/time.ts";
import type { LearnerGuildStore } from "../learning/store.ts";
import { isOwn } from "./own-rules.ts";

/** `guildId` is where the interaction happens. Undefined in direct messages. */
type Learner = { userId: string; guildId?: string | undefined };

/**
 * Questions that are open in this guild and in the learner's other guilds. Loading the other guilds takes a second
 * round trip, so that part is a promise.
 */
export type OpenQuestions = { inGuild: ReadonlySet<string>; inOtherGuilds: Promise<ReadonlySet<string>> };

/**
 * Finds questions that a learner could still answer in some guild, as a daily question or in a live quiz. The learner
 * must not see their answer keys.
 */
export function createOpenQuestionService({
  posts,
  liveQuizzes,
  learnerGuilds,
  clock,
}: {
  posts: { open(guildId: string, now: Instant): Promise<readonly { questionId: string }[]> };
  liveQuizzes: { openQuestions(guildId: string): Promise<readonly string[]> };
  learnerGuilds: Pick<LearnerGuildStore, "list">;
  clock: Clock;
}) {
  async function load({ userId, guildId }: Learner): Promise<OpenQuestions> {
    const now = clock();
    const [inGuild, guildIds] = await Promise.all([
      openIn(guildId === undefined ? [] : [guildId], now),
      learnerGuilds.list(userId),
    ]);
    const others = guildIds.filter((id) => id !== guildId);
    const inOtherGuilds = openIn(others, now);
    // Prevents an unhandled rejection. Callers that await the promise still get the error.
    inOtherGuilds.catch(() => undefined);
    return { inGuild, inOtherGuilds };
  }

  async function openIn(guildIds: readonly string[], now: Instant): Promise<Set<string>> {
    const [posted, live] = await Promise.all([
      Promise.all(guildIds.map((id) => posts.open(id, now))),
      Promise.all(guildIds.map((id) => liveQuizzes.openQuestions(id))),
    ]);
    return new Set([...posted.flat().map(({ questionId }) => questionId), ...live.flat()]);
  }

  /** Questions that are open in this guild or in another one where the learner has used the bot. */
  async function of(learner: Learner): Promise<ReadonlySet<string>> {
    const { inGuild, inOtherGuilds } = await load(learner);
    return new Set([...inGuild, ...(await inOtherGuilds)]);
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
