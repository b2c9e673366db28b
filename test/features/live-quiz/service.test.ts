import { describe, expect, it } from "vitest";
import type { LiveQuiz } from "../../../src/features/live-quiz/rules.ts";
import { createLiveQuizzes } from "../../../src/features/live-quiz/service.ts";
import type { LiveQuizStore } from "../../../src/features/live-quiz/store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";
import { guildId, lobby, START } from "./fixtures.ts";

const click = { guildId, quizId: lobby.id, userId: "410000000000000302" };
const { id, channelId, hostId } = lobby;
const request = { id, guildId, channelId, hostId, count: 5, seconds: 10 };

/** A service on a store with only the given methods. */
function create(
  store: Partial<LiveQuizStore>,
  available = 5,
  {
    openHere = [],
    openAnywhere = [],
    enemies = {},
  }: { openHere?: string[]; openAnywhere?: string[]; enemies?: Record<string, string[]> } = {},
) {
  const unexpected = async () => expect.fail("unexpected store call");
  const methods = { create: unexpected, load: unexpected, save: unexpected, setLobbyMessage: unexpected };
  const some = Array.from({ length: available }, (_, index) => `sql.q${index}`).map((id) =>
    questions.single({ id, topic: "sql", difficulty: 3, enemies: enemies[id] }),
  );
  const bank = createBank(some);
  const scheduled: { kind: string; at: number }[] = [];
  const schedule = async ({ kind }: { kind: string }, _: unknown, at: number) => {
    scheduled.push({ kind, at });
    return true;
  };
  const service = createLiveQuizzes({
    store: { ...methods, join: unexpected, recordAnswer: unexpected, loadRank: unexpected, ...store },
    posts: {
      open: async () => openHere.map((questionId) => postWith({ questionId })),
      lastAsked: async () => new Map(),
      openAnywhere: async () => new Set(openAnywhere),
    },
    banks: { of: async () => bank },
    settings: { zone: async () => undefined },
    agenda: {
      set: async (...args) => void schedule(...args),
      setNoLater: async (...args) => void schedule(...args),
      setIfAbsent: schedule,
    },
    checkChannel: async () => undefined,
    clock: () => START,
  });
  return { ...service, scheduled };
}

/** A store that accepts every new quiz. */
function recording() {
  const created: LiveQuiz[] = [];
  const store = {
    create: async (quiz: LiveQuiz) => {
      created.push(quiz);
      return "created" as const;
    },
  };
  return { created, store };
}

describe("starting a live quiz", () => {
  it("creates a quiz of the requested topic and difficulty, in UTC if the guild has no zone", async () => {
    const { created, store } = recording();
    const message = await create(store, 3).start({ ...request, topic: "sql", difficulty: 3 });
    expect(created).toMatchObject([{ topic: "sql", difficulty: 3, zone: "UTC", count: 3 }]);
    expect(message).toMatchObject({ kind: "lobby", players: 0, expired: false });
  });

  it("counts two enemies as one question", async () => {
    const { created, store } = recording();
    await create(store, 5, { enemies: { "sql.q1": ["sql.q0", "sql.q3"] } }).start(request);
    expect(created).toMatchObject([{ count: 4 }]);
  });

  it("counts neither an open daily question nor its enemies", async () => {
    const { created, store } = recording();
    await create(store, 5, { openHere: ["sql.q0"], enemies: { "sql.q1": ["sql.q0"] } }).start(request);
    expect(created).toMatchObject([{ count: 3 }]);
  });

  it("rejects a topic without questions", async () => {
    await expect(create({}, 0).start({ ...request, topic: "sql", difficulty: 3 })).rejects.toMatchObject({
      code: "pool-empty",
      values: { topic: "sql", difficulty: 3 },
    });
  });

  it.each([
    ["a channel with a running quiz", "channel-busy", { code: "live-channel-busy" }],
    ["a guild with two running quizzes", "guild-busy", { code: "live-guild-busy", values: { limit: 2 } }],
  ] as const)("rejects %s", async (_, outcome, error) => {
    await expect(create({ create: async () => outcome }).start(request)).rejects.toMatchObject(error);
  });
});

describe("joining a live quiz", () => {
  it.each([
    ["full", "live-full"],
    ["started", "live-started"],
    ["over", "live-over"],
  ] as const)("rejects a member when the quiz is %s", async (outcome, code) => {
    await expect(create({ join: async () => outcome }).join(click)).rejects.toMatchObject({ code });
  });

  it("schedules a count update when a member has joined", async () => {
    const { join, scheduled } = create({ join: async () => "joined" });
    expect(await join(click)).toBe("joined");
    expect(scheduled).toEqual([{ kind: "live-count", at: START + 2_000 }]);
  });

  it("schedules nothing for a member who joined before", async () => {
    const { join, scheduled } = create({ join: async () => "already-joined" });
    expect(await join(click)).toBe("already-joined");
    expect(scheduled).toEqual([]);
  });
});

describe("an answer in a live quiz", () => {
  const given = { round: 0, response: ["post"], elapsed: 1 };

  it.each([
    ["closed", "live-closed"],
    ["unknown-option", "button-outdated"],
    ["full", "live-full"],
  ] as const)("is rejected when the store returns %s", async (outcome, code) => {
    const { answer } = create({ recordAnswer: async () => ({ outcome }) });
    await expect(answer(click, given)).rejects.toMatchObject({ code });
  });

  const recorded = (answered: number, repeated = false) => ({
    recordAnswer: async () => ({
      outcome: "recorded" as const,
      answer: { userId: click.userId, at: START, ...given },
      repeated,
      options: [
        { id: "again", name: "A" },
        { id: "post", name: "B" },
      ],
      counts: { players: 3, answered },
    }),
  });

  it("names the chosen options, and schedules at most one count update", async () => {
    const { answer, scheduled } = create(recorded(1));
    expect(await answer(click, given)).toMatchObject({ options: ["B"], repeated: false });
    await answer(click, given);
    expect(scheduled).toEqual([{ kind: "live-count", at: START + 2_000 }]);
  });

  it("ends the round when everyone has answered", async () => {
    const { answer, scheduled } = create(recorded(3));
    await answer(click, given);
    expect(scheduled).toEqual([{ kind: "live-quiz", at: START }]);
  });

  it("schedules nothing for a repeated answer", async () => {
    const { answer, scheduled } = create(recorded(1, true));
    expect(await answer(click, given)).toMatchObject({ repeated: true });
    expect(scheduled).toEqual([]);
  });
});

describe("controlling a live quiz", () => {
  const loading = (quiz: LiveQuiz, players = 1) => ({ load: async () => ({ quiz, counts: { players, answered: 0 } }) });

  it("distinguishes a quiz that has ended from one in a later round", async () => {
    const over: LiveQuiz = { ...lobby, phase: "done", endReason: "completed" };
    const stop = (quiz: LiveQuiz, round: number) => create(loading(quiz)).control(click, "stop", round);
    await expect(stop(over, 0)).rejects.toMatchObject({ code: "live-over" });
    await expect(stop(lobby, 3)).rejects.toMatchObject({ code: "live-moved-on" });
    await expect(create({ load: async () => undefined }).control(click, "stop", 0)).rejects.toMatchObject({
      code: "live-over",
    });
  });

  it("rejects a start without players", async () => {
    const { control } = create(loading(lobby, 0));
    await expect(control(click, "start", -1)).rejects.toMatchObject({ code: "live-no-players" });
  });

  it("retries when the quiz changed in the meantime", async () => {
    const outcomes = [false, true];
    const { control, scheduled } = create({ ...loading(lobby), save: async () => outcomes.shift() ?? false });
    const { wake } = await control(click, "start", -1);
    await wake();
    expect(outcomes).toEqual([]);
    expect(scheduled).toEqual([{ kind: "live-quiz", at: START }]);
  });
});

describe("picking the next question", () => {
  it("picks a question that is open in another guild only when no other is left", async () => {
    const open = ["sql.q0", "sql.q1", "sql.q2", "sql.q3"];
    for (const seed of ["1", "2", "3", "4"])
      expect(await create({}, 5, { openAnywhere: open }).pickNext({ ...lobby, seed })).toMatchObject({ id: "sql.q4" });
    const rounds = [{ questionId: "sql.q4", rev: 1, skipped: false }];
    expect(open).toContain((await create({}, 5, { openAnywhere: open }).pickNext({ ...lobby, rounds }))?.id);
  });

  it("picks no enemy of an asked question, even if that one was skipped", async () => {
    const rounds = [{ questionId: "sql.q1", rev: 1, skipped: true }];
    const { pickNext } = create({}, 3, { enemies: { "sql.q1": ["sql.q0"] } });
    for (const seed of ["1", "2", "3", "4"])
      expect(await pickNext({ ...lobby, seed, rounds })).toMatchObject({ id: "sql.q2" });
    expect(await create({}, 2, { enemies: { "sql.q0": ["sql.q1"] } }).pickNext({ ...lobby, rounds })).toBeUndefined();
  });
});

it("a member who hasn't answered a closed question has no rank", async () => {
  await expect(create({ loadRank: async () => undefined }).ownRank(click)).rejects.toMatchObject({
    code: "live-no-score",
  });
});
