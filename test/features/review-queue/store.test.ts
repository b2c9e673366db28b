import { beforeEach, describe, expect, it } from "vitest";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { createOwnBankStore } from "../../../src/features/questions/own-store.ts";
import { type Case, WAITING } from "../../../src/features/review-queue/rules.ts";
import { createDraftStore, createQueueStore } from "../../../src/features/review-queue/store.ts";
import type { Form } from "../../../src/features/suggestions/rules.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const form: Form = {
  type: "single",
  topic: "http",
  difficulty: 1,
  level: "recall",
  stem: "s",
  code: "",
  answers: "a",
  why: "",
  references: "",
};
const suggestion = (id: string, by = id, stem = "s"): Case => ({
  kind: "suggestion",
  id,
  edition: 1,
  by,
  at: Number(id),
  form: { ...form, stem },
});
const report = (id: string, by: string): Case => ({
  kind: "report",
  id,
  edition: 1,
  by,
  at: Number(id),
  questionId: "http.single",
  reason: "r",
});

let redis: ReturnType<typeof connectRedis>;
let queue: ReturnType<typeof createQueueStore>;

beforeEach(async () => {
  redis = await testRedis();
  queue = createQueueStore(redis);
});

describe("the queue of a guild's moderators", () => {
  it("lists what waits, the oldest first", async () => {
    await queue.add(guildId, suggestion("2"));
    await queue.add(guildId, report("1", "m"));
    expect(await queue.list(guildId)).toEqual([report("1", "m"), suggestion("2")]);
  });

  it("takes so many of a member, and so many of a kind", async () => {
    for (let index = 1; index <= WAITING.guild; index += 1) {
      expect(await queue.add(guildId, suggestion(String(index), String(index % 10), `s${index}`))).toBe("added");
    }
    expect(await queue.add(guildId, suggestion("99", "1"))).toBe("yours-full");
    expect(await queue.add(guildId, suggestion("99", "new"))).toBe("full");
    expect(await queue.add(guildId, report("99", "1"))).toBe("added");
    expect(await queue.add(guildId, suggestion("7", "7", "s7"))).toBe("added");
    expect(await queue.list(guildId)).toHaveLength(WAITING.guild + 1);
  });

  it("takes what a member sends in twice once, while it waits", async () => {
    expect(await queue.add(guildId, suggestion("1", "m"))).toBe("added");
    expect(await queue.add(guildId, suggestion("2", "m"))).toBe("again");
    expect(await queue.add(guildId, suggestion("3", "m", "another"))).toBe("added");
    expect(await queue.add(guildId, suggestion("4", "n"))).toBe("added");
    expect((await queue.list(guildId)).map(({ id }) => id)).toEqual(["1", "3", "4"]);
    await queue.settle(guildId, { id: "1", edition: 1 });
    expect(await queue.add(guildId, suggestion("5", "m"))).toBe("added");
  });

  it("lets one moderator decide, on what they have seen", async () => {
    const before = suggestion("1");
    const after = { ...before, edition: 2, by: before.by };
    await queue.add(guildId, before);
    expect(await queue.change(guildId, after)).toBe(true);
    expect(await queue.change(guildId, after)).toBe(true);
    expect(await queue.settle(guildId, before)).toBe(false);
    expect(await queue.settle(guildId, after)).toBe(true);
    expect(await queue.settle(guildId, after)).toBe(false);
  });

  it("gives a suggestion up with the question it becomes, both or neither", async () => {
    const own = createOwnBankStore(redis);
    const question = questions.single({ id: `${ownPrefix(guildId)}one` });
    await queue.add(guildId, suggestion("1"));
    expect(await own.change(guildId, 0, [question], { id: "1", edition: 2 })).toBe("moved");
    expect(await own.change(guildId, 5, [question], { id: "1", edition: 1 })).toBe("moved");
    expect((await own.load(guildId)).questions).toEqual([]);
    expect(await queue.list(guildId)).toHaveLength(1);
    expect(await own.change(guildId, 0, [question], { id: "1", edition: 1 })).toBe("done");
    expect(await own.change(guildId, 0, [question], { id: "1", edition: 1 })).toBe("done");
    expect(await queue.list(guildId)).toEqual([]);
    expect(await own.version(guildId)).toBe(1);
  });
});

it("a draft is kept for its writer alone, and not for ever", async () => {
  const drafts = createDraftStore(redis);
  await drafts.save(guildId, "1", form);
  expect(await drafts.load(guildId, "1")).toEqual(form);
  expect(await drafts.load(guildId, "2")).toBeUndefined();
  expect(await redis.ttl(`{g:${guildId}}:draft:1`)).toBeGreaterThan(86_400);
  await drafts.drop(guildId, "1");
  expect(await drafts.load(guildId, "1")).toBeUndefined();
});
