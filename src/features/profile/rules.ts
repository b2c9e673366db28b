import { chance, type Mastery, uncertainty } from "../learning/mastery-rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";

/**
 * A learner's estimated level in a topic: the share of its medium questions they'd answer correctly without guessing.
 * `from` and `to` are one standard error away.
 */
export type Level = { topic: Topic; share: number; from: number; to: number };

/** The levels of the topics a learner has answered, in the order of the curriculum. */
export function levelsOf(masteries: ReadonlyMap<Topic, Mastery>): Level[] {
  return TOPICS.flatMap((topic) => {
    const mastery = masteries.get(topic);
    return mastery && mastery.answers > 0 ? [levelOf(topic, mastery)] : [];
  });
}

function levelOf(topic: Topic, mastery: Mastery): Level {
  const { ability } = mastery;
  const error = uncertainty(mastery);
  const shareAt = (logits: number) => chance(logits, 0, 0);
  return { topic, share: shareAt(ability), from: shareAt(ability - error), to: shareAt(ability + error) };
}
