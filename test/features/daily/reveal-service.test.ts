import { beforeEach, describe, expect, it } from "vitest";
import { createRevealService } from "../../../src/features/daily/reveal-service.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { ChannelError } from "../../../src/platform/discord/discord-errors.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";

type Services = Parameters<typeof createRevealService>[0];

const NOW = Date.parse("2026-11-22T12:00:00Z");
const slot = { guildId: "410000000000000000", slotId: "1-2026-11-22" };
const post = postWith({
  ...slot,
  state: "sent",
  channelId: "1",
  slotAt: NOW,
  claimedAt: NOW,
  closesAt: NOW,
  messageId: "9",
});
const correct = { correct: true, base: 20, bonus: 1, day: "2026-11-22", streak: 1, at: NOW, response: ["again"] };
const answerOf = (userId: string, sequence: number): Answer => ({ ...correct, userId, sequence });
const never = async () => expect.fail("Unexpected call");

let credited: string[];
let learned: string[];
let drawn: unknown[];
let scheduled: string[];

beforeEach(() => {
  [credited, learned, drawn, scheduled] = [[], [], [], []];
});

function create(over: Partial<Services> = {}) {
  return createRevealService({
    posts: { find: async () => post, markRevealed: async () => undefined, markThreadOpened: never },
    answers: {
      list: never,
      totals: never,
      count: async () => 7,
      async *batches() {
        yield [answerOf("one", 1)];
        yield [answerOf("two", 2)];
      },
    },
    hidden: { of: never },
    creditWithheld: async (_, given) => void credited.push(...given.map(({ userId }) => userId)),
    learning: { record: async (userId) => void learned.push(userId) },
    activity: { record: async () => undefined },
    banks: { find: async () => questions.single() },
    delivery: {
      updateCount: async (_, __, answered) => void drawn.push(answered),
      updateResults: never,
      openThread: never,
    },
    agenda: { set: async (job, data) => void scheduled.push(job.encode(data)), removeDue: async () => undefined },
    clock: () => NOW,
    ...over,
  });
}

const shown = `show-answer:${slot.guildId}:${slot.slotId}`;

describe("revealing a post", () => {
  it("credits points, records learning and leaves the message to another job", async () => {
    await create().reveal(slot);
    expect([credited, learned, scheduled, drawn]).toEqual([["one", "two"], ["one", "two"], [shown], []]);
  });

  it("shows the answer even while points can't be credited", async () => {
    const creditWithheld = () => Promise.reject(new Error("no credit"));
    await expect(create({ creditWithheld }).reveal(slot)).rejects.toThrow("no credit");
    expect(scheduled).toEqual([shown]);
  });

  it("is retried after an error for one learner, once all others are updated", async () => {
    const learning = {
      async record(userId: string) {
        if (userId === "one") throw new Error("no learning");
        learned.push(userId);
      },
    };
    await expect(create({ learning }).reveal(slot)).rejects.toThrow("no learning");
    expect([credited, learned]).toEqual([["one", "two"], ["two"]]);
  });

  it("does nothing when the post was deleted with its server", async () => {
    const { reveal, showAnswer } = create({
      posts: { find: async () => undefined, markRevealed: never, markThreadOpened: never },
    });
    await reveal(slot);
    await showAnswer(slot);
    expect([credited, scheduled, drawn]).toEqual([[], [], []]);
  });
});

describe("showing the answer", () => {
  const revealed: Post = { ...post, state: "revealed" };
  const withDrawing = (updateResults: Services["delivery"]["updateResults"]): Partial<Services> => ({
    posts: { find: async () => revealed, markRevealed: never, markThreadOpened: never },
    answers: {
      count: never,
      async *batches() {},
      list: async () => [answerOf("one", 1)],
      totals: async () => ({ answered: 1, correct: 1, credited: 0 }),
    },
    hidden: { of: async () => new Set(["one"]) },
    delivery: { updateCount: never, updateResults, openThread: never },
  });

  it("shows the results without naming hidden members", async () => {
    await create(withDrawing(async (_, __, results) => void drawn.push(results))).showAnswer(slot);
    expect(drawn).toMatchObject([{ answered: 1, correct: 1, firstCorrect: [] }]);
  });

  it("ends when the channel was deleted, and is retried after other errors", async () => {
    const deleted = create(withDrawing(() => Promise.reject(new ChannelError("deleted"))));
    await expect(deleted.showAnswer(slot)).resolves.toBeUndefined();
    const broken = create(withDrawing(() => Promise.reject(new TypeError("a bug"))));
    await expect(broken.showAnswer(slot)).rejects.toThrow("a bug");
    const removed = create({ ...withDrawing(never), banks: { find: async () => undefined } });
    await expect(removed.showAnswer(slot)).rejects.toThrow("is not in the bank");
  });
});

it("updating the count of an open post reads no answers", async () => {
  await create().refresh(slot, NOW);
  expect(drawn).toEqual([7]);
});
