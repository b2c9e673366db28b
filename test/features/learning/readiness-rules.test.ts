import { describe, expect, it } from "vitest";
import {
  type FirstAttempt,
  passProbability,
  readiness,
  type TopicEvidence,
} from "../../../src/features/learning/readiness-rules.ts";
import type { Topic } from "../../../src/features/questions/topic-rules.ts";
import { seeded } from "../../../src/platform/seed.ts";
import { DAY } from "../../../src/platform/time.ts";

const SHARES = [7, 7, 7, 7, 6, 6];
const six = (correct: number, incorrect: number): TopicEvidence[] =>
  SHARES.map((items) => ({ correct, incorrect, items }));
const PASS_MARK = 28;

/** Simulates the exam: draws abilities from their beta distributions, and answers from the abilities. */
function simulated(topics: readonly TopicEvidence[], passMark: number, rounds = 40_000): number {
  const random = seeded("readiness");
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // The method of Marsaglia and Tsang for shapes of at least 1.
  const gamma = (shape: number): number => {
    const d = shape - 1 / 3;
    for (;;) {
      const z = normal();
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - random()) < (z * z) / 2 + d * (1 - v + Math.log(v))) return d * v;
    }
  };
  let passed = 0;
  for (let round = 0; round < rounds; round += 1) {
    let correct = 0;
    for (const topic of topics) {
      const [a, b] = [gamma(2 + topic.correct), gamma(2 + topic.incorrect)];
      for (let item = 0; item < topic.items; item += 1) correct += random() < a / (a + b) ? 1 : 0;
    }
    passed += correct >= passMark ? 1 : 0;
  }
  return passed / rounds;
}

describe("the probability of passing 40 items on six topics with a pass mark of 28", () => {
  it.each<[string, number, number, number]>([
    ["no evidence", 0, 0, 0.05],
    ["7 of 10 correct per topic", 7, 3, 0.31],
    ["8 of 10 correct per topic", 8, 2, 0.63],
    ["32 of 40 correct per topic", 32, 8, 0.89],
  ])("matches the expected and the simulated value: %s", (_, correct, incorrect, expected) => {
    const result = passProbability(six(correct, incorrect), PASS_MARK);
    expect(Math.abs(result - expected)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(result - simulated(six(correct, incorrect), PASS_MARK))).toBeLessThanOrEqual(0.02);
  });

  it.each([
    [7, 3, 28],
    [0, 12, 5],
    [3, 3, 20],
    [9.5, 0.25, 39],
  ])(
    "with %d correct, %d incorrect and the pass mark %i equals the probability of failing with the two swapped",
    (correct, incorrect, passMark) => {
      const swapped = passProbability(six(incorrect, correct), 41 - passMark);
      expect(passProbability(six(correct, incorrect), passMark) + swapped).toBeCloseTo(1, 6);
    },
  );

  it("matches the simulation for uneven evidence too", () => {
    const uneven = SHARES.map((items, index) => ({ items, correct: 3 + 4 * index, incorrect: 6 - index }));
    expect(Math.abs(passProbability(uneven, PASS_MARK) - simulated(uneven, PASS_MARK))).toBeLessThanOrEqual(0.02);
  });
});

describe("readiness", () => {
  const now = 1_795_000_000_000;
  const topics: Topic[] = ["http", "os", "sql"];
  const exam = { items: new Map(topics.map((topic) => [topic, 10])), passMark: 21 };
  const first = (topic: Topic, number: number, correct: (index: number) => boolean, age = 0): FirstAttempt[] =>
    Array.from({ length: number }, (_, index) => ({ topic, correct: correct(index), at: now - age }));

  it("is hidden below five attempts per topic, and lists the missing ones", () => {
    const attempts = [...first("http", 60, () => true), ...first("os", 3, () => true)];
    expect(readiness(attempts, exam, now)).toEqual({
      shown: false,
      missing: [
        { topic: "os", attempts: 2 },
        { topic: "sql", attempts: 5 },
      ],
      missingTotal: 0,
    });
  });

  it("is hidden below sixty attempts in total, and shows how many are missing", () => {
    const attempts = topics.flatMap((topic) => first(topic, 10, () => true));
    expect(readiness(attempts, exam, now)).toEqual({ shown: false, missing: [], missingTotal: 30 });
  });

  it("is a 20-percent range around the probability, with the topic that would raise it most", () => {
    const attempts = topics.flatMap((topic) => first(topic, 20, (index) => index < (topic === "sql" ? 10 : 16)));
    const result = readiness(attempts, exam, now);
    if (!result.shown) throw new Error("should be shown");
    expect(result.gain).toBe("sql");
    expect(result.band[1] - result.band[0]).toBe(20);
    expect(result.probability * 100).toBeGreaterThanOrEqual(result.band[0]);
    expect(result.probability * 100).toBeLessThanOrEqual(result.band[1]);
  });

  it.each<[Topic[], Topic]>([
    [["http"], "http"],
    [["os"], "os"],
    [["os", "sql"], "os"],
    [[], "http"],
  ])("with %j weaker than the others gains most from %s", (weak, expected) => {
    const attempts = topics.flatMap((topic) => first(topic, 20, (index) => index < (weak.includes(topic) ? 10 : 16)));
    expect(readiness(attempts, exam, now)).toMatchObject({ shown: true, gain: expected });
  });

  it("ends its highest range at 100 percent", () => {
    const attempts = topics.flatMap((topic) => first(topic, 100, () => true));
    expect(readiness(attempts, { ...exam, passMark: 1 }, now)).toMatchObject({ probability: 1, band: [80, 100] });
  });

  it("halves the weight of an attempt after 45 days", () => {
    const old = topics.flatMap((topic) => first(topic, 20, () => true, 45 * DAY));
    const result = readiness(old, exam, now);
    const halved = topics.map(() => ({ correct: 10, incorrect: 0, items: 10 }));
    expect(result.shown && result.probability).toBeCloseTo(passProbability(halved, exam.passMark), 10);
  });
});
