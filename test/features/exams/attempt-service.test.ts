import { beforeEach, describe, expect, it } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import type { ExamStore } from "../../../src/features/exams/ports.ts";
import { createExamResults } from "../../../src/features/exams/report-service.ts";
import { examsSchema } from "../../../src/features/exams/rules.ts";
import { createExams } from "../../../src/features/exams/service.ts";
import { createExamStore } from "../../../src/features/exams/store.ts";
import { createRatingStore } from "../../../src/features/learning/rating-store.ts";
import { createLearning } from "../../../src/features/learning/service.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import { createBank } from "../../../src/features/questions/bank-service.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { HOUR, MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
const guildId = "410000000000000000";
const blueprint = examsSchema.parse({
  pass_share: 0.7,
  module: { items: 2, minutes: 30 },
  modules: [{ id: "a", topics: TOPICS }],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, topic === "http" ? 2 : 1])) },
});
const bank = createBank([questions.single(), questions.order()]);
const wish = { id: "one", module: "mock", extraTime: false };
const code = (wanted: string) => ({ code: wanted });

let now: number;
let store: ExamStore;
/** What is asked in the guild at hand, and in others of the learner's, right now. */
let here: Set<string>;
let elsewhere: Set<string>;
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  now = 1_795_000_000_000;
  [here, elsewhere] = [new Set(), new Set()];
  redis = await testRedis();
  store = createExamStore(redis);
});

function create(over: Partial<ExamStore> = {}) {
  const learning = createLearning({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
  const choice = {
    openTo: async (_: string, guild?: string) => ({
      here: guild === guildId ? here : new Set<string>(),
      elsewhere: Promise.resolve(elsewhere),
    }),
  };
  const shared = { exams: { ...store, ...over }, learning, choice, bank, blueprint, clock: () => now };
  const results = createExamResults({
    ...shared,
    credits: createCreditStore(redis),
    activity: createActivityStore(redis),
    settings: createSettingsStore(redis),
  });
  return { ...createExams({ ...shared, results, agenda: createAgenda(redis) }), results };
}

/** The place of the question of this type in an attempt. */
async function placeOf(questionId: string): Promise<number> {
  const open = await store.open(userId);
  return open?.items.findIndex((item) => item.questionId === questionId) ?? -1;
}

describe("an attempt", () => {
  it("takes no step that its items do not have", async () => {
    const { start, take, look } = create();
    await start(userId, wish);
    const [single, order] = [await placeOf("http.single"), await placeOf("http.order")];
    const answer = (position: number, ...response: string[]) =>
      take(userId, "one", { take: "answer", position, response });
    for (const strange of [
      () => answer(single, "nonsense"),
      () => answer(order, "resolve", "nonsense", "connect"),
      () => answer(7, "again"),
      () => take(userId, "one", { take: "move", position: 7 }),
      () => look(userId, "one", 7),
    ]) {
      await expect(strange()).rejects.toMatchObject(code("button-outdated"));
    }
    const repeated = answer(order, "resolve", "resolve", "connect");
    await expect(repeated).rejects.toMatchObject({ code: "order-repeats", values: { step: "Resolve the name" } });
    expect((await store.open(userId))?.items.every(({ response }) => response === undefined)).toBe(true);
  });

  it("is over when its time is, by whatever it is looked at", async () => {
    const { start, take, look, resume, submit, settle } = create();
    for (const [name, step] of Object.entries({
      take: (id: string) => take(userId, id, { take: "move", position: 1 }),
      look: (id: string) => look(userId, id),
      resume: () => resume(userId),
      submit: (id: string) => submit(userId, id),
    })) {
      await start(userId, { ...wish, id: name });
      now += 2 * HOUR;
      expect(await step(name), name).toMatchObject({ state: "ended", why: "time", result: { timedOut: true } });
      await settle({ userId, attemptId: name });
    }
    await start(userId, { ...wish, id: "late" });
    now += 2 * HOUR;
    expect(await start(userId, { ...wish, id: "next" })).toMatchObject({ state: "open", missed: { id: "late" } });
  });

  it("is not ended by the agenda before its time", async () => {
    const { start, settle } = create();
    await start(userId, wish);
    await settle({ userId, attemptId: "one" });
    expect((await store.open(userId))?.id).toBe("one");
  });

  it("tells who submits it twice that it was submitted before", async () => {
    const { start, submit } = create();
    await start(userId, wish);
    expect(await submit(userId, "one")).toMatchObject({ why: "submitted" });
    now += HOUR;
    expect(await submit(userId, "one")).toMatchObject({ state: "ended", why: "earlier" });
  });

  it("is submitted though a step comes between", async () => {
    let tries = 0;
    const finish: ExamStore["finish"] = async (...given) => {
      tries += 1;
      return tries === 1 ? false : store.finish(...given);
    };
    const { start, submit } = create({ finish });
    await start(userId, wish);
    expect(await submit(userId, "one")).toMatchObject({ state: "ended", why: "submitted" });
    expect(tries).toBe(2);
  });

  it("asks nothing that is open in any server of its learner", async () => {
    elsewhere.add("http.single");
    const { attempt } = await create().start(userId, { ...wish, guildId });
    expect(attempt.items.map(({ questionId }) => questionId)).toEqual(["http.order"]);
    expect((await store.open(userId))?.items).toHaveLength(1);
  });
});

describe("a result", () => {
  async function sat(...right: string[]) {
    const all = create();
    await all.start(userId, { ...wish, guildId });
    for (const id of right) {
      const response = id === "http.order" ? ["resolve", "connect", "secure"] : ["again"];
      await all.take(userId, "one", { take: "answer", position: await placeOf(id), response });
    }
    now += MINUTE;
    await all.submit(userId, "one");
    return all.results;
  }

  it("with nothing missed has nothing to go through or to learn", async () => {
    const results = await sat("http.single", "http.order");
    await expect(results.missed({ userId }, "one", 0)).rejects.toMatchObject(code("exam-none-missed"));
    await expect(results.review(userId, "one")).rejects.toMatchObject(code("exam-none-missed"));
  });

  it("shows no key of what is asked in a server right now, wherever it is looked at", async () => {
    const results = await sat("http.single");
    expect(await results.missed({ userId }, "one", 9)).toMatchObject({ page: 0, question: { id: "http.order" } });
    here.add("http.order");
    expect(await results.missed({ userId, guildId }, "one", 0)).toMatchObject({ withheld: true });
    const elsewhereToo = await results.missed({ userId }, "one", 0);
    expect(elsewhereToo).toMatchObject({ withheld: true });
    expect(elsewhereToo).not.toHaveProperty("question");
  });
});
