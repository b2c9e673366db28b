import { beforeEach, describe, expect, it } from "vitest";
import {
  closeQuestion,
  completeQuiz,
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
  it.each<[string, LiveQuiz]>([
    ["in the lobby", lobby],
    ["with every field", withAllFields],
    ["with an open question", openQuestion(inRound, "99", START)],
  ])("is loaded as it was saved: %s", async (_, quiz) => {
    await store.create(quiz);
    expect(await store.load(guildId, quiz.id)).toEqual({ quiz, counts: { players: 0, answered: 0 } });
  });

  it("is created once, and blocks its channel until its end is announced", async () => {
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
    await store.save(crediting, completeQuiz(crediting, START));
    expect(await store.create({ ...lobby, id: "third" })).toBe("channel-busy");
  });

  it("is one of at most two running in its guild", async () => {
    const inChannel = (channelId: string) => ({ ...lobby, id: `quiz-${channelId}`, channelId });
    const create = (channelId: string) => store.create(inChannel(channelId));
    expect([await create("1"), await create("2"), await create("3"), await create("2")]).toEqual([
      ...["created", "created", "guild-busy", "created"],
    ]);
    expect(await store.create({ ...inChannel("3"), guildId: "420000000000000000" })).toBe("created");
    await store.save(inChannel("1"), startCrediting(endQuiz(inChannel("1"), "stopped", START), START));
    expect([await create("3"), await create("4")]).toEqual(["created", "guild-busy"]);
    // An expired quiz doesn't count.
    await redis.del(keys.liveQuiz(guildId, "quiz-2"));
    expect(await create("4")).toBe("created");
  });

  it("isn't replaced if it changed since it was read", async () => {
    const quiz = await startQuiz();
    expect(await store.save(lobby, closeQuestion(lobby, START))).toBe(false);
    expect(await store.save(quiz, closeQuestion(quiz, START))).toBe(true);
  });

  it("keeps its first lobby message", async () => {
    await store.create(lobby);
    await store.setLobbyMessage(guildId, lobby.id, "7");
    await store.setLobbyMessage(guildId, lobby.id, "8");
    expect(await store.load(guildId, lobby.id)).toMatchObject({ lobbyMessageId: "7" });
  });

  it("marks its question as asked in the guild when the round starts", async () => {
    await startQuiz();
    expect(await redis.zscore(keys.lastPosted(guildId), "http.single")).toBe(String(START));
  });

  it("lists its question as open while the round accepts answers", async () => {
    expect(await store.openQuestions(guildId)).toEqual([]);
    const quiz = await startQuiz();
    expect(await store.openQuestions(guildId)).toEqual(["http.single"]);
    expect(await store.openQuestions("420000000000000000")).toEqual([]);

    const sent = openQuestion(quiz, "99", START);
    await store.save(quiz, sent);
    expect(await store.openQuestions(guildId)).toEqual(["http.single"]);
    const closed = closeQuestion(sent, START);
    await store.save(sent, closed);
    expect(await store.openQuestions(guildId)).toEqual([]);

    const second = startRound(closed, questions.single({ id: "http.second" }), START);
    await store.save(closed, second, { options, at: START });
    expect(await store.openQuestions(guildId)).toEqual(["http.second"]);
    // An expired quiz.
    await redis.del(keys.liveQuiz(guildId, lobby.id));
    expect(await store.openQuestions(guildId)).toEqual([]);
  });

  it("expires two days after its last change, along with its other keys", async () => {
    const quiz = await startQuiz();
    await store.recordAnswer(guildId, quiz.id, answer("1"));
    await store.save(quiz, closeQuestion(quiz, START));
    const stored = (await redis.keys("*live-quiz*")).filter((key) => key !== keys.liveQuizzes(quiz.guildId));
    expect(stored).toHaveLength(4);
    for (const key of stored) {
      const ttl = await redis.pttl(key);
      expect(ttl, key).toBeGreaterThan(DAY);
      expect(ttl, key).toBeLessThanOrEqual(2 * DAY);
    }
  });
});

describe("joining a live quiz", () => {
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

describe("the standings of a live quiz", () => {
  const player = (userId: string, rank: number) => {
    return { userId, rank, score: 900, correct: 1, elapsed: SECOND, gained: 900, ...(rank > 1 && { movedUp: -1 }) };
  };
  const latest = { answered: 2, correct: 1, chosen: { again: 1, post: 1 } };

  it("include each round once", async () => {
    const quiz = await startQuiz();
    expect(await store.loadStandings(guildId, quiz.id)).toEqual({
      rounds: 0,
      ranking: [],
      latest: { answered: 0, correct: 0, chosen: {} },
    });
    const first = { rounds: 1, ranking: [player("1", 1)], latest };
    const second = { rounds: 2, ranking: [player("2", 1), player("1", 2)], latest };
    expect(await store.saveStandings(quiz, second)).toBe(false);
    expect(await store.saveStandings(quiz, first)).toBe(true);
    expect(await store.saveStandings(quiz, { ...first, ranking: [player("9", 1)] })).toBe(false);
    expect(await store.loadStandings(guildId, quiz.id)).toEqual(first);
    expect(await store.saveStandings(quiz, second)).toBe(true);
    expect(await store.loadStandings(guildId, quiz.id)).toEqual(second);
    expect(await redis.ttl(keys.liveQuizRanks(guildId, quiz.id))).toBeGreaterThan(DAY / SECOND);
  });

  it("can be empty, and rank only players", async () => {
    const quiz = await startQuiz();
    expect(await store.saveStandings(quiz, { rounds: 1, ranking: [], latest })).toBe(true);
    expect(await store.loadRank(guildId, quiz.id, "1")).toBeUndefined();
    await store.saveStandings(quiz, { rounds: 2, ranking: [player("2", 1), player("1", 2)], latest });
    expect(await store.loadRank(guildId, quiz.id, "1")).toMatchObject({ ...{ rank: 2, asked: 1, players: 2 } });
    expect(await store.loadRank(guildId, quiz.id, "3")).toBeUndefined();
  });
});

describe("recording an answer", () => {
  it("records only a member's first answer, and makes the member a player", async () => {
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
    expect(await store.loadAnswers(guildId, id, 0)).toEqual([answer("1")]);
  });

  it("doesn't count a click as repeated when two processes handle it", async () => {
    const { id } = await startQuiz();
    await store.recordAnswer(guildId, id, answer("1"));
    expect(await store.recordAnswer(guildId, id, answer("1", { at: START + 40 }))).toMatchObject({ repeated: false });
    expect((await store.load(guildId, id))?.counts).toEqual({ players: 1, answered: 1 });
  });

  it("accepts a click made in time even if it is handled late", async () => {
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
    expect(await store.loadAnswers(guildId, quiz.id, 0)).toEqual([]);
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
    const second = answer("1", { round: 1, response: ["put"] });
    expect(await store.loadAnswers(guildId, quiz.id, 0)).toEqual([answer("1")]);
    expect(await store.loadAnswers(guildId, quiz.id, 1)).toEqual([second]);
    expect(await store.loadAnswers(guildId, quiz.id, 2)).toEqual([]);
  });
});
