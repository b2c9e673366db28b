import { expect, it } from "vitest";
import { freshDatabase } from "../support/redis.ts";
import { crashExam, isSoundExam, ONE_DEATH_EACH } from "./exam.ts";
import { EXAM_STEPS } from "./steps.ts";

it("a mock exam whose bot is killed at every step loses no answer, has one result, and earns its points once", async () => {
  const report = await crashExam(await freshDatabase(), ONE_DEATH_EACH);

  process.stdout.write(`Exam crash test: ${JSON.stringify(report)}\n`);
  const { ends, ...found } = report;
  expect(ends[0], "time runs on").toBe(ends[1]);
  expect(found).toEqual({
    held: 16,
    results: [{ correct: 16, total: 16 }],
    learnt: Array.from({ length: 16 }, () => 1),
    credits: [{ reason: "exam", points: 100 }],
    drifted: [],
    deaths: Object.fromEntries(EXAM_STEPS.map((step) => [step, 1])),
  });
  expect(isSoundExam(report)).toBe(true);
}, 300_000);
