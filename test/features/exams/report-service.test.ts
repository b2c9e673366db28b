import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { createServices, createStores, guildId, START, userId } from "./fixtures.ts";

const CORRECT: Record<string, string[]> = {
  "http.single": ["again"],
  "http.order": ["resolve", "connect", "secure"],
};
const code = (expected: string) => ({ code: expected });

let now: number;
let stores: ReturnType<typeof createStores>;
let open: Set<string>;

beforeEach(async () => {
  now = START;
  open = new Set();
  const redis = await testRedis();
  stores = createStores(redis);
});

/** Submits a mock exam started in the guild, with these questions answered correctly and the others left open. */
async function submitExam(...answered: string[]) {
  const { attempts, reports } = createServices({
    stores,
    questions: [questions.single(), questions.order()],
    items: 2,
    clock: () => now,
    openHere: open,
  });
  const { attempt } = await attempts.start(userId, { id: "one", module: "mock", extraTime: false, guildId });
  for (const [position, { questionId }] of attempt.items.entries()) {
    if (!answered.includes(questionId)) continue;
    await attempts.act(userId, "one", { type: "answer", position, response: CORRECT[questionId] ?? [] });
  }
  now += MINUTE;
  await attempts.submit(userId, "one");
  return reports;
}

describe("a report without missed questions", () => {
  it("has nothing to show or to add to review", async () => {
    const reports = await submitExam("http.single", "http.order");
    await expect(reports.missed({ userId }, "one", 0)).rejects.toMatchObject(code("exam-nothing-missed"));
    await expect(reports.addMissedToReview(userId, "one")).rejects.toMatchObject(code("exam-nothing-missed"));
  });
});

describe("a missed question", () => {
  it("is explained, and a page past the end shows the last one", async () => {
    const reports = await submitExam("http.single");
    expect(await reports.missed({ userId }, "one", 9)).toMatchObject({ page: 0, question: { id: "http.order" } });
  });

  it("is withheld while it is open in one of the learner's guilds", async () => {
    const reports = await submitExam("http.single");
    open.add("http.order");
    const missed = await reports.missed({ userId }, "one", 0);
    expect(missed).toMatchObject({ withheld: true });
    expect(missed).not.toHaveProperty("question");
  });
});

describe("addMissedToReview", () => {
  it("creates one card per missed question, even when called twice", async () => {
    const reports = await submitExam("http.single");
    expect(await reports.addMissedToReview(userId, "one")).toBe(1);
    expect(await reports.addMissedToReview(userId, "one")).toBe(1);
    const seen = await stores.learners.history(userId);
    expect([...seen]).toMatchObject([["http.order", { attempts: 1, card: {} }]]);
  });
});

describe("the exam history", () => {
  it("compares the results of each module", async () => {
    const reports = await submitExam("http.single");
    const { results, trends } = await reports.history(userId);
    expect(results).toMatchObject([{ correct: 1, total: 2, passMark: 2 }]);
    expect([...trends]).toEqual([
      ["mock", undefined],
      ["a", undefined],
    ]);
  });
});

it("a result of another learner can't be read", async () => {
  const reports = await submitExam();
  await expect(reports.result("410000000000000008", "one")).rejects.toMatchObject(code("exam-not-found"));
});
