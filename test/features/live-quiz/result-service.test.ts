import { describe, expect, it } from "vitest";
import { createLiveResults } from "../../../src/features/live-quiz/result-service.ts";
import type { LiveAnswer, Standings } from "../../../src/features/live-quiz/rules.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import {
  DirectMessagesClosedError,
  MessageRejectedError,
  RetryLaterError,
} from "../../../src/platform/discord/discord-errors.ts";
import { questions } from "../../support/questions.ts";
import { guildId, lobby, START } from "./fixtures.ts";

const quiz = { ...lobby, rounds: [{ questionId: "http.single", rev: 1, skipped: false }], endedAt: START };
const answers: LiveAnswer[] = [
  { userId: "1", round: 0, response: ["again"], elapsed: 1_000, at: START },
  { userId: "2", round: 0, response: ["post"], elapsed: 2_000, at: START },
];

function create({ sendError, isCapped = false }: { sendError?: Error; isCapped?: boolean } = {}) {
  const bank = createBank([questions.single()]);
  const calls: unknown[][] = [];
  let stored: Standings = { rounds: 0, ranking: [], latest: { answered: 0, correct: 0, chosen: {} } };
  const results = createLiveResults({
    store: {
      async loadAnswers(_guildId, _quizId, round) {
        calls.push(["load", round]);
        return answers.filter((one) => one.round === round);
      },
      loadStandings: async () => stored,
      async saveStandings(_quiz, standings) {
        stored = standings;
        return true;
      },
    },
    banks: { ofItems: async () => bank },
    hidden: { of: async () => new Set(["2"]) },
    credits: {
      credit: async (...args) => {
        calls.push(["credit", ...args]);
        return args[1].map(({ points, dailyCap }) => ({ points: isCapped && dailyCap ? 0 : points, at: START }));
      },
    },
    learning: { record: async (userId, outcomes) => void calls.push(["learn", userId, outcomes]) },
    activity: { record: async (...args) => void calls.push(["activity", ...args]) },
    directMessages: {
      send: async (...args) => {
        calls.push(["send", ...args]);
        if (sendError) throw sendError;
      },
    },
  });
  return { ...results, calls };
}

describe("the standings of a live quiz", () => {
  it("include each closed round once, and mark players who are hidden on leaderboards", async () => {
    const { standings, calls } = create();
    const [round] = quiz.rounds;
    if (!round) throw new Error("no round");
    const twoRounds = { ...quiz, rounds: [round, round] };
    const open = { ...twoRounds, phase: "open" as const };
    expect(await standings(open)).toMatchObject({ rounds: 1 });
    for (let repetition = 0; repetition < 3; repetition += 1) await standings(open);
    expect(calls).toEqual([["load", 0]]);

    const final = await standings({ ...twoRounds, phase: "closed" });
    expect(calls).toEqual([
      ["load", 0],
      ["load", 1],
    ]);
    expect(final).toMatchObject({ rounds: 2, latest: { answered: 0 } });
    expect(final.ranking.map(({ userId, hidden }) => [userId, hidden])).toEqual([
      ["1", undefined],
      ["2", true],
    ]);
  });

  it("don't need the answers of a skipped round", async () => {
    const { standings, calls } = create();
    const skipped = { ...quiz, rounds: quiz.rounds.map((round) => ({ ...round, skipped: true })) };
    expect(await standings(skipped)).toMatchObject({ rounds: 1, ranking: [], latest: { answered: 0 } });
    expect(calls).toEqual([]);
  });
});

it("the final ranking has the points that were credited, which the daily cap may reduce", async () => {
  expect(await create().creditPoints(quiz)).toMatchObject([
    { userId: "1", points: 12 },
    { userId: "2", points: 0, hidden: true },
  ]);
  expect(await create({ isCapped: true }).creditPoints(quiz)).toMatchObject([
    { userId: "1", points: 10 },
    { userId: "2", points: 0 },
  ]);
});

it("players who earned points are credited, and every player's answers are recorded", async () => {
  const { credit, calls } = create();
  await credit(quiz);
  const day = "2026-11-18";
  const shared = { userId: "1", at: START, day };
  const earned = [
    { ...shared, reason: "live:quiz", points: 2, dailyCap: 60 },
    { ...shared, reason: "podium:quiz", points: 10 },
  ];
  expect(calls.filter(([name]) => name !== "load")).toEqual([
    ["credit", guildId, earned],
    ["learn", "1", [expect.objectContaining({ correct: true, mode: "live", at: START })]],
    ["learn", "2", [expect.objectContaining({ correct: false, mode: "live", at: START })]],
    ["activity", "1", [{ day, session: "quiz", answers: 1 }]],
    ["activity", "2", [{ day, session: "quiz", answers: 1 }]],
  ]);
});

describe("notifyHost", () => {
  it("says whether the quiz counts", async () => {
    const { notifyHost, calls } = create();
    await notifyHost(quiz);
    await notifyHost(lobby);
    const { hostId, channelId } = lobby;
    expect(calls).toEqual([
      ["send", hostId, { kind: "live-quiz-lost", channelId, scored: true }, "live/quiz"],
      ["send", hostId, { kind: "live-quiz-lost", channelId, scored: false }, "live/quiz"],
    ]);
  });

  it.each([
    new DirectMessagesClosedError("closed"),
    new MessageRejectedError("rejected"),
    new RetryLaterError("unavailable"),
  ])("ignores a message that can't be delivered: %s", async (sendError) => {
    await expect(create({ sendError }).notifyHost(quiz)).resolves.toBeUndefined();
  });

  it("throws any other error", async () => {
    await expect(create({ sendError: new TypeError("a bug") }).notifyHost(quiz)).rejects.toThrow("a bug");
  });
});
