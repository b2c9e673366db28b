import { beforeEach, describe, expect, it } from "vitest";
import type { LiveStore } from "../../../src/features/live-quiz/ports.ts";
import {
  ask,
  close,
  finish,
  LIVE_PLAYERS,
  type Live,
  type LiveAnswer,
  leave,
  open,
  settle,
} from "../../../src/features/live-quiz/rules.ts";
import { createLiveStore } from "../../../src/features/live-quiz/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const START = 1_795_000_000_000;
const names = [
  ["again", "A"],
  ["post", "B"],
  ["stop", "C"],
] as const;
const lobby: Live = {
  id: "quiz",
  guildId,
  channelId: "410000000000000101",
  hostId: "1",
  zone: "UTC",
  count: 5,
  seconds: 10,
  phase: "lobby",
  dueAt: START,
  rounds: [],
  version: 1,
};
const full: Live = {
  ...lobby,
  id: "full",
  topic: "sql",
  difficulty: 3,
  pausedAt: START,
  end: "stopped",
  endedAt: START,
};
const opened = open(lobby, questions.single(), START);
const answer = (userId: string, over: Partial<LiveAnswer> = {}): LiveAnswer => ({
  userId,
  round: 0,
  response: ["post"],
  took: SECOND,
  at: START,
  ...over,
});

let redis: ReturnType<typeof connectRedis>;
let lives: LiveStore;

beforeEach(async () => {
  redis = await testRedis();
  lives = createLiveStore(redis);
});

async function begun(): Promise<Live> {
  await lives.create(lobby);
  expect(await lives.save(lobby, opened, { names, at: START })).toBe(true);
  return opened;
}

describe("a stored live quiz", () => {
  it.each([lobby, full, ask(opened, "99", START)])("comes back as it was", async (live) => {
    await lives.create(live);
    expect(await lives.load(guildId, live.id)).toEqual({ live, crowd: { players: 0, answered: 0 } });
  });

  it("has its channel to itself until its end is told, and is created once however often it is asked for", async () => {
    expect([await lives.create(lobby), await lives.create(lobby), await lives.create(full)]).toEqual([
      "created",
      "created",
      "taken",
    ]);
    const ended = finish(lobby, "nobody", START);
    await lives.save(lobby, ended);
    expect(await lives.create(full)).toBe("taken");
    await lives.save(ended, settle(ended, START));
    expect(await lives.create(full)).toBe("created");
    // What is left to do for the first one leaves the second alone.
    await lives.save(settle(ended, START), leave(settle(ended, START), START));
    expect(await lives.create({ ...lobby, id: "third" })).toBe("taken");
  });

  it("moves on only from what was read", async () => {
    const live = await begun();
    expect(await lives.save(lobby, live, { names, at: START })).toBe(false);
    expect(await lives.save({ ...live, id: "other" }, close(live, START))).toBe(true);
  });

  it("remembers its lobby's message as it was told first", async () => {
    await lives.create(lobby);
    await lives.noteLobby(guildId, lobby.id, "7");
    await lives.noteLobby(guildId, lobby.id, "8");
    expect(await lives.load(guildId, lobby.id)).toMatchObject({ lobbyMessageId: "7" });
  });

  it("lets members in while its lobby is open, and up to its most", async () => {
    expect(await lives.join(guildId, "unknown", "1")).toBe("over");
    await lives.create(lobby);
    const outcomes = await Promise.all(
      Array.from({ length: LIVE_PLAYERS + 5 }, (_, index) => lives.join(guildId, lobby.id, String(index))),
    );
    expect(outcomes.filter((one) => one === "joined")).toHaveLength(LIVE_PLAYERS);
    expect(outcomes.slice(-5)).toEqual(Array.from({ length: 5 }, () => "full"));
    expect(await lives.join(guildId, lobby.id, "3")).toBe("already");
    await lives.save(lobby, opened, { names, at: START });
    expect(await lives.join(guildId, lobby.id, "9999")).toBe("begun");
    expect(await lives.answer(guildId, lobby.id, answer("9999"))).toEqual({ outcome: "full" });
  });

  it("counts its question as asked in the guild from the moment it is opened", async () => {
    await begun();
    expect(await redis.zscore(keys.lastPosted(guildId), "http.single")).toBe(String(START));
  });

  it("is forgotten some days after its last step, with all that belongs to it", async () => {
    const live = await begun();
    await lives.answer(guildId, live.id, answer("1"));
    await lives.save(live, close(live, START));
    for (const key of await redis.keys("*live-quiz*")) {
      const left = await redis.pttl(key);
      expect(left, key).toBeGreaterThan(DAY);
      expect(left, key).toBeLessThanOrEqual(2 * DAY);
    }
    expect(await redis.keys("*live-quiz*")).toHaveLength(4);
  });
});

describe("the places of a live quiz", () => {
  it("are told to each who has one, as they were kept last", async () => {
    const live = await begun();
    const place = (userId: string, number: number) => ({ userId, place: number, score: 900, right: 1, gained: 900 });
    await lives.keepPlaces(live, [place("1", 1)]);
    await lives.keepPlaces(live, [place("2", 1), place("1", 2)]);
    expect(await lives.place(guildId, live.id, "1")).toEqual({ place: 2, score: 900, right: 1, asked: 1, players: 2 });
    expect(await lives.place(guildId, live.id, "3")).toBeUndefined();
    expect(await redis.ttl(keys.liveQuizRanks(guildId, live.id))).toBeGreaterThan(DAY / SECOND);
  });
});

describe("an answer to a live round", () => {
  it("is recorded once, the first one, and makes its member a player", async () => {
    const { id } = await begun();
    expect(await lives.answer(guildId, id, answer("1"))).toEqual({
      outcome: "recorded",
      answer: answer("1"),
      again: false,
      names,
      crowd: { players: 1, answered: 1 },
    });
    const second = await lives.answer(guildId, id, answer("1", { response: ["again"], took: 3 * SECOND }));
    expect(second).toMatchObject({ answer: answer("1"), again: true, crowd: { players: 1, answered: 1 } });
    expect(await lives.answers(guildId, id)).toEqual([answer("1")]);
  });

  it("is no second one when two processes hear the same tap", async () => {
    const { id } = await begun();
    await lives.answer(guildId, id, answer("1"));
    expect(await lives.answer(guildId, id, answer("1", { at: START + 40 }))).toMatchObject({ again: false });
    expect((await lives.load(guildId, id))?.crowd).toEqual({ players: 1, answered: 1 });
  });

  it("counts when it was tapped in time by Discord's clock, however late it is handled", async () => {
    const { id } = await begun();
    expect(await lives.answer(guildId, id, answer("1", { took: 10 * SECOND, at: START + DAY }))).toMatchObject({
      outcome: "recorded",
    });
    expect(await lives.answer(guildId, id, answer("2", { took: 10 * SECOND + 1 }))).toEqual({ outcome: "closed" });
  });

  it("is refused for another round, an unknown option, a closed question, and a quiz that is not there", async () => {
    const live = await begun();
    expect(await lives.answer(guildId, live.id, answer("1", { round: 1 }))).toEqual({ outcome: "closed" });
    expect(await lives.answer(guildId, live.id, answer("1", { response: ["pos"] }))).toEqual({ outcome: "strange" });
    expect(await lives.answer("1", live.id, answer("1"))).toEqual({ outcome: "closed" });
    await lives.save(live, close(live, START));
    expect(await lives.answer(guildId, live.id, answer("1"))).toEqual({ outcome: "closed" });
    expect(await lives.answers(guildId, live.id)).toEqual([]);
    expect((await lives.load(guildId, live.id))?.crowd.players).toBe(0);
  });

  it("is counted from nought in every round", async () => {
    const live = await begun();
    await lives.answer(guildId, live.id, answer("1"));
    await lives.save(live, open(live, questions.multi(), START), { names: [["put", "A"]], at: START });
    expect((await lives.load(guildId, live.id))?.crowd).toEqual({ players: 1, answered: 0 });
    await lives.answer(guildId, live.id, answer("1", { round: 1, response: ["put"] }));
    expect(await lives.answers(guildId, live.id)).toHaveLength(2);
  });
});
