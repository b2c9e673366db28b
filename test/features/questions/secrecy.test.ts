import { describe, expect, it } from "vitest";
import type { Post } from "../../../src/features/daily/rules.ts";
import type { Feedback } from "../../../src/features/daily/service.ts";
import { newAttempt } from "../../../src/features/exams/attempt-rules.ts";
import {
  renderConfirmSubmit,
  renderExam,
  renderExamModal,
  renderOverview,
} from "../../../src/features/exams/attempt-view.ts";
import { isPlayable, optionNames, optionSeed } from "../../../src/features/live-quiz/rules.ts";
import { renderLive } from "../../../src/features/live-quiz/view.ts";
import { renderFeedback } from "../../../src/features/questions/feedback-view.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { answerModal, renderAnswerModal, renderQuestion } from "../../../src/features/questions/view.ts";
import { type Quiz, quizSeed } from "../../../src/features/quiz/rules.ts";
import { renderQuiz } from "../../../src/features/quiz/view.ts";
import { renderReview } from "../../../src/features/review/view.ts";
import { questions } from "../../support/questions.ts";

const SEED = "the-secret-seed";
const post: Post = {
  ...{ state: "sent", guildId: "1", slotId: "3-2026-11-22", scheduleId: "daily", channelId: "2", messageId: "3" },
  ...{ topic: "http", questionId: "http.any", rev: 1, seed: SEED, slotAt: 0, claimedAt: 0, closesAt: 9_000 },
  ...{ previousChannelIds: [], thread: false, threadOpened: false },
};

/** Everything a member can see of a question before the answer is revealed, as Discord receives it. */
const MODES: Record<string, (question: Question) => unknown[]> = {
  daily: (question) => [
    renderQuestion(post, question, 5),
    renderAnswerModal(post, question),
    ...[true, false].map((correct) => renderFeedback(withheld(question, correct))),
  ],
  quiz: (question) => quizMessages(question, "quiz"),
  review: (question) => quizMessages(question, "review"),
  exam: (question) => {
    const blueprint = { module: "mock", items: new Map(), minutes: 30 };
    const request = { id: "a1", module: "mock", extraTime: false };
    const attempt = newAttempt(request, blueprint, [question], { seed: SEED, now: 0 });
    const [blank] = attempt.items;
    if (!blank) throw new Error("no item");
    const answered = { ...blank, response: responseTo(question) };
    return [blank, answered].flatMap((item) => {
      const open = { state: "open" as const, attempt: { ...attempt, items: [item] }, item, question };
      return [
        renderExam(open),
        renderExamModal(open),
        renderOverview(open.attempt, 0),
        renderConfirmSubmit(open.attempt),
      ];
    });
  },
  "live quiz": (question) => {
    if (!isPlayable(question)) return [];
    const quiz = {
      ...{ id: "q1", guildId: "1", channelId: "2", hostId: "3", seed: SEED, zone: "UTC", count: 5, seconds: 20 },
      ...{
        phase: "open" as const,
        dueAt: 9_000,
        rounds: [{ questionId: question.id, rev: 1, skipped: false }],
        version: 1,
      },
    };
    const counts = { players: 2, answered: 1 };
    return [
      renderLive({ kind: "question", quiz, expired: false, question, counts, closesAt: 9_000 }),
      renderLive({ kind: "question", quiz, expired: true, question, counts, closesAt: 9_000 }),
      optionNames(question, optionSeed(quiz, 0)),
    ];
  },
};

function quizMessages(question: Question, kind: Quiz["kind"]): unknown[] {
  const quiz: Quiz = {
    ...{ id: "q1", kind, seed: SEED, zone: "UTC", retry: false, answers: [], shownAt: 0, ended: false, version: 1 },
    items: [{ questionId: question.id, rev: 1, rating: { difficulty: 0, answers: 0 } }],
  };
  const screen = { show: "question" as const, quiz, position: 0, question, notice: "resumed" as const };
  const outlook = { now: 1, today: 1, tomorrow: 0 };
  return [
    renderQuiz(screen),
    renderReview({ screen, outlook, cards: 1, unwanted: 0 }),
    answerModal(question, "quiz.typed:q1", quizSeed(quiz, 0)),
  ];
}

function withheld(question: Question, correct: boolean): Feedback {
  return {
    ...{ post, question, alreadyAnswered: false, streak: 3, freezes: 0, rank: 1 },
    answer: {
      ...{ userId: "4", sequence: 1, response: responseTo(question), correct, base: correct ? 20 : 0, bonus: 3 },
      ...{ withheld: true, at: 0, day: "2026-11-22", streak: 3 },
    },
  };
}

/** A response that doesn't depend on the key. */
function responseTo(question: Question): string[] {
  if ("options" in question) return Object.keys(question.options).sort().slice(0, 2);
  return question.type === "order" ? Object.keys(question.steps).sort() : ["1"];
}

/** Questions that look the same to members but differ in key, explanation and the order in the file. */
const VARIANTS: Record<Question["type"], Question[]> = {
  single: keysOf(questions.single(), [["again"], ["post"], ["stop"]]),
  multi: keysOf(questions.multi(), [
    ["put", "delete"],
    ["post", "patch"],
    ["put", "patch", "post"],
  ]),
  "true-false": keysOf(questions.trueFalse(), [["true"], ["false"]]),
  order: permutations(Object.entries(stepsOf(questions.order()))).map((steps, index) =>
    questions.order({ steps: Object.fromEntries(steps), why: `Reason ${index}` }),
  ),
  short: [questions.short(), questions.short({ accept: ["other"], why: "For another reason." })],
  number: [
    questions.number({ unit: "ms" }),
    questions.number({ unit: "ms", answer: 5, tolerance: 1, why: "For another reason." }),
  ],
};

function keysOf(question: Question, keys: string[][]): Question[] {
  if (!("options" in question)) throw new Error("no options");
  return permutations(Object.entries(question.options)).flatMap((options, index) =>
    keys.map((correct) => ({
      ...question,
      options: Object.fromEntries(
        options.map(([id, option]) => [id, { ...option, key: correct.includes(id), why: `Reason ${index}` }]),
      ),
    })),
  ) as Question[];
}

function stepsOf(question: Question) {
  if (question.type !== "order") throw new Error("no steps");
  return question.steps;
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe.each(Object.entries(MODES))("the mode %s", (_, messagesOf) => {
  it.each(Object.entries(VARIANTS))(
    "shows a question of type %s the same way with every possible key",
    (_type, [first, ...others]) => {
      if (!first) throw new Error("no variants");
      const shown = JSON.stringify(messagesOf(first));
      expect(others.length).toBeGreaterThan(0);
      for (const other of others) expect(JSON.stringify(messagesOf(other))).toBe(shown);
      expect(shown).not.toContain(SEED);
    },
  );
});

it("another seed shows options and steps in another order", () => {
  const orders = (question: Question) =>
    new Set(Array.from({ length: 50 }, (_, index) => JSON.stringify(answerModal(question, "id", `seed-${index}`))))
      .size;
  expect(orders(questions.order())).toBe(6);
  const posts = Array.from({ length: 50 }, (_, index) => ({ ...post, seed: `seed-${index}` }));
  expect(new Set(posts.map((one) => JSON.stringify(renderQuestion(one, questions.single(), 0)))).size).toBe(6);
});
