import { chance, type Mastery, uncertainty } from "../learning/mastery-rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";

/**
 * What a learner is believed to know of a topic: the share of its medium questions answered without guessing. In two of
 * three cases the truth lies between `from` and `to`.
 */
export type Level = { topic: Topic; share: number; from: number; to: number };

/** The levels of the topics a learner has met, in the order of the curriculum. */
export function levelsOf(masteries: ReadonlyMap<Topic, Mastery>): Level[] {
  return TOPICS.flatMap((topic) => {
    const mastery = masteries.get(topic);
    return mastery && mastery.answers > 0 ? [levelOf(topic, mastery)] : [];
  });
}

function levelOf(topic: Topic, mastery: Mastery): Level {
  const { ability } = mastery;
  const doubt = uncertainty(mastery);
  const known = (logits: number) => chance(logits, 0, 0);
  return { topic, share: known(ability), from: known(ability - doubt), to: known(ability + doubt) };
}
