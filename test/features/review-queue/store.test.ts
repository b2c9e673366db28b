import { beforeEach, describe, expect, it } from "vitest";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { QUEUE_LIMITS, type ReviewItem } from "../../../src/features/review-queue/rules.ts";
import { createReviewQueueStore } from "../../../src/features/review-queue/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { suggestionForm } from "../../support/suggestions.ts";

const guildId = "410000000000000000";
const form = suggestionForm({ stem: "s" });
const suggestion = (id: string, by = id, stem = "s"): ReviewItem => ({
  kind: "suggestion",
  id,
  version: 1,
  by,
  at: Number(id),
  form: { ...form, stem },
});
const report = (id: string, by: string): ReviewItem => ({
  kind: "report",
  id,
  version: 1,
  by,
  at: Number(id),
  questionId: "http.single",
  reason: "r",
});

let redis: ReturnType<typeof connectRedis>;
let queue: ReturnType<typeof createReviewQueueStore>;

beforeEach(async () => {
  redis = await testRedis();
  queue = createReviewQueueStore(redis);
});

describe("the review queue store", () => {
  it("lists the oldest items first", async () => {
    await queue.add(guildId, suggestion("2"));
    await queue.add(guildId, report("1", "m"));
    expect(await queue.list(guildId)).toEqual([report("1", "m"), suggestion("2")]);
  });

  it("limits items per member and per kind", async () => {
    for (let index = 1; index <= QUEUE_LIMITS.guild; index += 1) {
      expect(await queue.add(guildId, suggestion(String(index), String(index % 10), `s${index}`))).toBe("added");
    }
    expect(await queue.add(guildId, suggestion("99", "1"))).toBe("member-full");
    expect(await queue.add(guildId, suggestion("99", "new"))).toBe("full");
    expect(await queue.add(guildId, report("99", "1"))).toBe("added");
    expect(await queue.add(guildId, suggestion("7", "7", "s7"))).toBe("added");
    expect(await queue.list(guildId)).toHaveLength(QUEUE_LIMITS.guild + 1);
  });

  it("rejects a duplicate suggestion while the first is pending", async () => {
    expect(await queue.add(guildId, suggestion("1", "m"))).toBe("added");
    expect(await queue.add(guildId, suggestion("2", "m"))).toBe("duplicate");
    expect(await queue.add(guildId, suggestion("3", "m", "another"))).toBe("added");
    expect(await queue.add(guildId, suggestion("4", "n"))).toBe("added");
    expect((await queue.list(guildId)).map(({ id }) => id)).toEqual(["1", "3", "4"]);
    await queue.remove(guildId, { id: "1", version: 1 });
    expect(await queue.add(guildId, suggestion("5", "m"))).toBe("added");
  });

  it("replaces and removes only the current version", async () => {
    const before = suggestion("1");
    const after = { ...before, version: 2, by: before.by };
    await queue.add(guildId, before);
    expect(await queue.replace(guildId, after)).toBe(true);
    expect(await queue.replace(guildId, after)).toBe(true);
    expect(await queue.remove(guildId, before)).toBe(false);
    expect(await queue.remove(guildId, after)).toBe(true);
    expect(await queue.remove(guildId, after)).toBe(false);
  });

  it("removes a suggestion in the same step that saves its question", async () => {
    const own = createBankStore(redis);
    const question = questions.single({ id: `${ownPrefix(guildId)}one` });
    await queue.add(guildId, suggestion("1"));
    expect(await own.change(guildId, 0, [question], { id: "1", version: 2 })).toBe("stale");
    expect(await own.change(guildId, 5, [question], { id: "1", version: 1 })).toBe("stale");
    expect((await own.load(guildId)).questions).toEqual([]);
    expect(await queue.list(guildId)).toHaveLength(1);
    expect(await own.change(guildId, 0, [question], { id: "1", version: 1 })).toBe("saved");
    expect(await own.change(guildId, 0, [question], { id: "1", version: 1 })).toBe("saved");
    expect(await queue.list(guildId)).toEqual([]);
    expect(await own.version(guildId)).toBe(1);
  });
});
