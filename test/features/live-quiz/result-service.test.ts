import { describe, expect, it } from "vitest";
import { createLiveResults } from "../../../src/features/live-quiz/result-service.ts";
import type { LiveAnswer } from "../../../src/features/live-quiz/rules.ts";
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

function create({ sendError }: { sendError?: Error } = {}) {
  const bank = createBank([questions.single()]);
  const calls: unknown[][] = [];
  const results = createLiveResults({
    store: { loadAnswers: async () => answers },
    banks: { ofItems: async () => bank },
    hidden: { of: async () => new Set(["2"]) },
    credits: {
      credit: async (...args) => {
        calls.push(["credit", ...args]);
        return [];
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

it("marks players who are hidden on leaderboards", async () => {
  const { score, rank } = create();
  const ranking = await rank(quiz, await score(quiz));
  expect(ranking.map(({ userId, hidden }) => [userId, hidden])).toEqual([
    ["1", undefined],
    ["2", true],
  ]);
});

it("credits points to those who earned some, and records every player's answers", async () => {
  const { credit, calls } = create();
  await credit(quiz);
  const day = "2026-11-18";
  expect(calls).toEqual([
    ["credit", guildId, [{ userId: "1", reason: "live:quiz", points: 12, at: START, day }]],
    ["learn", "1", [expect.objectContaining({ correct: true, mode: "live", at: START })]],
    ["learn", "2", [expect.objectContaining({ correct: false, mode: "live", at: START })]],
    ["activity", "1", [{ day, sitting: "quiz", answers: 1 }]],
    ["activity", "2", [{ day, sitting: "quiz", answers: 1 }]],
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
