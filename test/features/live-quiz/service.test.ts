import { beforeEach, describe, expect, it } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { auditLedger } from "../../../src/features/boards/ledger-service.ts";
import { readLedger } from "../../../src/features/boards/read-ledger.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { createRatingStore } from "../../../src/features/learning/rating-store.ts";
import { createLearning } from "../../../src/features/learning/service.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import { createLiveChoice } from "../../../src/features/live-quiz/choice-service.ts";
import { createLiveEffects } from "../../../src/features/live-quiz/effects-service.ts";
import type { LiveMessenger, LiveScreen } from "../../../src/features/live-quiz/ports.ts";
import { createLiveResults } from "../../../src/features/live-quiz/results-service.ts";
import { createLiveRounds } from "../../../src/features/live-quiz/round-service.ts";
import { roundOf } from "../../../src/features/live-quiz/rules.ts";
import { createLives } from "../../../src/features/live-quiz/service.ts";
import { createLiveStore } from "../../../src/features/live-quiz/store.ts";
import { createHiddenMembers } from "../../../src/features/privacy/hidden-store.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import { createBank } from "../../../src/features/questions/bank-service.ts";
import { ChannelError, MessageError, TryLaterError } from "../../../src/platform/discord/delivery-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { HOUR, SECOND } from "../../../src/platform/time.ts";
import { Death, life } from "../../support/mortal.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const quizId = "byi5ok84s8w0";
const START = 1_795_000_000_000;
const players = ["410000000000000301", "410000000000000302"] as const;
const which = { guildId, quizId };
const wish = { id: quizId, guildId, channelId: "1", hostId: players[0], count: 2, seconds: 10 };
const builtIn = createBank(Array.from({ length: 3 }, (_, index) => questions.single({ id: `http.q${index}` })));

const daily: Post = {
  state: "claimed",
  guildId,
  slotId: "1-2026-11-22",
  scheduleId: "daily",
  channelId: "2",
  previousChannelIds: [],
  topic: "http",
  questionId: "http.q0",
  rev: 1,
  slotAt: START,
  claimedAt: START,
  closesAt: START + HOUR,
  thread: false,
  threadOpened: false,
};

const banks = { of: async () => builtIn, holding: async () => builtIn };

/** A Discord of one array: what each message shows. It knows no nonces, so every second send is a second message. */
function createChannel() {
  const messages: { name: string; shows: string }[] = [];
  const letters: string[] = [];
  let trouble: Error | undefined;
  const nameOf = ({ show, live }: LiveScreen) => (show === "podium" ? show : `question ${roundOf(live) + 1}`);
  const messenger: LiveMessenger = {
    async send(screen) {
      if (trouble) throw trouble;
      messages.push({ name: nameOf(screen), shows: screen.show });
      return String(messages.length);
    },
    async find(screen) {
      const index = messages.findIndex(({ name }) => name === nameOf(screen));
      return index < 0 ? undefined : String(index + 1);
    },
    async draw(messageId, screen) {
      if (trouble) throw trouble;
      const message = messages[Number(messageId) - 1];
      if (message) message.shows = screen.settled ? `${screen.show}, settled` : screen.show;
    },
  };
  const fail = (error?: Error) => {
    trouble = error;
  };
  return { messages, letters, messenger, fail };
}

let now = START;
let redis: ReturnType<typeof connectRedis>;
let channel: ReturnType<typeof createChannel>;

beforeEach(async () => {
  now = START;
  redis = await testRedis();
  channel = createChannel();
});

function newProcess(dieAt?: number) {
  const { mortal, moments } = life(dieAt);
  const clock = () => now;
  const [learners, ratings] = [mortal(createLearnerStore(redis)), createRatingStore(redis)];
  const [lives, agenda] = [mortal(createLiveStore(redis)), createAgenda(redis)];
  const choice = createLiveChoice({ posts: createPostStore(redis), banks, clock });
  const results = createLiveResults({ lives, banks, hidden: createHiddenMembers(redis) });
  const learning = createLearning({ learners, ratings });
  const activity = mortal(createActivityStore(redis));
  const mailer = { send: async (userId: string) => void channel.letters.push(userId) };
  const effects = createLiveEffects({ results, credits: mortal(createCreditStore(redis)), learning, activity, mailer });
  const shared = { lives, choice, banks, results, agenda: mortal(agenda), clock };
  const rounds = createLiveRounds({ ...shared, effects, messenger: mortal(channel.messenger) });
  const service = createLives({
    ...shared,
    settings: { zone: async () => "UTC" },
    checkChannel: async () => undefined,
  });
  return { lives: createLiveStore(redis), agenda, rounds, service, moments };
}
type Process = ReturnType<typeof newProcess>;

/** As the dispatcher and a worker would: what is due is brought, and brought again where its run died. */
async function passTime(process: Process): Promise<void> {
  for (const due of await process.agenda.due("immediate", now, 10)) {
    const work = due.entry.startsWith("live-count:") ? "count" : "drive";
    await process.agenda.settle([{ ...due, ...(work === "drive" && { next: now + 2 * SECOND }) }]);
    await process.rounds[work](which).catch(async (error: unknown) => {
      if (!(error instanceof Death)) throw error;
      await newProcess().rounds[work](which);
    });
  }
}

/** Both answer each question: the first player rightly after two seconds, the second wrongly after one. */
async function answerAll({ service, lives }: Process): Promise<void> {
  const found = await lives.load(guildId, quizId);
  if (found?.live.phase !== "asking" || found.crowd.answered > 0) return;
  const round = roundOf(found.live);
  await service.answer({ ...which, userId: players[0] }, { round, response: ["again"], took: 2 * SECOND });
  await service.answer({ ...which, userId: players[1] }, { round, response: ["post"], took: SECOND });
}

async function begin({ service }: Process): Promise<void> {
  await service.begin(wish);
  for (const userId of players) await service.join({ ...which, userId });
}

/** Plays the quiz until nothing of it is left to do. */
async function play(process: Process): Promise<void> {
  const patient = newProcess();
  for (let step = 0; step < 40; step += 1) {
    await passTime(process);
    await answerAll(patient);
    const [next] = await patient.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10);
    if (!next) return;
    now = Math.max(now, next.dueAt);
  }
  throw new Error("The quiz does not end");
}

const shown = () => channel.messages.map(({ name, shows }) => `${name}: ${shows}`);

describe("a live quiz", () => {
  it("shows each question once and one result at the end, and credits and teaches once, wherever its bot dies", async () => {
    const whole = newProcess();
    await begin(newProcess());
    await play(whole);
    const expected = ["question 1: result, settled", "question 2: result, settled", "podium: podium"];
    expect(shown()).toEqual(expected);

    const moments = whole.moments();
    expect(moments).toBeGreaterThan(60);
    for (let moment = 1; moment <= moments; moment += 1) {
      await redis.flushdb();
      now = START;
      channel = createChannel();
      await begin(newProcess());
      await play(newProcess(moment));
      expect(shown(), `died at ${moment}`).toEqual(expected);

      const ledger = await readLedger(redis, guildId);
      expect(auditLedger(ledger)).toEqual([]);
      expect(ledger.boards.get("all")?.map(({ userId, points }) => [userId, points])).toEqual([[players[0], 14]]);
      expect(await createActivityStore(redis).of(players[0])).toMatchObject([{ sitting: quizId, answers: 2 }]);
      const seen = await createLearnerStore(redis).seen(players[1]);
      expect([...seen.values()].map(({ times, first }) => [times, first.right])).toEqual([
        [1, false],
        [1, false],
      ]);
    }
  }, 60_000);

  it.each([
    ["deleted", new ChannelError("gone"), 0],
    ["taken from it, and by a mistake of ours", new MessageError("50035"), 1],
  ])("ends with what was played, and tells its host, where its channel is %s", async (_, trouble, failures) => {
    const process = newProcess();
    await begin(process);
    let failed = 0;
    for (let step = 0; step < 20; step += 1) {
      await passTime(process).catch((error: unknown) => {
        if (error !== trouble) throw error;
        failed += 1;
      });
      await answerAll(process);
      if (channel.messages.length === 2) channel.fail(trouble);
      const [next] = await process.agenda.due("immediate", Number.MAX_SAFE_INTEGER, 10);
      if (!next) break;
      now = Math.max(now, next.dueAt);
    }
    expect(failed).toBe(failures);
    expect((await process.lives.load(guildId, quizId))?.live).toMatchObject({ phase: "over" });
    expect(channel.letters).toEqual([players[0]]);
    expect((await readLedger(redis, guildId)).boards.get("all")?.[0]).toMatchObject({ userId: players[0] });
    await process.service.begin({ ...wish, id: "another" });
  });

  it("asks a question anew that Discord did not take, and not twice", async () => {
    const process = newProcess();
    await begin(process);
    channel.fail(new TryLaterError("502"));
    now += HOUR / 60;
    await expect(passTime(process)).rejects.toThrow("502");
    channel.fail();
    now += 2 * SECOND;
    await passTime(process);
    expect(shown()).toEqual(["question 1: question"]);
  });

  it("posts nothing into a channel that its players have left long ago", async () => {
    const process = newProcess();
    await begin(process);
    now += 12 * HOUR;
    await passTime(process);
    expect(channel.messages).toEqual([]);
    expect((await process.lives.load(guildId, quizId))?.live).toMatchObject({ phase: "over", end: "away" });
  });

  it("never asks what is open as the daily question, and counts what it asks as asked", async () => {
    const posts = createPostStore(redis);
    const post = { ...daily, questionId: "http.q1" };
    await posts.claim(post, undefined);
    await posts.markSent(post, { channelId: "2", messageId: "9" });
    const process = newProcess();
    await process.service.begin({ ...wish, count: 5 });
    await process.service.join({ ...which, userId: players[0] });
    await play(process);

    const live = (await process.lives.load(guildId, quizId))?.live;
    expect(live).toMatchObject({ count: 2, phase: "over", end: "played" });
    expect(live?.rounds.map(({ questionId }) => questionId).sort()).toEqual(["http.q0", "http.q2"]);
    expect([...(await posts.lastAsked(guildId)).keys()].sort()).toEqual(["http.q0", "http.q1", "http.q2"]);
  });

  it("ends a round at once when all who play have answered", async () => {
    const process = newProcess();
    await begin(process);
    now += 61 * SECOND;
    await passTime(process);
    await answerAll(process);
    now += SECOND;
    await passTime(process);
    expect(shown()).toEqual(["question 1: result"]);
  });

  it("does not let a slow drawing of the count hide the result", async () => {
    const process = newProcess();
    await begin(process);
    now += 61 * SECOND;
    await passTime(process);
    await process.service.answer({ ...which, userId: players[0] }, { round: 0, response: ["again"], took: SECOND });
    const { draw } = channel.messenger;
    channel.messenger.draw = async (...args) => {
      channel.messenger.draw = draw;
      now += 20 * SECOND;
      await newProcess().rounds.drive(which);
      await draw(...args);
    };
    await process.rounds.count(which);
    expect(shown()).toEqual(["question 1: result"]);
  });
});
