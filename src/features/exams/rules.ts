import { z } from "zod";
import { seeded, shuffle } from "../../platform/seed.ts";
import { type Instant, MINUTE } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS, type Topic, topicSchema } from "../questions/topic-rules.ts";

const count = z.int().positive();

export const examsSchema = z
  .strictObject({
    /** The share of items to get right; a practice standard. */
    pass_share: z.number().gt(0).lte(1),
    module: z.strictObject({ items: count, minutes: count }),
    modules: z.array(z.strictObject({ id: z.string().regex(/^[a-z]+$/), topics: z.array(topicSchema).min(1) })),
    mock: z.strictObject({ minutes: count, items: z.record(topicSchema, count) }),
  })
  .refine(({ modules }) => everyTopicOnce(modules.flatMap(({ topics }) => topics)), {
    path: ["modules"],
    error: "expected each topic in exactly one module",
  })
  .refine(({ modules }) => new Set(modules.map(({ id }) => id)).size === modules.length, {
    path: ["modules"],
    error: "expected an id of its own for each module",
  });

/** Six practice modules and the blueprint of the mock exam. */
export type Exams = z.infer<typeof examsSchema>;

/** The mock exam's id among the modules. */
export const MOCK = "mock";
const EXTRA_TIME = 1.5;

/** What an exam is made of: how many items of each topic, and the time for all of them. */
export type Blueprint = { module: string; items: ReadonlyMap<Topic, number>; minutes: number };

/** The blueprint of every exam there is, the mock exam first. */
export function blueprints(exams: Exams): Blueprint[] {
  const { items, minutes } = exams.mock;
  const mock = { module: MOCK, items: new Map(TOPICS.map((topic) => [topic, items[topic]])), minutes };
  return [mock, ...exams.modules.map(({ id, topics }) => moduleBlueprint(exams, id, topics))];
}

/** A module's topics share its items as they do in the mock exam; the largest remainders are rounded up. */
function moduleBlueprint({ module, mock }: Exams, id: string, topics: readonly Topic[]): Blueprint {
  const inMock = topics.reduce((sum, topic) => sum + mock.items[topic], 0);
  const shares = topics.map((topic) => ({ topic, share: (mock.items[topic] * module.items) / inMock }));
  const whole = shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byRemainder = shares.toSorted((a, b) => (b.share % 1) - (a.share % 1)).map(({ topic }) => topic);
  const roundedUp = new Set(byRemainder.slice(0, module.items - whole));
  return {
    module: id,
    items: new Map(shares.map(({ topic, share }) => [topic, Math.floor(share) + (roundedUp.has(topic) ? 1 : 0)])),
    minutes: module.minutes,
  };
}

/** How long an attempt may take. */
export function timeFor({ minutes }: Pick<Blueprint, "minutes">, extraTime: boolean): number {
  return minutes * MINUTE * (extraTime ? EXTRA_TIME : 1);
}

/** How many of `items` must be right. */
export function passMark(items: number, { pass_share }: Pick<Exams, "pass_share">): number {
  // 0.7 * 10 may come out as a trifle more than 7.
  return Math.ceil(items * pass_share - 1e-9);
}

/** Whether a question may stand in an exam: a guesser gets every second true/false right. */
export function isExaminable({ type, retired }: Question): boolean {
  return type !== "true-false" && retired === undefined;
}

export type Draw = {
  questions: readonly Question[];
  /** When this learner last met each question; absent: never. */
  seenAt: ReadonlyMap<string, Instant>;
  seed: string;
};

/** The items of an attempt in the order they are asked: of each topic first what is unseen, then the longest unseen. */
export function drawItems({ items }: Blueprint, { questions, seenAt, seed }: Draw): Question[] {
  const examinable = questions.filter(isExaminable);
  const drawn = [...items].flatMap(([topic, wanted]) => {
    const random = seeded(`${seed}/${topic}`);
    return examinable
      .filter((question) => question.topic === topic)
      .map((question) => ({ question, seen: seenAt.get(question.id) ?? 0, tie: random() }))
      .sort((a, b) => a.seen - b.seen || a.tie - b.tie)
      .slice(0, wanted)
      .map(({ question }) => question);
  });
  return shuffle(drawn, seed);
}

function everyTopicOnce(topics: readonly Topic[]): boolean {
  return topics.length === TOPICS.length && new Set(topics).size === TOPICS.length;
}
