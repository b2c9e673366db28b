import { describe, expect, it } from "vitest";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { DAY, MINUTE } from "../../../src/platform/time.ts";
import { Crash, createCrasher } from "../../support/crash.ts";
import { readLedger } from "../../support/ledger.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { createServices, createStores, guildId, START, userId } from "./fixtures.ts";

const ITEMS = 4;
const bank = Array.from({ length: ITEMS }, (_, index) => questions.single({ id: `http.item-${index}` }));

/** Takes a complete mock exam with a bot that crashes at the given store call, if any. */
async function takeExam(crashAt: number | undefined, end: "submit" | "timeout") {
  const redis = await testRedis();
  let now = START;
  const stores = createStores(redis);
  const clock = () => now;
  const { crashable, steps } = createCrasher(crashAt);
  const mortalStores = {
    ...stores,
    exams: crashable(stores.exams),
    agenda: crashable(stores.agenda),
    learners: crashable(stores.learners),
    credits: crashable(stores.credits),
    settings: crashable(stores.settings),
    activity: crashable(stores.activity),
  };
  let services = createServices({ stores: mortalStores, questions: bank, items: ITEMS, clock });

  /** If the bot crashes, the learner or the queue tries again with the next process. */
  const act = async <Outcome>(action: (given: typeof services) => Promise<Outcome>): Promise<Outcome> => {
    now += MINUTE;
    try {
      return await action(services);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      services = createServices({ stores, questions: bank, items: ITEMS, clock });
      return action(services);
    }
  };

  const request = { id: "mi8pn2zk", module: "mock", extraTime: false, guildId };
  const { attempt } = await act(({ attempts }) => attempts.start(userId, request));
  for (const position of [0, 1, 2, 3]) {
    for (const action of [
      { type: "answer", position, response: ["stop"] },
      { type: "flag", position, flagged: true },
      { type: "answer", position, response: ["again"] },
    ] as const)
      await act(({ attempts }) => attempts.act(userId, attempt.id, action));
  }
  if (end === "submit") await act(({ attempts }) => attempts.submit(userId, attempt.id));
  else now += DAY;

  for (const { dueAt } of await stores.agenda.due("immediate", now + DAY, 10)) {
    now = Math.max(now, dueAt);
    await act(({ attempts }) => attempts.finish({ userId, attemptId: attempt.id }));
  }
  const ledger = await readLedger(redis, guildId);
  return {
    steps: steps(),
    open: await stores.exams.loadOpen(userId),
    results: (await stores.exams.loadResults(userId)).map(({ correct, total, timedOut, endedAt }) => {
      return { correct, total, timedOut, inTime: endedAt <= attempt.endsAt };
    }),
    seen: [...(await stores.learners.history(userId)).values()].map(
      ({ attempts: times, first: { correct: right } }) => [times, right],
    ),
    credits: ledger.credits.map(({ points, reason }) => [reason, points]),
    audit: ledgerErrors(ledger),
    activity: (await stores.activity.list(userId)).map(({ answers }) => answers),
    unprocessed: await redis.exists(keys.submittedExams(userId)),
  };
}

describe("a bot killed before or after any store call of an exam", () => {
  it.each(["submit", "timeout"] as const)(
    "loses no answer and counts nothing twice when the exam ends by %s",
    async (end) => {
      const { steps, ...expected } = await takeExam(undefined, end);
      expect(expected).toEqual({
        open: undefined,
        results: [{ correct: ITEMS, total: ITEMS, timedOut: end === "timeout", inTime: true }],
        seen: Array.from({ length: ITEMS }, () => [1, true]),
        credits: [["exam", 100]],
        audit: [],
        activity: [ITEMS],
        unprocessed: 0,
      });
      expect(steps).toBeGreaterThan(60);

      for (let crashAt = 1; crashAt <= steps; crashAt += 1) {
        const { steps: _, ...survived } = await takeExam(crashAt, end);
        expect(survived, `crashed at call ${crashAt}`).toEqual(expected);
      }
    },
    60_000,
  );
});
