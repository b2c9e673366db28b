import { beforeEach, describe, expect, it } from "vitest";
import { DELETED_USER_ID } from "../../../src/features/privacy/rules.ts";
import { createOwnBankStore } from "../../../src/features/questions/own-store.ts";
import type { Banks, OwnBankStore } from "../../../src/features/questions/ports.ts";
import type { Suggestion } from "../../../src/features/review-queue/rules.ts";
import { createDesk } from "../../../src/features/review-queue/service.ts";
import { createDraftStore, createQueueStore } from "../../../src/features/review-queue/store.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";
import type { Finding, QueueStore } from "../../../src/features/suggestions/ports.ts";
import { type Form, formTag } from "../../../src/features/suggestions/rules.ts";
import { createSuggestions } from "../../../src/features/suggestions/service.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const [author, moderatorId] = ["420000000000000002", "420000000000000001"];
const moderator = { guildId, userId: moderatorId };
const member = { guildId, userId: author };
const at = Date.parse("2026-11-22T09:00:00Z");
const form: Form = {
  type: "single",
  topic: "http",
  difficulty: 1,
  level: "apply",
  stem: "What does the client do about a 304?",
  code: "",
  answers: "* Uses its copy — It is still good.\nAsks again — Nothing failed.\nGives up — Nothing is wrong.",
  why: "",
  references: "https://www.rfc-editor.org/rfc/rfc9110 RFC 9110",
};
const suggestion: Suggestion = { kind: "suggestion", id: "a", edition: 1, by: author, at, form };
const report = { kind: "report", id: "b", edition: 1, by: author, at, questionId: "http.single", reason: "x" } as const;
const builtIn = [questions.single()];

let stores: ReturnType<typeof storesOn>;
let findings: Finding[];
let deeds: string[];
let letters: string[];

const storesOn = (redis: ReturnType<typeof connectRedis>) => ({
  queue: createQueueStore(redis),
  drafts: createDraftStore(redis),
  own: createOwnBankStore(redis),
  banks: banksOn(redis, builtIn),
});

beforeEach(async () => {
  const redis = await testRedis();
  stores = storesOn(redis);
  [findings, deeds, letters] = [[], [], []];
  await stores.queue.add(guildId, suggestion);
  await stores.queue.add(guildId, report);
});

type Over = { queue?: Partial<QueueStore>; own?: Partial<OwnBankStore>; banks?: Partial<Banks> };

const needs = (over: Over = {}) => ({
  ...stores,
  queue: { ...stores.queue, ...over.queue },
  own: { ...stores.own, ...over.own },
  linter: { lint: async () => findings },
  auditLog: {
    recordAndNotify: async (_: string, __: string, change: object) => void deeds.push(JSON.stringify(change)),
  },
  clock: () => at,
});
const desk = (over: Over = {}) =>
  createDesk({ ...needs(over), directMessages: { send: async (userId) => void letters.push(userId) } });
const suggestions = (over: Over = {}) =>
  createSuggestions({
    ...needs(over),
    settings: { load: async () => DEFAULT_SETTINGS },
    bell: { ring: async () => undefined },
  });

/** Somebody else gets in first: what the store is asked comes too late. */
const settledMeanwhile = { queue: { settle: async () => false, change: async () => false } };
const code = (wanted: string) => ({ code: wanted });

describe("a suggestion", () => {
  it("is not approved while the linter objects, nor into a full bank, and then still waits", async () => {
    findings = [{ severity: "error", at: "stem", message: "No." }];
    await expect(desk().approve(moderator, suggestion)).rejects.toMatchObject(code("case-faulty"));
    findings = [];
    const full = desk({ own: { change: async () => "full" } });
    await expect(full.approve(moderator, suggestion)).rejects.toMatchObject(code("bank-full"));
    expect(await stores.queue.find(guildId, "a")).toEqual(suggestion);
    expect(deeds).toEqual([]);
  });

  it("is approved though the bank changes meanwhile", async () => {
    let tries = 0;
    const change: OwnBankStore["change"] = (...given) => {
      tries += 1;
      return tries === 1 ? Promise.resolve("moved") : stores.own.change(...given);
    };
    const { id } = await desk({ own: { change } }).approve(moderator, suggestion);
    expect(tries).toBe(2);
    expect((await stores.banks.of(guildId)).find(id)?.stem).toBe(form.stem);
    expect(letters).toEqual([author]);
  });

  it("keeps what a moderator wrote as a draft where another decided or changed it first", async () => {
    const written = { ...form, stem: "As I would ask it?" };
    const stale = { id: "a", edition: 0 };
    for (const [over, chosen] of [
      [settledMeanwhile, suggestion],
      [{}, stale],
      [{}, report],
    ] as const) {
      await expect(desk(over).edit(moderator, chosen, written)).rejects.toMatchObject(code("case-kept"));
      expect(await stores.drafts.load(guildId, moderatorId)).toEqual(written);
      await stores.drafts.drop(guildId, moderatorId);
    }
    expect(await stores.queue.find(guildId, "a")).toEqual(suggestion);
    expect(deeds).toEqual([]);
  });

  it("is decided once, by who comes first, and only as it was seen", async () => {
    const late = desk(settledMeanwhile);
    const stale = { id: "a", edition: 2 };
    const gone = code("case-gone");
    await expect(late.classify(moderator, suggestion, { topic: "sql" })).rejects.toMatchObject(gone);
    await expect(late.deny(moderator, suggestion, "No.")).rejects.toMatchObject(gone);
    await expect(late.dismiss(moderator, report)).rejects.toMatchObject(gone);
    await expect(desk().classify(moderator, stale, { topic: "sql" })).rejects.toMatchObject(gone);
    await expect(desk().deny(moderator, stale, "No.")).rejects.toMatchObject(gone);
    await expect(desk().suggestion(guildId, stale)).rejects.toMatchObject(gone);
    expect([deeds, letters]).toEqual([[], []]);
  });

  it("is its author's draft again when it is denied, unless they write another or are gone", async () => {
    await desk().deny(moderator, suggestion, "No.");
    expect(await stores.drafts.load(guildId, author)).toEqual(form);

    const other = { ...form, stem: "What else?" };
    await stores.drafts.save(guildId, author, other);
    await stores.queue.add(guildId, { ...suggestion, id: "c" });
    await desk().deny(moderator, { id: "c", edition: 1 }, "No.");
    expect(await stores.drafts.load(guildId, author)).toEqual(other);

    await stores.queue.add(guildId, { ...suggestion, id: "d", by: DELETED_USER_ID });
    await desk().deny(moderator, { id: "d", edition: 1 }, "No.");
    expect(await stores.drafts.load(guildId, DELETED_USER_ID)).toBeUndefined();
    expect(letters).toEqual([author, author]);
  });
});

describe("a report", () => {
  it("ends though its question is retired already, or another settles it first", async () => {
    await desk().retire(moderator, "http.single");
    await expect(desk().retire(moderator, "http.single")).rejects.toMatchObject(code("already-retired"));
    await expect(desk(settledMeanwhile).retireReported(moderator, report)).rejects.toMatchObject(code("case-gone"));
    expect(await desk().retireReported(moderator, report)).toBe("http.single");
    expect(deeds).toHaveLength(1);
    expect(await stores.queue.find(guildId, "b")).toBeUndefined();
  });

  it("retires a question of the server's own though the bank changes meanwhile", async () => {
    const { id } = await desk().approve(moderator, suggestion);
    let tries = 0;
    const change: OwnBankStore["change"] = (...given) => {
      tries += 1;
      return tries === 1 ? Promise.resolve("moved") : stores.own.change(...given);
    };
    await desk({ own: { change } }).retire(moderator, id);
    expect((await stores.banks.of(guildId)).find(id)?.retired).toBe("2026-11-22");
    await expect(desk().restore(moderator, "http.single")).rejects.toMatchObject(code("not-retired"));
  });
});

describe("a draft", () => {
  it("is sent in or discarded as it was shown, and in no other words", async () => {
    await expect(suggestions().sendIn(member, "x", "aaaaa")).rejects.toMatchObject(code("draft-gone"));
    await expect(suggestions().discard(member, "aaaaa")).rejects.toMatchObject(code("draft-gone"));
    const tag = formTag(form);
    const newer = { ...form, stem: "What else does the client do?" };
    await suggestions().write(member, newer);
    expect(await suggestions().sendIn(member, "x", tag)).toMatchObject({ form: newer });
    expect(await suggestions().discard(member, tag)).toMatchObject({ form: newer });
    expect(await stores.drafts.load(guildId, author)).toEqual(newer);
    expect(await suggestions().discard(member, formTag(newer))).toBe("discarded");
    expect(await stores.queue.list(guildId)).toHaveLength(2);
  });

  it("is kept while something is to be mended, or there is no room for it", async () => {
    await suggestions().write(member, form);
    findings = [{ severity: "error", at: "stem", message: "No." }];
    expect(await suggestions().sendIn(member, "x", formTag(form))).toMatchObject({ findings });
    findings = [];
    const full = suggestions({ queue: { add: async () => "full" } });
    await expect(full.sendIn(member, "x", formTag(form))).rejects.toMatchObject(code("suggestions-full"));
    await expect(full.report(member, "y", "http.single", "x")).rejects.toMatchObject(code("reports-full"));
    expect(await stores.drafts.load(guildId, author)).toEqual(form);
  });
});

it("searches for something, and not for nothing", async () => {
  await expect(suggestions().search(guildId, "  ")).rejects.toMatchObject(code("search-empty"));
  expect((await suggestions().search(guildId, "times out")).map(({ id }) => id)).toEqual(["http.single"]);
  await desk().retire(moderator, "http.single");
  expect(await suggestions().search(guildId, "times out")).toEqual([]);
});
