import { seeded, shuffle } from "../../platform/seed.ts";
import type { Instant } from "../../platform/time.ts";
import { areEnemies } from "../questions/enemy-rules.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { type Blueprint, isExamQuestion } from "./rules.ts";

type Draw = {
  questions: readonly Question[];
  /** When the learner last saw each question. Unseen questions are absent. */
  seenAt: ReadonlyMap<string, Instant>;
  seed: string;
};

/** What one item of an exam should be about, and how difficult. */
type Slot = { topic: Topic; difficulty: Difficulty };

/**
 * Draws an attempt's items and shuffles them. Fills each topic's slots, then the difficulty quotas. Prefers unseen
 * questions, then those seen longest ago. Never draws two enemies, or too many items of a subtopic or objective. If a
 * topic has too few questions, the exam's other topics make up for it.
 */
export function drawItems(blueprint: Blueprint, { questions, seenAt, seed }: Draw): Question[] {
  const random = seeded(seed);
  const ranked = questions
    .filter((question) => isExamQuestion(question) && blueprint.items.has(question.topic))
    .map((question) => ({ question, lastSeen: seenAt.get(question.id) ?? 0, tie: random() }))
    .sort((a, b) => a.lastSeen - b.lastSeen || a.tie - b.tie)
    .map(({ question }) => question);
  const slots = dealSlots(blueprint, seed);
  const drawn: Question[] = [];
  const draw = (matches: (question: Question) => boolean): boolean => {
    const found = ranked.find((question) => matches(question) && canJoin(question, drawn, blueprint));
    if (found) drawn.push(found);
    return found !== undefined;
  };

  for (const { topic, difficulty } of slots) {
    const isOnTopic = (question: Question) => question.topic === topic;
    if (!draw((question) => isOnTopic(question) && question.difficulty === difficulty)) draw(isOnTopic);
  }
  while (drawn.length < slots.length && draw(() => true));
  return shuffle(balance(drawn, ranked, blueprint), seed);
}

function canJoin(question: Question, drawn: readonly Question[], blueprint: Blueprint): boolean {
  const { topic, subtopic, objective } = question;
  if (drawn.some((other) => other === question || areEnemies(other, question))) return false;
  const sameObjective = drawn.filter((other) => other.objective === objective);
  const sameSubtopic = drawn.filter((other) => other.topic === topic && other.subtopic === subtopic);
  const fitsSubtopic = subtopic === undefined || sameSubtopic.length < blueprint.perSubtopic;
  return fitsSubtopic && sameObjective.length < blueprint.perObjective;
}

/** Replaces items whose difficulty is over its quota with others on the same topic, as far as possible. */
function balance(drawn: readonly Question[], ranked: readonly Question[], blueprint: Blueprint): readonly Question[] {
  const surplus = ({ difficulty }: Question) =>
    drawn.filter((item) => item.difficulty === difficulty).length - (blueprint.difficulties.get(difficulty) ?? 0);
  for (const [index, item] of drawn.entries()) {
    if (surplus(item) <= 0) continue;
    const others = drawn.toSpliced(index, 1);
    const better = ranked.find(
      (question) => question.topic === item.topic && surplus(question) < 0 && canJoin(question, others, blueprint),
    );
    if (better) return balance(drawn.with(index, better), ranked, blueprint);
  }
  return drawn;
}

/** Creates one slot per item. Spreads each difficulty evenly over the topics, which are in random order. */
function dealSlots({ items, difficulties }: Blueprint, seed: string): Slot[] {
  const random = seeded(`${seed}/difficulties`);
  const dealt = [...difficulties].flatMap(([difficulty, count]) => {
    const offset = random();
    return Array.from({ length: count }, (_, index) => ({ difficulty, place: (index + offset) / count }));
  });
  dealt.sort((a, b) => a.place - b.place);
  const topics = shuffle([...items], `${seed}/topics`).flatMap(([topic, count]) => new Array<Topic>(count).fill(topic));
  return dealt.flatMap(({ difficulty }, index) => {
    const topic = topics[index];
    return topic ? [{ topic, difficulty }] : [];
  });
}
