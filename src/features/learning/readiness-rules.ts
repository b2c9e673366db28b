import { DAY, type Instant } from "../../platform/time.ts";
import type { Topic } from "../questions/topic-rules.ts";

/** A learner's first attempt at a question. */
export type FirstAttempt = { topic: Topic; right: boolean; at: Instant };
/** Right and wrong first attempts at one topic, and its items in the exam. */
export type TopicEvidence = { right: number; wrong: number; items: number };

export type Readiness =
  /** Too little is known: what is missing of each topic and in all. */
  | { shown: false; missing: { topic: Topic; attempts: number }[]; missingInAll: number }
  /** `gain`: the topic in which most of the items are expected to be lost. */
  | { shown: true; probability: number; band: Band; gain: Topic };

/** From and to in percent. A single number would promise more than is known. */
export type Band = readonly [from: number, to: number];

const HALF_LIFE = 45 * DAY;
const PRIOR = 2;
const LEAST_PER_TOPIC = 5;
const LEAST_IN_ALL = 60;
const BAND_WIDTH = 20;

/** Predicts whether the mock exam of these items would be passed now. A prediction of this bot's own exam, no other. */
export function readiness(
  attempts: readonly FirstAttempt[],
  exam: { items: ReadonlyMap<Topic, number>; passMark: number },
  now: Instant,
): Readiness {
  const byTopic = [...exam.items].map(([topic, items]) => {
    const own = attempts.filter((attempt) => attempt.topic === topic);
    return { topic, attempts: own.length, ...weigh(own, now), items };
  });

  const missing = byTopic
    .map(({ topic, attempts: made }) => ({ topic, attempts: Math.max(LEAST_PER_TOPIC - made, 0) }))
    .filter((one) => one.attempts > 0);
  const inAll = byTopic.reduce((sum, { attempts: made }) => sum + made, 0);
  const missingInAll = Math.max(LEAST_IN_ALL - inAll, 0);
  const [first, ...rest] = byTopic;
  if (missing.length > 0 || missingInAll > 0 || !first) return { shown: false, missing, missingInAll };

  const probability = passProbability(byTopic, exam.passMark);
  const gain = rest.reduce((most, one) => (expectedLoss(one) > expectedLoss(most) ? one : most), first);
  return { shown: true, probability, band: bandOf(probability), gain: gain.topic };
}

/** Right and wrong, each weighted by its age: half of it after 45 days. */
function weigh(attempts: readonly FirstAttempt[], now: Instant): { right: number; wrong: number } {
  let [right, wrong] = [0, 0];
  for (const attempt of attempts) {
    const weight = 0.5 ** (Math.max(now - attempt.at, 0) / HALF_LIFE);
    if (attempt.right) right += weight;
    else wrong += weight;
  }
  return { right, wrong };
}

/**
 * The probability of at least `passMark` right: what is right of each topic is beta-binomial, their sum taken as normal
 * with a continuity correction.
 */
export function passProbability(topics: readonly TopicEvidence[], passMark: number): number {
  let [mean, variance] = [0, 0];
  for (const topic of topics) {
    const { items } = topic;
    const known = 2 * PRIOR + topic.right + topic.wrong;
    const share = expectedShare(topic);
    mean += items * share;
    variance += (items * share * (1 - share) * (known + items)) / (known + 1);
  }
  return normalCumulative((mean - (passMark - 0.5)) / Math.sqrt(variance));
}

function expectedShare({ right, wrong }: TopicEvidence): number {
  return (PRIOR + right) / (2 * PRIOR + right + wrong);
}

function expectedLoss(topic: TopicEvidence): number {
  return topic.items * (1 - expectedShare(topic));
}

function bandOf(probability: number): Band {
  const from = Math.min(Math.floor((probability * 100) / BAND_WIDTH) * BAND_WIDTH, 100 - BAND_WIDTH);
  return [from, from + BAND_WIDTH];
}

/** Φ by Abramowitz and Stegun 26.2.17, right to 7.5e-8. */
function normalCumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z > 0 ? 1 - tail : tail;
}
