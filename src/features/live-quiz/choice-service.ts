import type { Clock } from "../../platform/time.ts";
import type { PostStore } from "../daily/post-store.ts";
import { pickQuestion } from "../daily/rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { ChoiceQuestion, Difficulty } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { isPlayable, type Live, liveSeed } from "./rules.ts";

type Needs = { posts: Pick<PostStore, "lastAsked" | "open">; banks: Pick<Banks, "of">; clock: Clock };
type Wanted = { guildId: string; topic?: Topic | undefined; difficulty?: Difficulty | undefined };

/** Chooses what live quizzes ask: of what this guild was never asked, or not for long. */
export function createLiveChoice({ posts, banks, clock }: Needs) {
  /** How many questions there are for such a quiz. */
  async function available(wanted: Wanted): Promise<number> {
    return (await playable(wanted, new Set())).length;
  }

  /** The question of the next round; none where all have been asked. It is chosen only then, so that none is open elsewhere. */
  async function next(live: Live): Promise<ChoiceQuestion | undefined> {
    const used = new Set(live.rounds.map(({ questionId }) => questionId));
    const [questions, lastAsked] = await Promise.all([playable(live, used), posts.lastAsked(live.guildId)]);
    const seed = liveSeed(live, live.rounds.length);
    const picked = pickQuestion({ questions, lastAsked, open: new Set(), seed });
    return questions.find(({ id }) => id === picked?.id);
  }

  /** Never what is open as a daily question here: a live round would give its key away. */
  async function playable({ guildId, topic, difficulty }: Wanted, used: ReadonlySet<string>) {
    const [bank, open] = await Promise.all([banks.of(guildId), posts.open(guildId, clock())]);
    const openIds = new Set(open.map(({ questionId }) => questionId));
    return bank
      .pool({ topic, difficulty })
      .filter(isPlayable)
      .filter(({ id }) => !used.has(id) && !openIds.has(id));
  }

  return { available, next };
}

export type LiveChoice = ReturnType<typeof createLiveChoice>;
