import { expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "../../../src/features/preferences/rules.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { createReviewService } from "../../../src/features/review/service.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const now = 1_795_000_000_000;
const bank = createBank([
  questions.single({ id: "http.a", enemies: ["http.enemy"] }),
  questions.single({ id: "http.b" }),
  questions.single({ id: "sql.c", topic: "sql" }),
  questions.single({ id: "http.enemy" }),
  questions.single({ id: "http.go", language: "go" }),
]);
const due = (at: number): QuestionHistory => ({
  ...{ rev: 1, first: { correct: false, at: 0, mode: "quiz" }, lastAt: 0, attempts: 1 },
  card: { due: at, stability: 1, difficulty: 5 },
});

function create(
  dues: Record<string, number>,
  open: { here?: string[]; elsewhere?: string[] } = {},
  preferences: Preferences = DEFAULT_PREFERENCES,
) {
  const started: string[][] = [];
  const service = createReviewService({
    quizzes: {
      async start(_learner, build) {
        const quiz = await build(context);
        if (quiz) started.push(quiz.items.map(({ questionId }) => questionId));
        return undefined;
      },
    },
    quizBuilder: {
      loadContext: () => context,
      build: (kind, { id }, asked) => ({
        ...{ id, kind, seed: "", zone: "UTC", retry: false, answers: [], shownAt: now, ended: false, version: 0 },
        items: asked.map(({ id: questionId }) => ({ questionId, rev: 1, rating: { difficulty: 0, answers: 0 } })),
      }),
    },
    learners: { history: async () => new Map(Object.entries(dues).map(([id, at]) => [id, due(at)])) },
    ratings: { loadRecent: async () => new Map() },
    banks: { of: async () => bank, cached: () => bank },
    clock: () => now,
  });
  const context = Promise.resolve({
    ...{ guildId: "1", calendar: DEFAULT_CALENDAR, preferences },
    inGuild: new Set(open.here),
    inOtherGuilds: Promise.resolve(new Set(open.elsewhere)),
  });
  return { ...service, started };
}
const request = { id: "r1", userId: "2", guildId: "1" };

it("a review starts with the due cards of the topic, oldest first", async () => {
  const dues = { "http.a": now, "http.b": now - HOUR, "sql.c": now - 1, "http.gone": now };
  const { open, started } = create(dues);
  expect(await open(request)).toMatchObject({ outlook: { now: 3 }, cards: 3 });
  expect(await open({ ...request, topic: "sql" })).toMatchObject({ topic: "sql", cards: 3 });
  expect(started).toEqual([["http.b", "sql.c", "http.a"], ["sql.c"]]);
});

it("a review leaves the second of two enemies for the next one", async () => {
  const { open, started } = create({ "http.a": now, "http.enemy": now - 1, "http.b": now - 2 });
  expect(await open(request)).toMatchObject({ outlook: { now: 3 }, cards: 3 });
  expect(started).toEqual([["http.b", "http.enemy"]]);
});

it("a review leaves out cards in languages the learner excluded", async () => {
  const dues = { "http.a": now, "http.go": now - 1 };
  const { open, started } = create(dues, {}, { languages: ["php"] });
  expect(await open(request)).toMatchObject({ outlook: { now: 1 }, cards: 1 });
  expect(started).toEqual([["http.a"]]);
  expect(await create(dues, {}, { languages: ["go"] }).open(request)).toMatchObject({ outlook: { now: 2 }, cards: 2 });
  expect(await open(request)).toMatchObject({ unwanted: 1 });
});

it("a review leaves out open questions, and doesn't count those open in another guild", async () => {
  const { open, started } = create({ "http.a": now, "http.b": now }, { here: ["http.a"], elsewhere: ["http.b"] });
  expect(await open(request)).toMatchObject({ outlook: { now: 0 }, cards: 0 });
  // The quiz drops questions that are open elsewhere.
  expect(started).toEqual([["http.b"]]);
});

it("a review doesn't start when no card is due", async () => {
  const { open, started } = create({ "http.a": now + 1 });
  expect(await open(request)).toMatchObject({ outlook: { now: 0, next: now + 1 }, cards: 1 });
  expect(started).toEqual([]);
});
