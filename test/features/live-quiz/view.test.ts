import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import { closeQuestion, endQuiz, openQuestion, startRound } from "../../../src/features/live-quiz/round-rules.ts";
import {
  type EndReason,
  isPlayable,
  type LiveMessage,
  type LiveQuiz,
  type RankedPlayer,
} from "../../../src/features/live-quiz/rules.ts";
import { renderLive } from "../../../src/features/live-quiz/view.ts";
import type { ChoiceQuestion } from "../../../src/features/questions/rules.ts";
import { textOf } from "../../support/messages.ts";
import { questions } from "../../support/questions.ts";
import * as fixtures from "./fixtures.ts";

const { START } = fixtures;
const snowflake = "9".repeat(19);
const lobby: LiveQuiz = {
  ...fixtures.lobby,
  id: "9".repeat(13),
  guildId: snowflake,
  channelId: snowflake,
  hostId: snowflake,
  topic: "distributed",
  difficulty: 3,
  count: 20,
  seconds: 60,
  pausedAt: START,
};
const ranking = Array.from(
  { length: 500 },
  (_, index): RankedPlayer => ({
    userId: snowflake,
    rank: index + 1,
    score: 20_000,
    correct: 20,
    elapsed: 200_000,
    gained: 1_000,
    movedUp: -499,
  }),
);
const podiumOf = (quiz: LiveQuiz): LiveMessage => ({ kind: "podium", quiz, expired: true, ranking });

/** The longest question and result. */
function messagesOf(question: ChoiceQuestion): LiveMessage[] {
  const open = openQuestion(startRound(lobby, question, START), snowflake, START);
  const chosen = Object.fromEntries(Object.keys(question.options).map((id) => [id, 1]));
  const standings = { rounds: 1, ranking, latest: { answered: 1, correct: 1, chosen } };
  const closed = closeQuestion(open, START);
  return [
    {
      kind: "question",
      quiz: open,
      expired: false,
      question,
      counts: { players: 500, answered: 500 },
      closesAt: START,
    },
    { kind: "result", quiz: closed, expired: false, question, standings, nextAt: START },
  ];
}

const componentsIn = (card: unknown) => JSON.stringify(card).match(/"type":\d+/g)?.length ?? 0;
const customIdsIn = (card: unknown) =>
  [...JSON.stringify(card).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = ""]) => id);

describe("renderLive", () => {
  it("stays within Discord's limits for every question: 4,000 characters, 40 components, unique ids up to 100", () => {
    const playable = loadBank({ content: "content" }).filter(isPlayable);
    const lobbyMessage: LiveMessage = { kind: "lobby", quiz: lobby, expired: false, players: 500 };
    const end = podiumOf(endQuiz(lobby, "paused-too-long", START));
    for (const message of [...playable.flatMap(messagesOf), end, lobbyMessage]) {
      const card = renderLive(message);
      const name = "question" in message ? `${message.kind} of ${message.question.id}` : message.kind;
      const ids = customIdsIn(card.components);
      expect(textOf(card).length, name).toBeLessThanOrEqual(4_000);
      expect(componentsIn(card.components), name).toBeLessThanOrEqual(40);
      expect(new Set(ids).size, name).toBe(ids.length);
      expect(Math.max(...ids.map((id) => id.length)), name).toBeLessThanOrEqual(100);
    }
  });

  it("shows no buttons in an expired message", () => {
    const results = [questions.multi()].filter(isPlayable).flatMap(messagesOf).slice(1);
    for (const message of results) expect(customIdsIn(renderLive({ ...message, expired: true }))).toEqual([]);
    expect(customIdsIn(renderLive({ kind: "lobby", quiz: lobby, expired: true, players: 2 }))).toEqual([]);
  });

  it("doesn't name a hidden member", () => {
    const hidden = ranking.slice(0, 2).map((player) => ({ ...player, hidden: true as const }));
    const shown = textOf(renderLive({ kind: "podium", quiz: lobby, expired: true, ranking: hidden }));
    expect(shown).toContain("**1st** hidden member · 20,000");
    expect(shown).not.toContain("<@");
  });

  it.each<[EndReason, string]>([
    ["stopped", "Stopped after 1 question."],
    ["out-of-questions", "I ran out of questions after 1."],
    ["paused-too-long", "The quiz was paused for 30 minutes, so I ended it."],
  ])("explains an early end: %s", (reason, text) => {
    const rounds = [{ questionId: "http.single", rev: 1, skipped: false }];
    const quiz = endQuiz({ ...lobby, phase: "break", rounds }, reason, START);
    expect(textOf(renderLive(podiumOf(quiz)))).toContain(text);
  });

  it("explains the end of a quiz without any questions", () => {
    const shown = textOf(renderLive(podiumOf(endQuiz(lobby, "out-of-questions", START))));
    expect(shown).toContain("There were no questions left to ask.");
  });

  it("names the winners and counts the other players", () => {
    const [winner] = ranking;
    if (!winner) throw new Error("no winner");
    const final = [{ ...winner, points: 50 }, ...ranking.slice(1)];
    const shown = textOf(renderLive({ kind: "podium", quiz: lobby, expired: true, ranking: final }));
    expect(shown).toContain(`**1st** <@${snowflake}> · 20,000 · 20 of 0 correct · +50 points\n**2nd**`);
    expect(shown).toContain("up to 60 a day including quizzes and reviews, plus 10, 6 and 4 for the top three.");
    expect(shown).toContain("… and 490 more");
  });
});
