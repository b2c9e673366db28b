import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ExamStore } from "../../../src/features/exams/store.ts";
import type { Agenda } from "../../../src/platform/jobs/agenda.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { createServices, createStores, guildId, START, userId } from "./fixtures.ts";

const request = { id: "one", module: "mock", extraTime: false };
const code = (expected: string) => ({ code: expected });
const nothing: ReadonlySet<string> = new Set();

let now: number;
let stores: ReturnType<typeof createStores>;

beforeEach(async () => {
  now = START;
  const redis = await testRedis();
  stores = createStores(redis);
});

type Options = {
  store?: Partial<ExamStore>;
  agenda?: Partial<Agenda>;
  openElsewhere?: Promise<ReadonlySet<string>>;
};

/** A bank of one single-choice and one ordering question. */
function create({ store, agenda, openElsewhere = Promise.resolve(nothing) }: Options = {}) {
  const { attempts } = createServices({
    stores: { ...stores, exams: { ...stores.exams, ...store }, agenda: { ...stores.agenda, ...agenda } },
    questions: [questions.single(), questions.order()],
    items: 2,
    clock: () => now,
    openElsewhere,
  });
  return attempts;
}

async function positionOf(questionId: string): Promise<number> {
  const open = await stores.exams.loadOpen(userId);
  return open?.items.findIndex((item) => item.questionId === questionId) ?? -1;
}

describe("starting an exam", () => {
  it("rejects an unknown module and one without questions", async () => {
    const attempts = create();
    await expect(attempts.start(userId, { ...request, module: "z" })).rejects.toMatchObject(code("exam-unknown"));
    const empty = createServices({ stores, questions: [questions.trueFalse()], items: 2, clock: () => now });
    await expect(empty.attempts.start(userId, request)).rejects.toMatchObject(code("exam-empty"));
  });

  it("reports a conflict while another attempt is open", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    const other = { ...request, id: "two", module: "a" };
    expect(await attempts.start(userId, other)).toMatchObject({
      state: "conflict",
      attempt: { id: "one" },
      request: other,
    });
  });

  it("saves no attempt if its timeout can't be scheduled", async () => {
    const agenda = { setIfAbsent: () => Promise.reject(new Error("no connection")) };
    await expect(create({ agenda }).start(userId, request)).rejects.toThrow("no connection");
    expect(await stores.exams.loadOpen(userId)).toBeUndefined();
  });

  it("leaves no agenda entry for an attempt that wasn't started", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    const entries = async () =>
      (await stores.agenda.due("immediate", START + DAY, 10)).map(({ entry }) => entry.split(":").at(-1));
    expect(await attempts.start(userId, { ...request, id: "two" })).toMatchObject({ state: "conflict" });
    await attempts.submit(userId, "one");
    await attempts.replace(userId, "one", { ...request, id: "three" });
    await attempts.start(userId, { ...request, id: "four" });
    expect((await entries()).sort()).toEqual(["four", "one"]);
  });

  it("keeps the agenda entry when a request arrives twice", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    await attempts.act(userId, "one", { type: "move", position: 1 });
    now += MINUTE;
    expect(await attempts.start(userId, request)).toMatchObject({ state: "open", attempt: { id: "one" } });
    expect(await stores.agenda.due("immediate", START + DAY, 10)).toMatchObject([{ dueAt: START + 90 * MINUTE }]);
  });

  it("ends the attempt on time even though its agenda entry was created before it", async () => {
    let delay = 0;
    const attempts = create({
      store: {
        loadOpen: async (id) => {
          const open = await stores.exams.loadOpen(id);
          now += delay;
          return open;
        },
      },
    });
    delay = 5 * SECOND;
    await attempts.start(userId, request);
    delay = 0;
    const [entry] = await stores.agenda.due("immediate", START + DAY, 10);
    const { endsAt = 0 } = (await stores.exams.loadOpen(userId)) ?? {};
    expect([entry?.dueAt, endsAt]).toEqual([START + 90 * MINUTE, START + 90 * MINUTE + 5 * SECOND]);
    now = START + 90 * MINUTE;
    await attempts.finish({ userId, attemptId: "one" });
    expect(await stores.agenda.due("immediate", endsAt, 10)).toMatchObject([{ dueAt: endsAt }]);
    now = endsAt;
    await attempts.finish({ userId, attemptId: "one" });
    expect(await stores.exams.loadResult(userId, "one")).toMatchObject({ timedOut: true, endedAt: endsAt });
  });

  it("leaves out questions that are open in another of the learner's guilds", async () => {
    const attempts = create({ openElsewhere: Promise.resolve(new Set(["http.single"])) });
    const { attempt } = await attempts.start(userId, { ...request, guildId });
    expect(attempt.items.map(({ questionId }) => questionId)).toEqual(["http.order"]);
    expect((await stores.exams.loadOpen(userId))?.items).toHaveLength(1);
  });

  it("rejects an exam when all its questions are open in the learner's guilds", async () => {
    const attempts = create({ openElsewhere: Promise.resolve(new Set(["http.single", "http.order"])) });
    await expect(attempts.start(userId, request)).rejects.toMatchObject(code("exam-empty"));
  });

  it("returns the same items from two processes that handle one request", async () => {
    const bank = Array.from({ length: 8 }, (_, index) => questions.single({ id: `http.item-${index}` }));
    const startOn = (openElsewhere: Promise<ReadonlySet<string>>) =>
      createServices({
        stores,
        questions: bank,
        items: 4,
        clock: () => now,
        openElsewhere,
      }).attempts.start(userId, request);

    let resolve = (_: ReadonlySet<string>) => {};
    const loading = new Promise<ReadonlySet<string>>((done) => {
      resolve = done;
    });
    const slow = startOn(loading);
    const [drawn] = await vi.waitUntil(async () => (await stores.exams.loadOpen(userId))?.items);
    const excluded = new Set([drawn?.questionId ?? ""]);
    const fast = await startOn(Promise.resolve(excluded));
    resolve(excluded);

    const shown = fast.attempt.items.map(({ questionId }) => questionId);
    // All remaining questions, because the other topics have none.
    expect(shown).toHaveLength(7);
    expect(shown).not.toContain(drawn?.questionId);
    expect((await slow).attempt.items).toEqual(fast.attempt.items);
  });

  it("reports a timed-out attempt until its result is marked as seen", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    now += DAY;
    const unseenAt = async (id: string) => (await attempts.start(userId, { ...request, id })).unseenResult?.id;
    expect(await unseenAt("two")).toBe("one");
    expect(await unseenAt("three")).toBe("one");
    await stores.exams.markSeen(userId, "one");
    expect(await unseenAt("four")).toBeUndefined();
  });
});

describe("replacing an exam", () => {
  it("replaces the open attempt with the requested one", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    expect(await attempts.replace(userId, "one", { ...request, id: "two" })).toMatchObject({
      state: "open",
      attempt: { id: "two" },
    });
    await expect(attempts.load(userId, "one")).rejects.toMatchObject(code("exam-not-found"));
  });

  it("shows the result when the open attempt has timed out", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    now += 2 * HOUR;
    expect(await attempts.replace(userId, "one", { ...request, id: "two" })).toMatchObject({
      state: "ended",
      reason: "timeout",
      result: { id: "one" },
    });
    expect(await stores.exams.loadUnseen(userId)).toBeUndefined();
  });
});

describe("acting in an exam", () => {
  it("rejects positions and options the attempt doesn't have", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    const [single, order] = [await positionOf("http.single"), await positionOf("http.order")];
    const answer = (position: number, ...response: string[]) =>
      attempts.act(userId, "one", { type: "answer", position, response });
    for (const invalid of [
      () => answer(single, "nonsense"),
      () => answer(order, "resolve", "nonsense", "connect"),
      () => answer(7, "again"),
      () => attempts.act(userId, "one", { type: "move", position: 7 }),
      () => attempts.load(userId, "one", 7),
    ])
      await expect(invalid()).rejects.toMatchObject(code("button-outdated"));

    const repeated = answer(order, "resolve", "resolve", "connect");
    await expect(repeated).rejects.toMatchObject({ code: "order-repeats", values: { step: "Resolve the name" } });
    expect((await stores.exams.loadOpen(userId))?.items.every(({ response }) => response === undefined)).toBe(true);
  });

  it("trims typed answers and truncates long ones", async () => {
    const { attempts } = createServices({ stores, questions: [questions.short()], items: 1, clock: () => now });
    await attempts.start(userId, request);
    await attempts.act(userId, "one", { type: "answer", position: 0, response: [`  ${"x".repeat(80)}`] });
    expect((await stores.exams.loadOpen(userId))?.items[0]?.response).toEqual(["x".repeat(60)]);
  });
});

describe("an attempt whose time is up", () => {
  it.each(["act", "load", "resume", "submit"] as const)("ends when %s is called", async (method) => {
    const attempts = create();
    await attempts.start(userId, request);
    now += 2 * HOUR;
    const outcome = await {
      act: () => attempts.act(userId, "one", { type: "move", position: 1 }),
      load: () => attempts.load(userId, "one"),
      resume: () => attempts.resume(userId),
      submit: () => attempts.submit(userId, "one"),
    }[method]();
    expect(outcome).toMatchObject({ state: "ended", reason: "timeout", result: { timedOut: true } });
  });

  it("is replaced by the next one, which shows its result", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    now += 2 * HOUR;
    expect(await attempts.start(userId, { ...request, id: "two" })).toMatchObject({
      state: "open",
      attempt: { id: "two" },
      unseenResult: { id: "one" },
    });
  });
});

describe("submitting an exam", () => {
  it("returns the same result when called again, marked as submitted earlier", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    expect(await attempts.submit(userId, "one")).toMatchObject({ reason: "submitted" });
    now += HOUR;
    expect(await attempts.submit(userId, "one")).toMatchObject({ state: "ended", reason: "earlier" });
  });

  it("retries when the attempt changed in the meantime", async () => {
    const submit = vi.fn(stores.exams.submit).mockResolvedValueOnce(false);
    const attempts = create({ store: { submit } });
    await attempts.start(userId, request);
    expect(await attempts.submit(userId, "one")).toMatchObject({ state: "ended", reason: "submitted" });
    expect(submit).toHaveBeenCalledTimes(2);
  });
});

describe("resuming an exam", () => {
  it("throws when no attempt is open and no result is unseen", async () => {
    await expect(create().resume(userId)).rejects.toMatchObject(code("exam-none-open"));
  });
});

describe("finishing an exam", () => {
  it("leaves an attempt open before its time is up", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    await attempts.finish({ userId, attemptId: "one" });
    expect((await stores.exams.loadOpen(userId))?.id).toBe("one");
  });

  it("submits an expired attempt and keeps its result unseen", async () => {
    const attempts = create();
    await attempts.start(userId, request);
    now += 2 * HOUR;
    await attempts.finish({ userId, attemptId: "one" });
    expect(await stores.exams.loadOpen(userId)).toBeUndefined();
    expect(await stores.exams.loadUnseen(userId)).toMatchObject({ id: "one", timedOut: true });
  });
});
