import { DAY, type Instant } from "../../platform/time.ts";
import type { Topic } from "../questions/topic-rules.ts";

/** A learner's first attempt at a question. */
export type FirstAttempt = { topic: Topic; correct: boolean; at: Instant };
/** A topic's correct and incorrect first attempts, weighted by age, and its number of exam items. */
export type TopicEvidence = { correct: number; incorrect: number; items: number };

export type Readiness =
  /** There are too few attempts. `missing`: how many more are needed per topic and in total. */
  | { shown: false; missing: { topic: Topic; attempts: number }[]; missingTotal: number }
  /** `gain`: the topic where the learner is expected to lose the most points. */
  | { shown: true; probability: number; band: Band; gain: Topic };

/** A range in percent, because a single number would suggest too much certainty. */
type Band = readonly [from: number, to: number];

const HALF_LIFE = 45 * DAY;
const PRIOR = 2;
const MIN_PER_TOPIC = 5;
const MIN_TOTAL = 60;
const BAND_WIDTH = 20;

/** Predicts whether the learner would pass Rootine's own mock exam now. */
export function readiness(
  attempts: readonly FirstAttempt[],
  exam: { items: ReadonlyMap<Topic, number>; passMark: number },
  now: Instant,
): Readiness {
  const byTopic = [...exam.items].map(([topic, items]) => {
    const own = attempts.filter((attempt) => attempt.topic === topic);
    return { topic, attempts: own.length, ...weightedCounts(own, now), items };
  });

  const missing = byTopic
    .map(({ topic, attempts: made }) => ({ topic, attempts: Math.max(MIN_PER_TOPIC - made, 0) }))
    .filter((one) => one.attempts > 0);
  const total = byTopic.reduce((sum, { attempts: made }) => sum + made, 0);
  const missingTotal = Math.max(MIN_TOTAL - total, 0);
  const [first, ...rest] = byTopic;
  if (missing.length > 0 || missingTotal > 0 || !first) return { shown: false, missing, missingTotal };

  const probability = passProbability(byTopic, exam.passMark);
  const gain = rest.reduce((most, one) => (expectedLoss(one) > expectedLoss(most) ? one : most), first);
  return { shown: true, probability, band: bandOf(probability), gain: gain.topic };
}

/** Sums up attempts with weights that halve every 45 days. */
function weightedCounts(attempts: readonly FirstAttempt[], now: Instant): { correct: number; incorrect: number } {
  let [correct, incorrect] = [0, 0];
  for (const attempt of attempts) {
    const weight = 0.5 ** (Math.max(now - attempt.at, 0) / HALF_LIFE);
    if (attempt.correct) correct += weight;
    else incorrect += weight;
  }
  return { correct, incorrect };
}

/**
 * The probability of at least `passMark` correct answers. The number of correct answers in each topic is beta-binomial.
 * Their sum is approximated by a normal distribution with a continuity correction.
 */
export function passProbability(topics: readonly TopicEvidence[], passMark: number): number {
  let [mean, variance] = [0, 0];
  for (const topic of topics) {
    const { items } = topic;
    const evidence = 2 * PRIOR + topic.correct + topic.incorrect;
    const share = expectedShare(topic);
    mean += items * share;
    variance += (items * share * (1 - share) * (evidence + items)) / (evidence + 1);
  }
  return normalCumulative((mean - (passMark - 0.5)) / Math.sqrt(variance));
}

function expectedShare({ correct, incorrect }: TopicEvidence): number {
  return (PRIOR + correct) / (2 * PRIOR + correct + incorrect);
}

function expectedLoss(topic: TopicEvidence): number {
  return topic.items * (1 - expectedShare(topic));
}

function bandOf(probability: number): Band {
  const from = Math.min(Math.floor((probability * 100) / BAND_WIDTH) * BAND_WIDTH, 100 - BAND_WIDTH);
  return [from, from + BAND_WIDTH];
}

/** The standard normal cumulative distribution function, by Abramowitz and Stegun 26.2.17. Accurate to 7.5e-8. */
function normalCumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z > 0 ? 1 - tail : tail;
}
