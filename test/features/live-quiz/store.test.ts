import { beforeEach, describe, expect, it } from "vitest";
import {
  closeQuestion,
  complete,
  endQuiz,
  openQuestion,
  startCrediting,
  startRound,
} from "../../../src/features/live-quiz/round-rules.ts";
import { type LiveAnswer, type LiveQuiz, MAX_PLAYERS } from "../../../src/features/live-quiz/rules.ts";
import { createLiveQuizStore, type LiveQuizStore } from "../../../src/features/live-quiz/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { guildId, lobby, START } from "./fixtures.ts";

const options = [
  { id: "again", name: "A" },
  { id: "post", name: "B" },
  { id: "stop", name: "C" },
];
const withAllFields: LiveQuiz = {
  ...lobby,
  id: "full",
  topic: "sql",
  difficulty: 3,
  pausedAt: START,
  endReason: "stopped",
  endedAt: START,
};
const inRound = startRound(lobby, questions.single(), START);
const answer = (userId: string, over: Partial<LiveAnswer> = {}): LiveAnswer => ({
  userId,
  round: 0,
  response: ["post"],
  elapsed: SECOND,
  at: START,
  ...over,
});

let redis: Redis;
let store: LiveQuizStore;

beforeEach(async () => {
  redis = await testRedis();
  store = createLiveQuizStore(redis);
});

/** Stores a quiz at its first question. */
async function startQuiz(): Promise<LiveQuiz> {
  await store.create(lobby);
  expect(await store.save(lobby, inRound, { options, at: START })).toBe(true);
  return inRound;
}

describe("a stored quiz", () => {
  it.each([lobby, withAllFields, openQuestion(inRound, "99", START)])(
    "is loaded as it was saved: $id",
    async (quiz) => {
      await store.create(quiz);
      expect(await store.load(guildId, quiz.id)).toEqual({ quiz, counts: { players: 0, answered: 0 } });
    },
  );

  it("is created once, and blocks its channel until its end was announced", async () => {
    expect([await store.create(lobby), await store.create(lobby), await store.create(withAllFields)]).toEqual([
      "created",
      "created",
      "channel-busy",
    ]);
    const ended = endQuiz(lobby, "no-players", START);
    const crediting = startCrediting(ended, START);
    await store.save(lobby, ended);
    expect(await store.create(withAllFields)).toBe("channel-busy");
    await store.save(ended, crediting);
    expect(await store.create(withAllFields)).toBe("created");
    // Completing the first quiz must not free the channel of the second.
    await store.save(crediting, complete(crediting, START));
    expect(await store.create({ ...lobby, id: "third" })).toBe("channel-busy");
  });

  it("isn't replaced if it changed since it was read", async () => {
    const quiz = await startQuiz();
    expect(await store.save(lobby, closeQuestion(lobby, START))).toBe(false);
    expect(await store.save(quiz, closeQuestion(quiz, START))).toBe(true);
  });

  it("keeps the first lobby message it is given", async () => {
    await store.create(lobby);
    await store.setLobbyMessage(guildId, lobby.id, "7");
    await store.setLobbyMessage(guildId, lobby.id, "8");
    expect(await store.load(guildId, lobby.id)).toMatchObject({ lobbyMessageId: "7" });
  });

  it("marks its question as asked in the guild when the round starts", async () => {
    await startQuiz();
    expect(await redis.zscore(keys.lastPosted(guildId), "http.single")).toBe(String(START));
  });

  it("expires two days after its last change, with everything that belongs to it", async () => {
    const quiz = await startQuiz();
    await store.recordAnswer(guildId, quiz.id, answer("1"));
    await store.save(quiz, closeQuestion(quiz, START));
    const stored = await redis.keys("*live-quiz*");
    expect(stored).toHaveLength(4);
    for (const key of stored) {
      const ttl = await redis.pttl(key);
      expect(ttl, key).toBeGreaterThan(DAY);
      expect(ttl, key).toBeLessThanOrEqual(2 * DAY);
    }
  });
});

describe("join", () => {
  it("adds members while the lobby is open, up to the maximum", async () => {
    expect(await store.join(guildId, "unknown", "1")).toBe("over");
    await store.create(lobby);
    const members = Array.from({ length: MAX_PLAYERS + 5 }, (_, index) => String(index));
    const outcomes = await Promise.all(members.map((userId) => store.join(guildId, lobby.id, userId)));
    expect(outcomes.filter((outcome) => outcome === "joined")).toHaveLength(MAX_PLAYERS);
    expect(outcomes.slice(-5)).toEqual(Array.from({ length: 5 }, () => "full"));
    expect(await store.join(guildId, lobby.id, "3")).toBe("already-joined");

    await store.save(lobby, inRound, { options, at: START });
    expect(await store.join(guildId, lobby.id, "9999")).toBe("started");
    expect(await store.recordAnswer(guildId, lobby.id, answer("9999"))).toEqual({ outcome: "full" });
  });
});

describe("ranks", () => {
  it("are those saved last, for players only", async () => {
    const quiz = await startQuiz();
    const player = (userId: string, rank: number) => ({ userId, rank, score: 900, correct: 1, gained: 900 });
    await store.saveRanks(quiz, [player("1", 1)]);
    await store.saveRanks(quiz, [player("2", 1), player("1", 2)]);
    expect(await store.loadRank(guildId, quiz.id, "1")).toEqual({
      rank: 2,
      score: 900,
      correct: 1,
      asked: 1,
      players: 2,
    });
    expect(await store.loadRank(guildId, quiz.id, "3")).toBeUndefined();
    expect(await redis.ttl(keys.liveQuizRanks(guildId, quiz.id))).toBeGreaterThan(DAY / SECOND);
  });
});

describe("recordAnswer", () => {
  it("records a member's first answer only, and makes the member a player", async () => {
    const { id } = await startQuiz();
    expect(await store.recordAnswer(guildId, id, answer("1"))).toEqual({
      outcome: "recorded",
      answer: answer("1"),
      repeated: false,
      options,
      counts: { players: 1, answered: 1 },
    });
    const second = await store.recordAnswer(guildId, id, answer("1", { response: ["again"], elapsed: 3 * SECOND }));
    expect(second).toMatchObject({ answer: answer("1"), repeated: true, counts: { players: 1, answered: 1 } });
    expect(await store.loadAnswers(guildId, id)).toEqual([answer("1")]);
  });

  it("isn't repeated when two processes handle the same click", async () => {
    const { id } = await startQuiz();
    await store.recordAnswer(guildId, id, answer("1"));
    expect(await store.recordAnswer(guildId, id, answer("1", { at: START + 40 }))).toMatchObject({ repeated: false });
    expect((await store.load(guildId, id))?.counts).toEqual({ players: 1, answered: 1 });
  });

  it("accepts a click made in time, even when it is handled late", async () => {
    const { id } = await startQuiz();
    const late = answer("1", { elapsed: 10 * SECOND, at: START + DAY });
    expect(await store.recordAnswer(guildId, id, late)).toMatchObject({ outcome: "recorded" });
    expect(await store.recordAnswer(guildId, id, answer("2", { elapsed: 10 * SECOND + 1 }))).toEqual({
      outcome: "closed",
    });
  });

  it("rejects other rounds, unknown options, closed questions and unknown quizzes", async () => {
    const quiz = await startQuiz();
    const record = (given: LiveAnswer, guild = guildId) => store.recordAnswer(guild, quiz.id, given);
    expect(await record(answer("1", { round: 1 }))).toEqual({ outcome: "closed" });
    expect(await record(answer("1", { response: ["pos"] }))).toEqual({ outcome: "unknown-option" });
    expect(await record(answer("1"), "1")).toEqual({ outcome: "closed" });
    await store.save(quiz, closeQuestion(quiz, START));
    expect(await record(answer("1"))).toEqual({ outcome: "closed" });
    expect(await store.loadAnswers(guildId, quiz.id)).toEqual([]);
    expect((await store.load(guildId, quiz.id))?.counts.players).toBe(0);
  });

  it("counts answers from 0 in every round", async () => {
    const quiz = await startQuiz();
    await store.recordAnswer(guildId, quiz.id, answer("1"));
    await store.save(quiz, startRound(quiz, questions.multi(), START), {
      options: [{ id: "put", name: "A" }],
      at: START,
    });
    expect((await store.load(guildId, quiz.id))?.counts).toEqual({ players: 1, answered: 0 });
    await store.recordAnswer(guildId, quiz.id, answer("1", { round: 1, response: ["put"] }));
    expect(await store.loadAnswers(guildId, quiz.id)).toHaveLength(2);
  });
});
