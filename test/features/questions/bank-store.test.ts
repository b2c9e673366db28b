import { beforeEach, describe, expect, it } from "vitest";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import { MAX_OWN_BYTES, MAX_OWN_QUESTIONS, ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { questionSchema } from "../../../src/features/questions/rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const own = (words: string, over: object = {}) => questions.single({ id: `${ownPrefix(guildId)}${words}`, ...over });
const builtIn = [questions.single({ id: "http.built-in" }), questions.multi()];
const ids = (pool: readonly { id: string }[]) => pool.map(({ id }) => id).sort();

let redis: ReturnType<typeof connectRedis>;
let store: ReturnType<typeof createBankStore>;

beforeEach(async () => {
  redis = await testRedis();
  store = createBankStore(redis);
});

const add = async (...added: Parameters<typeof store.change>[2]) =>
  expect(await store.change(guildId, await store.version(guildId), added)).toBe("saved");

describe("the bank store", () => {
  it("returns questions as they were written", async () => {
    const all = [own("one"), { ...questions.order(), id: `${ownPrefix(guildId)}two` }];
    await add(...all);
    expect((await store.load(guildId)).questions).toEqual(all);
  });

  it("writes all questions or none, and only at the expected version", async () => {
    await add(own("one"));
    expect(await store.change(guildId, 0, [own("two"), own("three")])).toBe("stale");
    expect((await store.load(guildId)).questions).toHaveLength(1);
  });

  it("accepts the same call again", async () => {
    expect(await store.change(guildId, 0, [own("one")])).toBe("saved");
    expect(await store.change(guildId, 0, [own("one")])).toBe("saved");
    expect(await store.version(guildId)).toBe(1);
  });

  it("limits the number of own questions", async () => {
    const many = Array.from({ length: MAX_OWN_QUESTIONS }, (_, index) => own(`n${index}`));
    await add(...many);
    expect(await store.change(guildId, 1, [own("more")])).toBe("full");
    expect(await store.change(guildId, 1, [own("n7", { rev: 2 })])).toBe("saved");
  });

  it("limits the bytes of own questions, but always lets one be retired", async () => {
    await add(own("one"));
    await redis.hset(keys.ownQuestions(guildId), own("large").id, "x".repeat(MAX_OWN_BYTES));
    expect(await store.change(guildId, 1, [own("two")])).toBe("too-large");
    expect(await store.change(guildId, 1, [own("one", { retired: "2026-11-22" })])).toBe("saved");
  });
});

describe("the banks of guilds", () => {
  it("reflect another process's changes on next use", async () => {
    const [here, there] = [banksOn(redis, builtIn), banksOn(redis, builtIn)];
    for (let round = 1; round <= 20; round += 1) {
      const question = own("one", { rev: round });
      await add(question);
      const seen = round % 2 === 0 ? here : there;
      expect((await seen.of(guildId)).find(question.id)).toEqual(question);
      expect(await seen.find(guildId, question.id)).toEqual(question);
    }
  });

  it("reload only for questions they don't have yet", async () => {
    const banks = banksOn(redis, builtIn);
    const [first, second] = [own("one"), own("two", { rev: 3 })];
    await add(first, second);
    const item = { questionId: second.id, rev: 3 };
    expect((await banks.ofItems(guildId, [item])).find(second.id)).toEqual(second);
    await redis.del(keys.ownQuestions(guildId));
    expect((await banks.ofItems(guildId, [item])).find(second.id)).toEqual(second);
    expect((await banks.ofItems(guildId, [{ questionId: "http.built-in", rev: 1 }])).find(second.id)).toBeUndefined();
  });

  it("contain the chosen mix: built-in, own or both", async () => {
    const [banks, settings] = [banksOn(redis, builtIn), createSettingsStore(redis)];
    await add(own("one"), own("gone", { retired: "2026-11-22" }));
    const pool = async () => ids((await banks.of(guildId)).pool({}));
    expect(await pool()).toEqual(["http.built-in", "http.multi", own("one").id]);
    await settings.change(guildId, { bankMix: "own" });
    expect(await pool()).toEqual([own("one").id]);
    expect((await banks.of(guildId)).find("http.multi")).toBeDefined();
    await settings.change(guildId, { bankMix: "built-in" });
    expect(await pool()).toEqual(["http.built-in", "http.multi"]);
    expect(ids((await banks.of(undefined)).pool({}))).toEqual(["http.built-in", "http.multi"]);
  });

  it("retire and restore a built-in question in one guild only", async () => {
    const banks = banksOn(redis, builtIn);
    await store.retireBuiltIn(guildId, "http.multi", "2026-11-22");
    expect(ids((await banks.of(guildId)).pool({}))).toEqual(["http.built-in"]);
    expect((await banks.of(guildId)).find("http.multi")?.retired).toBe("2026-11-22");
    expect((await banks.of("410000000000000001")).find("http.multi")?.retired).toBeUndefined();
    await store.retireBuiltIn(guildId, "http.multi", undefined);
    expect(ids((await banks.of(guildId)).pool({}))).toEqual(["http.built-in", "http.multi"]);
  });

  it("never share an id, even for long stems", () => {
    const longest = questionSchema.safeParse({
      ...own("one"),
      id: `${ownPrefix("9223372036854775807")}${"w".repeat(36)}-2000`,
    });
    expect(longest.success).toBe(true);
    expect(ownPrefix("410000000000000000")).not.toBe(ownPrefix("410000000000000001"));
  });
});
