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
const CUT = 28;

/** The same question played out: abilities drawn from their beta distributions, items right or wrong by them. */
function played(topics: readonly TopicEvidence[], cut: number, rounds = 40_000): number {
  const random = seeded("readiness");
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // Marsaglia and Tsang, for shapes of 1 and more.
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
    let right = 0;
    for (const topic of topics) {
      const [a, b] = [gamma(2 + topic.correct), gamma(2 + topic.incorrect)];
      for (let item = 0; item < topic.items; item += 1) right += random() < a / (a + b) ? 1 : 0;
    }
    passed += right >= cut ? 1 : 0;
  }
  return passed / rounds;
}

describe("the probability of passing 40 items on six topics with a pass mark of 28", () => {
  it.each<[string, number, number, number]>([
    ["nothing known", 0, 0, 0.05],
    ["7 of 10 a topic", 7, 3, 0.31],
    ["8 of 10 a topic", 8, 2, 0.63],
    ["32 of 40 a topic", 32, 8, 0.89],
  ])("matches the expected and the simulated value: %s", (_, right, wrong, expected) => {
    const told = passProbability(six(right, wrong), CUT);
    expect(Math.abs(told - expected)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(told - played(six(right, wrong), CUT))).toBeLessThanOrEqual(0.02);
  });

  it.each([
    [7, 3, 28],
    [0, 12, 5],
    [3, 3, 20],
    [9.5, 0.25, 39],
  ])(
    "with %d correct, %d incorrect and pass mark %i, equals the chance to fail with the two swapped",
    (correct, incorrect, cut) => {
      const swapped = passProbability(six(incorrect, correct), 41 - cut);
      expect(passProbability(six(correct, incorrect), cut) + swapped).toBeCloseTo(1, 6);
    },
  );

  it("matches the simulation for uneven evidence too", () => {
    const uneven = SHARES.map((items, index) => ({ items, correct: 3 + 4 * index, incorrect: 6 - index }));
    expect(Math.abs(passProbability(uneven, CUT) - played(uneven, CUT))).toBeLessThanOrEqual(0.02);
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
    const told = readiness(attempts, exam, now);
    if (!told.shown) throw new Error("should be shown");
    expect(told.gain).toBe("sql");
    expect(told.band[1] - told.band[0]).toBe(20);
    expect(told.probability * 100).toBeGreaterThanOrEqual(told.band[0]);
    expect(told.probability * 100).toBeLessThanOrEqual(told.band[1]);
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
    const told = readiness(old, exam, now);
    const halved = topics.map(() => ({ correct: 10, incorrect: 0, items: 10 }));
    expect(told.shown && told.probability).toBeCloseTo(passProbability(halved, exam.passMark), 10);
  });
});
