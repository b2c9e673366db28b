import { beforeEach, describe, expect, it, vi } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { auditLedger } from "../../../src/features/boards/ledger-service.ts";
import { readLedger } from "../../../src/features/boards/read-ledger.ts";
import { createExamResults } from "../../../src/features/exams/report-service.ts";
import { examsSchema } from "../../../src/features/exams/rules.ts";
import { createExams, type ExamService } from "../../../src/features/exams/service.ts";
import { createExamStore } from "../../../src/features/exams/store.ts";
import { createRatingStore } from "../../../src/features/learning/rating-store.ts";
import { createLearning } from "../../../src/features/learning/service.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import { createBank } from "../../../src/features/questions/bank-service.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY, MINUTE } from "../../../src/platform/time.ts";
import { Death, life } from "../../support/mortal.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const userId = "410000000000000007";
const START = 1_795_000_000_000;
const ITEMS = 4;
const blueprint = examsSchema.parse({
  pass_share: 0.7,
  module: { items: ITEMS, minutes: 30 },
  modules: [{ id: "a", topics: TOPICS }],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, topic === "http" ? ITEMS : 1])) },
});
const bank = createBank(Array.from({ length: ITEMS }, (_, index) => questions.single({ id: `http.item-${index}` })));

async function sitThrough(dieAt: number | undefined, end: "submit" | "time") {
  const redis = await testRedis();
  let now = START;
  const stores = {
    exams: createExamStore(redis),
    agenda: createAgenda(redis),
    learners: createLearnerStore(redis),
    credits: createCreditStore(redis),
    settings: createSettingsStore(redis),
    activity: createActivityStore(redis),
  };

  const born = (mortal: <Port extends object>(port: Port) => Port): ExamService => {
    const nothing: ReadonlySet<string> = new Set();
    const choice = { openTo: async () => ({ here: nothing, elsewhere: Promise.resolve(nothing) }) };
    const learning = createLearning({ learners: mortal(stores.learners), ratings: createRatingStore(redis) });
    const sat = { exams: mortal(stores.exams), learning, bank, blueprint, clock: () => now };
    const results = createExamResults({
      ...sat,
      choice,
      credits: mortal(stores.credits),
      settings: mortal(stores.settings),
      activity: mortal(stores.activity),
    });
    return createExams({ ...sat, results, choice, agenda: mortal(stores.agenda) });
  };
  const first = life(dieAt);
  let bot = born(first.mortal);
  /** Acts; if the bot dies of it, the learner, or the queue, tries again with the next one. */
  const act = async <Outcome>(deed: (exams: ExamService) => Promise<Outcome>): Promise<Outcome> => {
    now += MINUTE;
    try {
      return await deed(bot);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      bot = born((port) => port);
      return deed(bot);
    }
  };

  const begun = await act((exams) =>
    exams.start(userId, { id: "mi8pn2zk", module: "mock", extraTime: false, guildId }),
  );
  const { id, endsAt } = begun.attempt;
  for (const position of [0, 1, 2, 3]) {
    await act((exams) => exams.take(userId, id, { take: "answer", position, response: ["stop"] }));
    await act((exams) => exams.take(userId, id, { take: "flag", position, flagged: true }));
    await act((exams) => exams.take(userId, id, { take: "answer", position, response: ["again"] }));
  }
  if (end === "submit") await act((exams) => exams.submit(userId, id));
  else now += DAY;

  for (const { entry, dueAt } of await stores.agenda.due("immediate", now + DAY, 10)) {
    if (entry.startsWith("finish-exam:")) now = Math.max(now, dueAt);
    await act((exams) => exams.settle({ userId, attemptId: id }));
  }
  const ledger = await readLedger(redis, guildId);
  return {
    moments: first.moments(),
    open: await stores.exams.open(userId),
    results: (await stores.exams.results(userId)).map(({ right, items, timedOut, endedAt }) => {
      return { right, items, timedOut, inTime: endedAt <= endsAt };
    }),
    seen: [...(await stores.learners.seen(userId)).values()].map(({ times, first: { right } }) => [times, right]),
    credits: ledger.credits.map(({ points, reason }) => [reason, points]),
    audit: auditLedger(ledger),
    activity: (await stores.activity.of(userId)).map(({ answers }) => answers),
    unsettled: await redis.exists(keys.submittedExams(userId)),
  };
}

describe("a bot that is killed before or after any deed of an exam", () => {
  it.each(["submit", "time"] as const)(
    "loses no answer and counts nothing twice, ended by %s",
    async (end) => {
      const { moments, ...whole } = await sitThrough(undefined, end);
      expect(whole).toEqual({
        open: undefined,
        results: [{ right: ITEMS, items: ITEMS, timedOut: end === "time", inTime: true }],
        seen: Array.from({ length: ITEMS }, () => [1, true]),
        credits: [["exam", 100]],
        audit: [],
        activity: [ITEMS],
        unsettled: 0,
      });
      expect(moments).toBeGreaterThan(60);

      for (let dieAt = 1; dieAt <= moments; dieAt += 1) {
        const { moments: _, ...survived } = await sitThrough(dieAt, end);
        expect(survived, `killed at moment ${dieAt}`).toEqual(whole);
      }
    },
    60_000,
  );
});

const wish = { id: "mi8pn2zk", module: "mock", extraTime: false, guildId };

/** Exams as one process has them; `elsewhere` is what other servers of the learner are asked now. */
function examsOn(
  redis: Redis,
  { clock = (): number => START, elsewhere = Promise.resolve(new Set<string>()) } = {},
): ExamService {
  const larger = createBank(Array.from({ length: 8 }, (_, index) => questions.single({ id: `http.item-${index}` })));
  const learning = createLearning({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
  const choice = { openTo: async () => ({ here: new Set<string>(), elsewhere }) };
  const shared = { exams: createExamStore(redis), bank: larger, blueprint, clock, learning, choice };
  const [activity, credits] = [createActivityStore(redis), createCreditStore(redis)];
  const results = createExamResults({ ...shared, activity, credits, settings: createSettingsStore(redis) });
  return createExams({ ...shared, results, agenda: createAgenda(redis) });
}

describe("beginning an exam", () => {
  let redis: Redis;
  beforeEach(async () => {
    redis = await testRedis();
  });

  it("shows the same from two processes that hear of it at once, and nothing that is asked in another server", async () => {
    let learnElsewhere = (_: Set<string>) => {};
    const elsewhere = new Promise<Set<string>>((resolve) => {
      learnElsewhere = resolve;
    });
    const one = examsOn(redis, { elsewhere }).start(userId, wish);
    const [drawn] = await vi.waitUntil(async () => (await createExamStore(redis).open(userId))?.items);
    const asked = new Set([drawn?.questionId ?? ""]);
    const two = await examsOn(redis, { elsewhere: Promise.resolve(asked) }).start(userId, wish);
    learnElsewhere(asked);

    const shown = two.attempt.items.map(({ questionId }) => questionId);
    expect(shown).toHaveLength(ITEMS);
    expect(shown).not.toContain(drawn?.questionId);
    expect((await one).attempt.items).toEqual(two.attempt.items);
  });

  it("tells of the one that time ended until its learner has been told, whatever became of the reply", async () => {
    let now = START;
    const exams = examsOn(redis, { clock: () => now });
    await exams.start(userId, wish);
    now += DAY;
    const begin = async (id: string) => (await exams.start(userId, { ...wish, id })).missed?.id;
    expect(await begin("mi8pn2zl")).toBe(wish.id);
    expect(await begin("mi8pn2zm")).toBe(wish.id);
    await exams.told(userId, wish.id);
    expect(await begin("mi8pn2zn")).toBeUndefined();
  });
});
