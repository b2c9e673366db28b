import { describe, expect, it } from "vitest";
import { createLiveEffects } from "../../../src/features/live-quiz/effects-service.ts";
import type { LiveStore } from "../../../src/features/live-quiz/ports.ts";
import type { Live } from "../../../src/features/live-quiz/rules.ts";
import { createLives } from "../../../src/features/live-quiz/service.ts";
import { ClosedError, MessageError, TryLaterError } from "../../../src/platform/discord/delivery-errors.ts";

const guildId = "410000000000000000";
const host = "410000000000000301";
const click = { guildId, quizId: "a", userId: "410000000000000302" };
const live: Live = {
  ...{ id: "a", guildId, channelId: "1", hostId: host, zone: "UTC", count: 5, seconds: 10 },
  ...{ phase: "lobby", dueAt: 1_000, rounds: [], version: 1 },
};
const wish = { id: "a", guildId, channelId: "1", hostId: host, count: 5, seconds: 10 };

/** A store of one quiz; what else a test is about stands in `over`. */
function storeOf(over: Partial<LiveStore>): LiveStore {
  const never = async () => expect.fail("nobody asked for that");
  return {
    ...{ create: never, noteLobby: never, load: never, save: never, join: never },
    ...{ answer: never, answers: never, place: never, keepPlaces: never },
    ...over,
  };
}

function create(over: Partial<LiveStore>, available = 5) {
  const woken: number[] = [];
  const note = async (_: unknown, __: unknown, at: number) => void woken.push(at);
  const service = createLives({
    lives: storeOf(over),
    choice: { available: async () => available },
    settings: { zone: async () => undefined },
    agenda: { set: note, setNoLater: note, setIfAbsent: note },
    checkChannel: async () => undefined,
    clock: () => 0,
  });
  return { ...service, woken };
}

describe("who joins a live quiz", () => {
  it.each([
    ["full", "live-full"],
    ["begun", "live-begun"],
    ["over", "live-over"],
  ] as const)("is told where it is %s", async (outcome, code) => {
    await expect(create({ join: async () => outcome }).join(click)).rejects.toMatchObject({ code });
  });
});

describe("who answers in a live quiz", () => {
  it.each([
    ["closed", "live-closed"],
    ["strange", "button-outdated"],
    ["full", "live-full"],
  ] as const)("is told where it is %s", async (outcome, code) => {
    const { answer } = create({ answer: async () => ({ outcome }) });
    await expect(answer(click, { round: 0, response: ["x"], took: 1 })).rejects.toMatchObject({ code });
  });
});

describe("a live quiz", () => {
  it("is for the topic and difficulty that were asked for, in the days of UTC where nobody chose a zone", async () => {
    const made: Live[] = [];
    const keep = async (one: Live) => {
      made.push(one);
      return "created" as const;
    };
    await create({ create: keep }, 3).begin({ ...wish, topic: "sql", difficulty: 3 });
    expect(made).toMatchObject([{ topic: "sql", difficulty: 3, zone: "UTC", count: 3 }]);
    await expect(create({}, 0).begin({ ...wish, topic: "sql", difficulty: 3 })).rejects.toMatchObject({
      code: "pool-empty",
      values: { topic: "sql", difficulty: 3 },
    });
  });

  it("is told apart where it has ended and where it has moved on", async () => {
    const at = (one: Live) => create({ load: async () => ({ live: one, crowd: { players: 1, answered: 0 } }) });
    const stop = ({ act }: ReturnType<typeof create>, round: number) =>
      act({ ...click, userId: host }, "stop", round, async () => false);
    await expect(stop(at({ ...live, phase: "over", end: "played" }), 0)).rejects.toMatchObject({ code: "live-over" });
    await expect(stop(at(live), 3)).rejects.toMatchObject({ code: "live-moved-on" });
  });

  it("takes a wish anew where it moves on at that moment", async () => {
    let tries = 0;
    const save = async () => {
      tries += 1;
      return tries > 1;
    };
    const { act, woken } = create({ save, load: async () => ({ live, crowd: { players: 1, answered: 0 } }) });
    const { wake } = await act({ ...click, userId: host }, "start", -1, async () => false);
    await wake();
    expect([tries, woken]).toEqual([2, [0]]);
  });
});

describe("the host of a quiz that was lost", () => {
  const tell = (error: Error) =>
    createLiveEffects({
      results: { of: async () => [], places: async () => [] },
      credits: { credit: async () => [] },
      learning: { record: async () => undefined },
      activity: { note: async () => undefined },
      mailer: { send: async () => Promise.reject(error) },
    }).tellHost(live);

  it.each([new ClosedError("closed"), new MessageError("refused"), new TryLaterError("away")])(
    "need not hear of it: %s",
    async (error) => {
      await expect(tell(error)).resolves.toBeUndefined();
    },
  );

  it("is no place to hide a bug in", async () => {
    await expect(tell(new TypeError("a bug"))).rejects.toThrow("a bug");
  });
});
