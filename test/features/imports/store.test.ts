import { beforeEach, describe, expect, it } from "vitest";
import { createImportStore, type ImportStore } from "../../../src/features/imports/store.ts";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import { MAX_OWN_BYTES, MAX_OWN_QUESTIONS, ownPrefix } from "../../../src/features/questions/own-rules.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const own = (words: string) => questions.single({ id: `${ownPrefix(guildId)}${words}` });
const imported = [own("one"), own("two")];
const pairs = imported.map((question): [string, string] => [question.id, JSON.stringify(question)]);

let redis: ReturnType<typeof connectRedis>;
let bank: ReturnType<typeof createBankStore>;
let imports: ImportStore;

beforeEach(async () => {
  redis = await testRedis();
  bank = createBankStore(redis);
  imports = createImportStore(redis);
  await imports.save(guildId, "a", 0, pairs);
});

describe("committing an import", () => {
  it("writes the questions once, even when called repeatedly", async () => {
    expect(await imports.commit(guildId, "a")).toEqual({ count: 2, repeated: false });
    expect(await imports.commit(guildId, "a")).toEqual({ count: 2, repeated: true });
    expect((await bank.load(guildId)).questions).toEqual(imported);
    expect(await bank.version(guildId)).toBe(1);
    expect(await redis.ttl(keys.pendingImport(guildId))).toBeGreaterThan(0);
  });

  it("writes nothing if the bank has changed", async () => {
    await bank.retireBuiltIn(guildId, "http.multi", "2026-11-22");
    expect(await imports.commit(guildId, "a")).toBe("outdated");
    expect((await bank.load(guildId)).questions).toEqual([]);
  });

  it("writes nothing if the guild would have too many questions", async () => {
    const many = Array.from({ length: MAX_OWN_QUESTIONS - 1 }, (_, index) => own(`n${index}`));
    await bank.change(guildId, 0, many);
    await imports.save(guildId, "b", 1, pairs);
    expect(await imports.commit(guildId, "b")).toBe("full");
    expect((await bank.load(guildId)).questions).toHaveLength(many.length);
  });
});

it("a pending import is replaced by the next one of the guild", async () => {
  await imports.save(guildId, "b", 0, pairs.slice(0, 1));
  expect(await imports.questionIds(guildId, "a")).toEqual([]);
  expect(await imports.commit(guildId, "a")).toBe("missing");
  expect(await imports.cancel(guildId, "a")).toBe(false);
  expect(await imports.commit(guildId, "b")).toEqual({ count: 1, repeated: false });
  expect(await redis.keys("*pending-import*")).toHaveLength(1);
});

it("an import is rejected if the guild's questions would take too many bytes", async () => {
  const large = (words: string, length: number): [string, string] => [own(words).id, "x".repeat(length)];
  await imports.save(guildId, "b", 0, [large("a", MAX_OWN_BYTES - 9)]);
  expect(await imports.commit(guildId, "b")).toMatchObject({ count: 1 });
  await imports.save(guildId, "c", 1, [large("b", 10)]);
  expect(await imports.commit(guildId, "c")).toBe("too-large");
  await imports.save(guildId, "d", 1, [large("b", 9)]);
  expect(await imports.commit(guildId, "d")).toMatchObject({ count: 1 });
  await imports.save(guildId, "e", 2, [large("a", 1)]);
  expect(await imports.commit(guildId, "e"), "a replaced question doesn't count").toMatchObject({ count: 1 });
});

describe("canceling an import", () => {
  it("discards a pending import", async () => {
    expect(await imports.cancel(guildId, "a")).toBe(true);
    expect(await imports.cancel(guildId, "a")).toBe(false);
    expect(await imports.commit(guildId, "a")).toBe("missing");
  });

  it("doesn't discard a completed import", async () => {
    await imports.commit(guildId, "a");
    expect(await imports.cancel(guildId, "a")).toBe(false);
  });
});

it("the question ids are listed only while the import is pending", async () => {
  expect((await imports.questionIds(guildId, "a")).sort()).toEqual(pairs.map(([id]) => id).sort());
  await imports.commit(guildId, "a");
  expect(await imports.questionIds(guildId, "a")).toEqual([]);
});
