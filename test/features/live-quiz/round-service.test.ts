import { beforeEach, describe, expect, it } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { createHiddenMemberStore } from "../../../src/features/boards/store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createLearningService } from "../../../src/features/learning/service.ts";
import { createLearnerStore, createRatingStore } from "../../../src/features/learning/store.ts";
import type { LiveDelivery } from "../../../src/features/live-quiz/delivery.ts";
import { type LiveMessage, roundOf } from "../../../src/features/live-quiz/rules.ts";
import { createLiveQuizService } from "../../../src/features/live-quiz/service.ts";
import { createLiveQuizStore } from "../../../src/features/live-quiz/store.ts";
import { createActivityStore } from "../../../src/features/profile/store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { ChannelError, MessageRejectedError, RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { HOUR, SECOND } from "../../../src/platform/time.ts";
import { Crash, createCrasher } from "../../support/crash.ts";
import { readLedger } from "../../support/ledger.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { guildId, START } from "./fixtures.ts";

const quizId = "byi5ok84s8w0";
const players = ["410000000000000301", "410000000000000302"] as const;
const key = { guildId, quizId };
const request = { id: quizId, guildId, channelId: "1", hostId: players[0], count: 2, seconds: 10 };
const builtIn = createBank(Array.from({ length: 3 }, (_, index) => questions.single({ id: `http.q${index}` })));

const daily = postWith({
  guildId,
  channelId: "2",
  questionId: "http.q0",
  slotAt: START,
  claimedAt: START,
  closesAt: START + HOUR,
});

const banks = { of: async () => builtIn, ofItems: async () => builtIn };

/** A channel in memory. It ignores nonces, so sending twice creates two messages. */
function createChannel() {
  const messages: { name: string; shows: string }[] = [];
  const notified: string[] = [];
  let failure: Error | undefined;
  const nameOf = ({ kind, quiz }: LiveMessage) => (kind === "podium" ? kind : `question ${roundOf(quiz) + 1}`);
  const delivery: LiveDelivery = {
    async send(message) {
      if (failure) throw failure;
      messages.push({ name: nameOf(message), shows: message.kind });
      return String(messages.length);
    },
    async find(message) {
      const index = messages.findIndex(({ name }) => name === nameOf(message));
      return index < 0 ? undefined : String(index + 1);
    },
    async edit(messageId, message) {
      if (failure) throw failure;
      const shown = messages[Number(messageId) - 1];
      if (shown) shown.shows = message.expired ? `${message.kind}, expired` : message.kind;
    },
  };
  const fail = (error?: Error) => {
    failure = error;
  };
  return { messages, notified, delivery, fail };
}

let now = START;
let redis: Redis;
let channel: ReturnType<typeof createChannel>;

beforeEach(async () => {
  now = START;
  redis = await testRedis();
  channel = createChannel();
});

/** A process with its own services on the shared Redis. It crashes at the given store call, if any. */
function startProcess(crashAt?: number) {
  const { crashable, steps } = createCrasher(crashAt);
  const clock = () => now;
  const store = createLiveQuizStore(redis);
  const agenda = createAgenda(redis);
  const service = createLiveQuizService({
    store: crashable(store),
    delivery: crashable(channel.delivery),
    posts: createPostStore(redis),
    banks,
    hidden: createHiddenMemberStore(redis),
    credits: crashable(createCreditStore(redis)),
    learning: createLearningService({
      learners: crashable(createLearnerStore(redis)),
      ratings: createRatingStore(redis),
    }),
    activity: crashable(createActivityStore(redis)),
    directMessages: { send: async (userId: string) => void channel.notified.push(userId) },
    settings: { zone: async () => "UTC" },
    agenda: crashable(agenda),
    checkChannel: async () => undefined,
    clock,
  });
  return { ...service, store, agenda, steps };
}
type Process = ReturnType<typeof startProcess>;

/** Acts as dispatcher and worker: runs everything due, and retries if the process crashed. */
async function runDueJobs(process: Process): Promise<void> {
  for (const due of await process.agenda.due("immediate", now, 10)) {
    const job = due.entry.startsWith("live-count:") ? "updateCount" : "advance";
    await process.agenda.settle([{ ...due, ...(job === "advance" && { next: now + 2 * SECOND }) }]);
    await process[job](key).catch(async (error: unknown) => {
      if (!(error instanceof Crash)) throw error;
      await startProcess()[job](key);
    });
  }
}

/** Answers an open question: the first player correctly after two seconds, the second incorrectly after one. */
async function answerAll({ answer, store }: Process): Promise<void> {
  const found = await store.load(guildId, quizId);
  if (found?.quiz.phase !== "open" || found.counts.answered > 0) return;
  const round = roundOf(found.quiz);
  await answer({ ...key, userId: players[0] }, { round, response: ["again"], elapsed: 2 * SECOND });
  await answer({ ...key, userId: players[1] }, { round, response: ["post"], elapsed: SECOND });
}

async function startQuiz({ start, join }: Process): Promise<void> {
  await start(request);
  for (const userId of players) await join({ ...key, userId });
}

/** Plays the quiz until nothing is due anymore. */
async function play(process: Process): Promise<void> {
  const immortal = startProcess();
  for (let step = 0; step < 40; step += 1) {
    await runDueJobs(process);
    await answerAll(immortal);
    const [next] = await immortal.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10);
    if (!next) return;
    now = Math.max(now, next.dueAt);
  }
  throw new Error("The quiz never ends");
}

const shown = () => channel.messages.map(({ name, shows }) => `${name}: ${shows}`);

describe("a live quiz", () => {
  it("sends each message once and credits each answer once when a process crashes at any step", async () => {
    const complete = startProcess();
    await startQuiz(startProcess());
    await play(complete);
    const expected = ["question 1: result, expired", "question 2: result, expired", "podium: podium"];
    expect(shown()).toEqual(expected);

    const steps = complete.steps();
    expect(steps).toBeGreaterThan(60);
    for (let step = 1; step <= steps; step += 1) {
      await redis.flushdb();
      now = START;
      channel = createChannel();
      await startQuiz(startProcess());
      await play(startProcess(step));
      expect(shown(), `crashed at ${step}`).toEqual(expected);

      const ledger = await readLedger(redis, guildId);
      expect(ledgerErrors(ledger)).toEqual([]);
      expect(ledger.boards.get("all")?.map(({ userId, points }) => [userId, points])).toEqual([[players[0], 14]]);
      expect(await createActivityStore(redis).list(players[0])).toMatchObject([{ answers: 2 }]);
      const seen = await createLearnerStore(redis).history(players[1]);
      expect([...seen.values()].map(({ attempts: times, first }) => [times, first.correct])).toEqual([
        [1, false],
        [1, false],
      ]);
    }
  }, 60_000);

  it.each([
    ["its channel was deleted", new ChannelError("deleted"), 0],
    ["Discord rejects its messages", new MessageRejectedError("50035"), 1],
  ])("ends, credits the rounds so far and notifies its host when %s", async (_, failure, expectedFailures) => {
    const process = startProcess();
    await startQuiz(process);
    let failures = 0;
    for (let step = 0; step < 20; step += 1) {
      await runDueJobs(process).catch((error: unknown) => {
        if (error !== failure) throw error;
        failures += 1;
      });
      await answerAll(process);
      if (channel.messages.length === 2) channel.fail(failure);
      const [next] = await process.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10);
      if (!next) break;
      now = Math.max(now, next.dueAt);
    }
    expect(failures).toBe(expectedFailures);
    expect((await process.store.load(guildId, quizId))?.quiz).toMatchObject({ phase: "done" });
    expect(channel.notified).toEqual([players[0]]);
    expect((await readLedger(redis, guildId)).boards.get("all")?.[0]).toMatchObject({ userId: players[0] });
    await process.start({ ...request, id: "another" });
  });

  it("retries a question that couldn't be sent, and sends it once", async () => {
    const process = startProcess();
    await startQuiz(process);
    channel.fail(new RetryLaterError("502"));
    now += HOUR / 60;
    await expect(runDueJobs(process)).rejects.toThrow("502");
    channel.fail();
    now += 2 * SECOND;
    await runDueJobs(process);
    expect(shown()).toEqual(["question 1: question"]);
  });

  it("posts nothing when the bot was away for hours", async () => {
    const process = startProcess();
    await startQuiz(process);
    now += 12 * HOUR;
    await runDueJobs(process);
    expect(channel.messages).toEqual([]);
    expect((await process.store.load(guildId, quizId))?.quiz).toMatchObject({ phase: "done", endReason: "bot-away" });
  });

  it("never asks an open daily question, and marks its own questions as asked", async () => {
    const posts = createPostStore(redis);
    const post = { ...daily, questionId: "http.q1" };
    await posts.claim(post, undefined);
    await posts.markSent(post, { channelId: "2", messageId: "9" });
    const process = startProcess();
    await process.start({ ...request, count: 5 });
    await process.join({ ...key, userId: players[0] });
    await play(process);

    const quiz = (await process.store.load(guildId, quizId))?.quiz;
    expect(quiz).toMatchObject({ count: 2, phase: "done", endReason: "completed" });
    expect(quiz?.rounds.map(({ questionId }) => questionId).sort()).toEqual(["http.q0", "http.q2"]);
    expect([...(await posts.lastAsked(guildId)).keys()].sort()).toEqual(["http.q0", "http.q1", "http.q2"]);
  });

  it("ends a round once every player has answered", async () => {
    const process = startProcess();
    await startQuiz(process);
    now += 61 * SECOND;
    await runDueJobs(process);
    await answerAll(process);
    now += SECOND;
    await runDueJobs(process);
    expect(shown()).toEqual(["question 1: result"]);
  });

  it("shows the result even if a count update is slow", async () => {
    const process = startProcess();
    await startQuiz(process);
    now += 61 * SECOND;
    await runDueJobs(process);
    await process.answer({ ...key, userId: players[0] }, { round: 0, response: ["again"], elapsed: SECOND });
    const { edit } = channel.delivery;
    channel.delivery.edit = async (...args) => {
      channel.delivery.edit = edit;
      now += 20 * SECOND;
      await startProcess().advance(key);
      await edit(...args);
    };
    await process.updateCount(key);
    expect(shown()).toEqual(["question 1: result"]);
  });
});
