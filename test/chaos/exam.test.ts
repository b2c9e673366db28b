import { expect, it } from "vitest";
import { freshDatabase } from "../support/redis.ts";
import { crashExam, isConsistent, ONE_DEATH_EACH } from "./exam.ts";
import { EXAM_STEPS } from "./steps.ts";

it("an exam loses no answer and is credited once when the bot is killed at every step", async () => {
  const report = await crashExam(await freshDatabase(), ONE_DEATH_EACH);

  process.stdout.write(`Exam crash test: ${JSON.stringify(report)}\n`);
  const { ends, ...found } = report;
  expect(ends[0], "the end time stays the same").toBe(ends[1]);
  expect(found).toEqual({
    answered: 16,
    results: [{ correct: 16, total: 16 }],
    timesSeen: Array.from({ length: 16 }, () => 1),
    credits: [{ reason: "exam", points: 100 }],
    ledgerErrors: [],
    deaths: Object.fromEntries(EXAM_STEPS.map((step) => [step, 1])),
  });
  expect(isConsistent(report)).toBe(true);
}, 300_000);
