import { describe, expect, it } from "vitest";
import type { AnswerContext, AnswerStore, Recording } from "../../../src/features/daily/answer-store.ts";
import { REFRESH_EVERY } from "../../../src/features/daily/jobs.ts";
import type { PostStore } from "../../../src/features/daily/post-store.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { createDailyService } from "../../../src/features/daily/service.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const guildId = "410000000000000000";
const click = { guildId, userId: "410000000000000007", slotId: "1-2026-11-22" };
const NOW = Date.parse("2026-11-22T12:00:00Z");
const post: Post = {
  ...{
    state: "sent",
    guildId,
    slotId: click.slotId,
    scheduleId: "daily",
    channelId: "1",
    previousChannelIds: [],
    topic: "http",
  },
  ...{ questionId: "http.single", rev: 1, slotAt: NOW - HOUR, claimedAt: NOW - HOUR, closesAt: NOW + HOUR },
  seed: "seed",
  ...{ thread: false, threadOpened: false, messageId: "9" },
};
const answer = { userId: click.userId, response: ["post"], correct: false, base: 0, bonus: 0, sequence: 1 };
const given = { ...answer, at: NOW - 1, day: "2026-11-22", streak: 1 };
const situation: AnswerContext = {
  ...{ post, zone: "UTC", feedback: "at-once", bankVersion: 0 },
  calendar: { zone: "UTC", weekStart: "monday", closings: [], seasonLength: "quarter" },
};
const never = async () => expect.fail("Unexpected call");

type Given = {
  answers?: Partial<AnswerStore>;
  posts?: Partial<PostStore>;
  question?: Question | undefined;
  clock?: () => number;
  schedule?: (at: number) => boolean;
};

const create = ({ answers = {}, posts = {}, clock = () => NOW, schedule = () => true, ...rest }: Given) =>
  createDailyService({
    upcoming: { nextIn: never },
    posts: { find: async () => post, open: never, ...posts },
    answers: { context: async () => situation, member: never, record: never, count: never, ...answers },
    learning: { addToReview: never, load: async () => ({ history: new Map(), mastery: new Map() }) },
    agenda: { setIfAbsent: async (_, __, at) => schedule(at) },
    banks: { find: async () => ("question" in rest ? rest.question : questions.single()) },
    clock,
  });
const seen = (over: Partial<AnswerContext>) => ({ answers: { context: async () => ({ ...situation, ...over }) } });

describe("an answer to the daily question", () => {
  it("returns the earlier answer if there is one, even before opening a modal", async () => {
    const daily = create(seen({ answer: given, streak: { length: 1, lastDay: "2026-11-22", freezes: 0 } }));
    expect(await daily.question(click)).toMatchObject({
      alreadyAnswered: true,
      answer: { response: ["post"] },
      streak: 1,
    });
    expect(await daily.answer(click, ["again"])).toMatchObject({
      alreadyAnswered: true,
      answer: { response: ["post"] },
    });
  });

  it("is refused when the question is closed, missing or about to close", async () => {
    const closed = create(seen({ post: { ...post, closesAt: NOW } }));
    await expect(closed.question(click)).rejects.toMatchObject({ code: "question-closed" });
    await expect(closed.answer(click, ["again"])).rejects.toMatchObject({ code: "question-closed" });
    const gone = create({ question: undefined });
    await expect(gone.answer(click, ["again"])).rejects.toMatchObject({ code: "question-removed" });
    const late = create({ answers: { record: async () => ({ outcome: "closed" }) } });
    await expect(late.answer(click, ["again"])).rejects.toMatchObject({ code: "question-closed" });
  });

  it("is refused if the member deleted an earlier one", async () => {
    const daily = create({ answers: { record: async () => ({ outcome: "deleted" }) } });
    await expect(daily.answer(click, ["again"])).rejects.toMatchObject({ code: "answer-deleted" });
  });

  it("is scored again when the member's other answer was recorded in the meantime", async () => {
    const streak = { length: 4, lastDay: "2026-11-21", freezes: 1 };
    const outcomes: Recording[] = [
      { outcome: "stale", streak },
      { outcome: "recorded", sequence: 9 },
    ];
    const record = async () => outcomes.shift() ?? expect.fail("Too many attempts");
    const result = await create({ answers: { record } }).answer(click, ["again"]);
    expect(result).toMatchObject({ alreadyAnswered: false, streak: 5, answer: { correct: true, base: 20, bonus: 5 } });
    expect(result).not.toHaveProperty("place");
  });

  it("explains the other options only after the reveal", async () => {
    await expect(create({}).revealed(guildId, post.slotId)).rejects.toMatchObject({ code: "button-outdated" });
    const open = create({ posts: { find: async () => undefined } });
    await expect(open.revealed(guildId, post.slotId)).rejects.toMatchObject({ code: "button-outdated" });
    const revealed = create({ posts: { find: async () => ({ ...post, state: "revealed" }) } });
    expect(await revealed.revealed(guildId, post.slotId)).toMatchObject({ question: { id: "http.single" } });
  });
});

describe("the count under an open post", () => {
  const record = async () => ({ outcome: "recorded", sequence: 1 }) as const;
  const answerAt = async (times: readonly number[], added: () => boolean) => {
    const scheduled: number[] = [];
    let now = NOW;
    const daily = create({
      answers: { record },
      clock: () => now,
      schedule: (at) => {
        scheduled.push(at - NOW);
        return added();
      },
    });
    for (const time of times) {
      now = NOW + time;
      await daily.answer(click, ["again"]);
    }
    return scheduled;
  };

  it("is updated once for all answers given before the update may start", async () => {
    const half = REFRESH_EVERY / 2;
    const scheduled = await answerAt([0, 1, half - 1, half, half + 1], () => true);
    expect(scheduled).toEqual([REFRESH_EVERY, half + REFRESH_EVERY]);
  });

  it("is scheduled for every answer while another process has an update pending", async () => {
    expect(await answerAt([0, 1, 2], () => false)).toHaveLength(3);
  });
});
