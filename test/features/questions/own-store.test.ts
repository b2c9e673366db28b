import { beforeEach, describe, expect, it } from "vitest";
import { OWN_QUESTIONS, ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { createOwnBankStore } from "../../../src/features/questions/own-store.ts";
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
let store: ReturnType<typeof createOwnBankStore>;

beforeEach(async () => {
  redis = await testRedis();
  store = createOwnBankStore(redis);
});

const add = async (...added: Parameters<typeof store.change>[2]) =>
  expect(await store.change(guildId, await store.version(guildId), added)).toBe("done");

describe("the questions of a guild's own", () => {
  it("are read as they were written", async () => {
    const all = [own("one"), { ...questions.order(), id: `${ownPrefix(guildId)}two` }];
    await add(...all);
    expect((await store.load(guildId)).questions).toEqual(all);
  });

  it("are written all or none, and from what was read only", async () => {
    await add(own("one"));
    expect(await store.change(guildId, 0, [own("two"), own("three")])).toBe("moved");
    expect((await store.load(guildId)).questions).toHaveLength(1);
  });

  it("take a call that is sent again for the same call", async () => {
    expect(await store.change(guildId, 0, [own("one")])).toBe("done");
    expect(await store.change(guildId, 0, [own("one")])).toBe("done");
    expect(await store.version(guildId)).toBe(1);
  });

  it("are bounded", async () => {
    const many = Array.from({ length: OWN_QUESTIONS }, (_, index) => own(`n${index}`));
    await add(...many);
    expect(await store.change(guildId, 1, [own("more")])).toBe("full");
    expect(await store.change(guildId, 1, [own("n7", { rev: 2 })])).toBe("done");
  });
});

describe("the banks of guilds", () => {
  it("show what another process has written at their next use", async () => {
    const [here, there] = [banksOn(redis, builtIn), banksOn(redis, builtIn)];
    for (let round = 1; round <= 20; round += 1) {
      const question = own("one", { rev: round });
      await add(question);
      const seen = round % 2 === 0 ? here : there;
      expect((await seen.of(guildId)).find(question.id)).toEqual(question);
      expect(await seen.find(guildId, question.id)).toEqual(question);
    }
  });

  it("hold what a quiz asks, reading again only for what they do not know yet", async () => {
    const banks = banksOn(redis, builtIn);
    const [first, second] = [own("one"), own("two", { rev: 3 })];
    await add(first, second);
    const item = { questionId: second.id, rev: 3 };
    expect((await banks.holding(guildId, [item])).find(second.id)).toEqual(second);
    await redis.del(keys.ownQuestions(guildId));
    expect((await banks.holding(guildId, [item])).find(second.id)).toEqual(second);
    expect((await banks.holding(guildId, [{ questionId: "http.built-in", rev: 1 }])).find(second.id)).toBeUndefined();
  });

  it("ask what the guild chose: built in, own, or both", async () => {
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

  it("retire a built-in question for one guild only, and take it back", async () => {
    const banks = banksOn(redis, builtIn);
    await store.retireBuiltIn(guildId, "http.multi", "2026-11-22");
    expect(ids((await banks.of(guildId)).pool({}))).toEqual(["http.built-in"]);
    expect((await banks.of(guildId)).find("http.multi")?.retired).toBe("2026-11-22");
    expect((await banks.of("410000000000000001")).find("http.multi")?.retired).toBeUndefined();
    await store.retireBuiltIn(guildId, "http.multi", undefined);
    expect(ids((await banks.of(guildId)).pool({}))).toEqual(["http.built-in", "http.multi"]);
  });

  it("never share an id, however long the words", () => {
    const longest = questionSchema.safeParse({
      ...own("one"),
      id: `${ownPrefix("9223372036854775807")}${"w".repeat(36)}-2000`,
    });
    expect(longest.success).toBe(true);
    expect(ownPrefix("410000000000000000")).not.toBe(ownPrefix("410000000000000001"));
  });
});
