import type { Clock, Instant } from "../../platform/time.ts";
import type { LearnerGuildStore } from "../learning/store.ts";
import { isOwn } from "./own-rules.ts";

type Member = { guildId: string; userId: string };

/** Finds questions that a member could still answer in some guild, so they must not see the answer key. */
export function createOpenQuestions({
  posts,
  learnerGuilds,
  clock,
}: {
  posts: { open(guildId: string, now: Instant): Promise<readonly { questionId: string }[]> };
  learnerGuilds: Pick<LearnerGuildStore, "list">;
  clock: Clock;
}) {
  /** Questions that are open in this guild or another one where the member has used the bot. */
  async function of({ guildId, userId }: Member): Promise<ReadonlySet<string>> {
    const guildIds = new Set([guildId, ...(await learnerGuilds.list(userId))]);
    const open = await Promise.all([...guildIds].map((id) => posts.open(id, clock())));
    return new Set(open.flat().map(({ questionId }) => questionId));
  }

  /**
   * The questions whose key even a moderator must not see. Excludes the guild's own questions, which moderators wrote
   * or approved.
   */
  async function withheldFromModerator(moderator: Member): Promise<ReadonlySet<string>> {
    return new Set([...(await of(moderator))].filter((id) => !isOwn(id)));
  }

  return { of, withheldFromModerator };
}

export type OpenQuestions = ReturnType<typeof createOpenQuestions>;
