import { describe, expect, it } from "vitest";
import { loadBank } from "../../src/bank/load.ts";
import { lintOwnQuestion } from "../../src/bank/own-lint.ts";
import type { Post } from "../../src/features/daily/rules.ts";
import type { Feedback } from "../../src/features/daily/service.ts";
import { renderReveal } from "../../src/features/daily/view.ts";
import { isPlayable, type LiveMessage, type LiveQuiz } from "../../src/features/live-quiz/rules.ts";
import { renderLive } from "../../src/features/live-quiz/view.ts";
import { renderQuestionShow } from "../../src/features/questions/bank-view.ts";
import { renderFeedback, renderWhyNot } from "../../src/features/questions/feedback-view.ts";
import type { ChoiceQuestion, Question } from "../../src/features/questions/rules.ts";
import { renderAnswerModal, renderQuestion } from "../../src/features/questions/view.ts";
import { MAX_REASON_LENGTH } from "../../src/features/review-queue/rules.ts";
import { renderReviewQueue } from "../../src/features/review-queue/view.ts";
import type { LastRun, Schedule } from "../../src/features/schedules/rules.ts";
import type { ScheduleStatus } from "../../src/features/schedules/service.ts";
import { renderScheduleList } from "../../src/features/schedules/view.ts";
import { type Form, MAX_LENGTHS, parseForm } from "../../src/features/suggestions/rules.ts";
import { renderDraft } from "../../src/features/suggestions/view.ts";
import type { Card } from "../../src/platform/discord/components.ts";
import { textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";

const snowflake = "9".repeat(19);
const bank = loadBank({ content: "content" });

function postOf(question: Question): Post {
  return {
    state: "sent",
    guildId: snowflake,
    slotId: `99999-now-${snowflake}`,
    scheduleId: "mon-tue-wed-thu-sat-sun-architecture-25",
    channelId: snowflake,
    previousChannelIds: [],
    topic: question.topic,
    questionId: question.id,
    seed: "seed",
    rev: question.rev,
    slotAt: 1_795_000_000_000,
    claimedAt: 1_795_000_000_000,
    closesAt: 1_795_000_000_000,
    thread: true,
    threadOpened: true,
    roleId: snowflake,
    messageId: snowflake,
  };
}

/** Every message a question can appear in, at its longest. */
function cardsOf(question: Question): [string, Card][] {
  const post = postOf(question);
  const all = "options" in question ? Object.keys(question.options) : ["9".repeat(100)];
  const results = {
    answered: 99_999,
    correct: 99_999,
    chosen: new Map(all.map((id) => [id, 33_333])),
    firstCorrect: [snowflake, snowflake, snowflake],
    comparison: "harder" as const,
  };
  const feedback = (right: boolean): Feedback => ({
    post,
    question,
    answer: { response: all, correct: right, base: 30, bonus: 10, at: 1_795_000_000_000 },
    alreadyAnswered: true,
    streak: 9_999,
    freezes: 2,
    rank: 99_999,
  });
  return [
    ["question", renderQuestion(post, question, 99_999)],
    ["reveal", renderReveal({ ...post, state: "revealed" }, question, results)],
    ["feedback, right", renderFeedback(feedback(true))],
    ["feedback, wrong", renderFeedback(feedback(false))],
    ["why not the others", renderWhyNot(question, post)],
    ["show", renderQuestionShow(question, "shown")],
    ...(isPlayable(question) ? [["live result", renderLive(liveResult(question))] satisfies [string, Card]] : []),
  ];
}

/** A live quiz round with every option chosen and the maximum number of players. */
function liveResult(question: ChoiceQuestion): LiveMessage {
  const { id: questionId, rev, topic, difficulty } = question;
  const player = { userId: snowflake, rank: 500, score: 20_000, correct: 20, elapsed: 1, gained: 1_000, movedUp: -499 };
  const ids = Object.keys(question.options);
  const latest = { answered: ids.length, correct: ids.length, chosen: Object.fromEntries(ids.map((id) => [id, 1])) };
  const quiz: LiveQuiz = {
    ...{
      id: "9".repeat(13),
      guildId: snowflake,
      channelId: snowflake,
      hostId: snowflake,
      seed: "seed",
      zone: "UTC",
      topic,
      difficulty,
    },
    ...{ count: 20, seconds: 60, phase: "break", dueAt: 1_795_000_000_000, pausedAt: 1_795_000_000_000, version: 9 },
    rounds: [{ questionId, rev, skipped: false }],
  };
  return {
    ...{ kind: "result", quiz, expired: false, question, nextAt: quiz.dueAt },
    standings: { rounds: 1, ranking: Array(500).fill(player), latest },
  };
}

const componentsIn = (card: unknown) => JSON.stringify(card).match(/"type":\d+/g)?.length ?? 0;

describe("every question of the bank", () => {
  it("fits into every message: 4,000 characters, 40 components, ids of 100 characters", () => {
    const misfits = bank.flatMap((question) =>
      cardsOf(question).flatMap(([name, card]) => {
        const fits = textOf(card).length <= 4_000 && componentsIn(card.components) <= 40;
        return fits ? [] : [`${question.id}: ${name}`];
      }),
    );
    expect(misfits).toEqual([]);
  });

  it("fits into a modal: five components, labels of 45 and descriptions of 100 characters", () => {
    const typed = bank.filter((question) => !("options" in question));
    expect(typed.length).toBeGreaterThan(50);
    for (const question of typed) {
      const { components, title } = renderAnswerModal(postOf(question), question);
      expect(components.length, question.id).toBeLessThanOrEqual(5);
      expect(title.length).toBeLessThanOrEqual(45);
      const said = JSON.stringify(components);
      for (const [, label = ""] of said.matchAll(/"type":18,"label":"([^"]*)"/g))
        expect(label.length).toBeLessThanOrEqual(45);
      for (const [, text = ""] of said.matchAll(/"description":"((?:[^"\\]|\\.)*)"/g))
        expect(text.length).toBeLessThanOrEqual(110);
    }
  });
});

describe("a custom question that passes the linter", () => {
  const why = "It says why at a length that teaches.";
  const grown = (number: number, given: Partial<Record<"stem" | "code" | "text" | "why" | "ref", number>>): Question =>
    questions.single({
      id: `own.${"z".repeat(13)}.${"w".repeat(40)}`,
      stem: `${"s".repeat(given.stem ?? 100)}?`,
      ...(given.code && {
        code: { language: "text", text: `${"c".repeat(71)}\n`.repeat(Math.ceil(given.code / 72)) },
      }),
      options: Object.fromEntries(
        Array.from({ length: number }, (_, index) => [
          `o${index}`,
          {
            text: `${index}${"t".repeat(given.text ?? 20)}`,
            why: `${why}${"y".repeat(given.why ?? 0)}`,
            key: index === 0,
          },
        ]),
      ),
      refs: [{ url: `https://www.rfc-editor.org/${"u".repeat(given.ref ?? 10)}`, title: "t" }],
    });
  const passes = (question: Question) =>
    lintOwnQuestion(question, "2026-09-15").every(({ severity }) => severity !== "error");

  it.each(["stem", "code", "text", "why", "ref"] as const)(
    "fits into every message with the longest possible %s",
    (part) => {
      for (const number of [3, 5]) {
        const sizes = Array.from({ length: 300 }, (_, index) => index * 10);
        const largest = sizes
          .map((size) => grown(number, { [part]: size }))
          .filter(passes)
          .at(-1);
        expect(largest).toBeDefined();
        if (!largest) continue;
        for (const [name, card] of cardsOf(largest)) {
          expect(textOf(card).length, name).toBeLessThanOrEqual(4_000);
        }
        expect(textOf(reportedAs(largest)).length).toBeLessThanOrEqual(4_000);
      }
    },
  );
});

/** The longest view of a question for moderators. */
function reportedAs(question: Question): Card {
  const reason = "r".repeat(MAX_REASON_LENGTH);
  const report = {
    kind: "report",
    id: "z".repeat(13),
    version: 9,
    by: snowflake,
    at: 1,
    questionId: question.id,
    reason,
  } as const;
  return renderReviewQueue({ position: 50, total: 100, item: report, question, withKey: true }, "d".repeat(200));
}

describe("a suggestion", () => {
  it("fits into a message with any number of lint errors", () => {
    const form: Form = {
      type: "single",
      topic: "distributed",
      difficulty: 3,
      level: "apply",
      stem: "s".repeat(MAX_LENGTHS.stem),
      code: `${"c".repeat(60)}\n`.repeat(30),
      answers: ["* ", "", ""].map((mark) => `${mark}${"t".repeat(400)} — ${"y".repeat(400)}`).join("\n"),
      why: "",
      references: `https://www.rfc-editor.org/${"u".repeat(900)}`,
    };
    const { question } = parseForm(form, "own.abc.long");
    expect(question).toBeDefined();
    const finding = { severity: "error", at: "options ttttttttttttttttttttttttt", message: "m".repeat(300) } as const;
    const findings = [...Array(20).fill(finding), ...Array(20).fill({ ...finding, severity: "warning" })];
    const issues = Array(20).fill({ kind: "missing-why", line: 1, text: "x".repeat(400) });
    for (const validated of [
      { form, issues: [], findings },
      { form, issues, findings: [] },
    ]) {
      for (const shown of [validated, ...(question ? [{ ...validated, question }] : [])]) {
        expect(textOf(renderDraft(shown)).length).toBeLessThanOrEqual(4_000);
        const suggestion = { kind: "suggestion", id: "z".repeat(13), version: 9, by: snowflake, at: 1, form } as const;
        const desk = renderReviewQueue(
          { position: 50, total: 100, item: suggestion, validated: shown },
          "d".repeat(200),
        );
        expect(textOf(desk).length).toBeLessThanOrEqual(4_000);
      }
    }
  });
});

describe("/schedule list", () => {
  it.each<LastRun>([
    { outcome: "posted", at: 1_795_000_000_000, channelId: snowflake, messageId: snowflake },
    { outcome: "refused", at: 1_795_000_000_000, channelId: snowflake, problem: "no-permission" },
  ])("fits into its messages with 25 of the longest schedules, all paused by their channel, last $outcome", (last) => {
    const schedule = (number: number): Schedule => ({
      id: `mon-tue-wed-thu-sat-sun-distributed-${number}`,
      serial: number,
      version: 0,
      channelId: snowflake,
      time: "09:00",
      days: ["mon", "tue", "wed", "thu", "sat", "sun"],
      zone: "America/Argentina/ComodRivadavia",
      topic: "distributed",
      difficulty: 2,
      revealAfterHours: 24,
      roleId: snowflake,
      thread: true,
      pause: { by: "channel", reason: "no-permission", slotAt: 1_795_000_000_000 },
    });
    const all = Array.from(
      { length: 25 },
      (_, index): ScheduleStatus => ({
        schedule: schedule(index + 1),
        last,
      }),
    );
    const cards = renderScheduleList(snowflake, all);
    for (const card of cards) expect(textOf(card).length).toBeLessThanOrEqual(4_000);
    // A user-installed bot may send at most five follow-ups.
    expect(cards.length).toBeLessThanOrEqual(6);
  });
});
