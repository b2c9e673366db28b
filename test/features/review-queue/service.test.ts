import { beforeEach, describe, expect, it } from "vitest";
import { DELETED_USER_ID } from "../../../src/features/privacy/rules.ts";
import type { BankService } from "../../../src/features/questions/bank-service.ts";
import { type BankStore, createBankStore } from "../../../src/features/questions/bank-store.ts";
import type { Suggestion } from "../../../src/features/review-queue/rules.ts";
import { createReviewQueueService } from "../../../src/features/review-queue/service.ts";
import { createReviewQueueStore, type ReviewQueueStore } from "../../../src/features/review-queue/store.ts";
import type { Finding } from "../../../src/features/suggestions/rules.ts";
import { createDraftStore } from "../../../src/features/suggestions/store.ts";
import { createValidationService } from "../../../src/features/suggestions/validation-service.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { suggestionForm } from "../../support/suggestions.ts";

const guildId = "410000000000000000";
const [author, moderatorId] = ["420000000000000002", "420000000000000001"];
const moderator = { guildId, userId: moderatorId };
const at = Date.parse("2026-11-22T09:00:00Z");
const form = suggestionForm();
const suggestion: Suggestion = { kind: "suggestion", id: "a", version: 1, by: author, at, form };
const report = { kind: "report", id: "b", version: 1, by: author, at, questionId: "http.single", reason: "x" } as const;
const builtIn = [questions.single()];

let stores: ReturnType<typeof storesOn>;
let findings: Finding[];
let auditLog: string[];
let notified: string[];
let open: Set<string>;

const storesOn = (redis: ReturnType<typeof connectRedis>) => ({
  queue: createReviewQueueStore(redis),
  drafts: createDraftStore(redis),
  own: createBankStore(redis),
  banks: banksOn(redis, builtIn),
});

beforeEach(async () => {
  const redis = await testRedis();
  stores = storesOn(redis);
  [findings, auditLog, notified, open] = [[], [], [], new Set()];
  await stores.queue.add(guildId, suggestion);
  await stores.queue.add(guildId, report);
});

type Over = { queue?: Partial<ReviewQueueStore>; own?: Partial<BankStore>; banks?: Partial<BankService> };

const needs = (over: Over = {}) => ({
  ...stores,
  queue: { ...stores.queue, ...over.queue },
  own: { ...stores.own, ...over.own },
  openQuestions: { withheldFromModerator: async () => open },
  validation: createValidationService({ banks: stores.banks, linter: { lint: async () => findings }, clock: () => at }),
  auditLog: {
    recordAndNotify: async (_: string, __: string, change: object) => void auditLog.push(JSON.stringify(change)),
  },
  clock: () => at,
});
const reviewQueue = (over: Over = {}) =>
  createReviewQueueService({ ...needs(over), directMessages: { send: async (userId) => void notified.push(userId) } });

/** Another moderator saved first. */
const settledMeanwhile = { queue: { remove: async () => false, replace: async () => false } };
const code = (wanted: string) => ({ code: wanted });

describe("a suggestion", () => {
  it("stays in the queue if it has errors or the bank is full", async () => {
    findings = [{ severity: "error", at: "stem", message: "No." }];
    await expect(reviewQueue().approve(moderator, suggestion)).rejects.toMatchObject(code("suggestion-invalid"));
    findings = [];
    const full = reviewQueue({ own: { change: async () => "full" } });
    await expect(full.approve(moderator, suggestion)).rejects.toMatchObject(code("bank-full"));
    const tooLarge = reviewQueue({ own: { change: async () => "too-large" } });
    await expect(tooLarge.approve(moderator, suggestion)).rejects.toMatchObject(code("bank-too-large"));
    expect(await stores.queue.find(guildId, "a")).toEqual(suggestion);
    expect(auditLog).toEqual([]);
  });

  it("is approved even if the bank changes at the same time", async () => {
    let tries = 0;
    const change: BankStore["change"] = (...given) => {
      tries += 1;
      return tries === 1 ? Promise.resolve("stale") : stores.own.change(...given);
    };
    const { id } = await reviewQueue({ own: { change } }).approve(moderator, suggestion);
    expect(tries).toBe(2);
    expect((await stores.banks.of(guildId)).find(id)?.stem).toBe(form.stem);
    expect(notified).toEqual([author]);
  });

  it("becomes a draft when edited after another change", async () => {
    const written = { ...form, stem: "As I would ask it?" };
    const stale = { id: "a", version: 0 };
    for (const [over, chosen] of [
      [settledMeanwhile, suggestion],
      [{}, stale],
      [{}, report],
    ] as const) {
      await expect(reviewQueue(over).edit(moderator, chosen, written)).rejects.toMatchObject(
        code("review-item-changed-draft-saved"),
      );
      expect(await stores.drafts.load(guildId, moderatorId)).toEqual(written);
      await stores.drafts.delete(guildId, moderatorId);
    }
    expect(await stores.queue.find(guildId, "a")).toEqual(suggestion);
    expect(auditLog).toEqual([]);
  });

  it("returns a refused edit instead of overwriting the moderator's own draft", async () => {
    const own = { ...form, stem: "What am I writing myself?" };
    await stores.drafts.save(guildId, moderatorId, own);
    const written = { ...form, stem: "As I would ask it?" };
    const refused = code("review-item-changed-edit-refused");
    const error = await reviewQueue(settledMeanwhile)
      .edit(moderator, suggestion, written)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      ...refused,
      values: { edit: [written.stem, "", written.answers, written.references] },
    });
    expect(await stores.drafts.load(guildId, moderatorId)).toEqual(own);
  });

  it("can be decided only once, and only in the version the moderator saw", async () => {
    const late = reviewQueue(settledMeanwhile);
    const stale = { id: "a", version: 2 };
    const gone = code("review-item-changed");
    await expect(late.classify(moderator, suggestion, { topic: "sql" })).rejects.toMatchObject(gone);
    await expect(late.deny(moderator, suggestion, "No.")).rejects.toMatchObject(gone);
    await expect(late.dismiss(moderator, report)).rejects.toMatchObject(gone);
    await expect(reviewQueue().classify(moderator, stale, { topic: "sql" })).rejects.toMatchObject(gone);
    await expect(reviewQueue().deny(moderator, stale, "No.")).rejects.toMatchObject(gone);
    await expect(reviewQueue().suggestion(guildId, stale)).rejects.toMatchObject(gone);
    expect([auditLog, notified]).toEqual([[], []]);
  });

  it("becomes its author's draft again when denied, unless they have another or were deleted", async () => {
    await reviewQueue().deny(moderator, suggestion, "No.");
    expect(await stores.drafts.load(guildId, author)).toEqual(form);

    const other = { ...form, stem: "What else?" };
    await stores.drafts.save(guildId, author, other);
    await stores.queue.add(guildId, { ...suggestion, id: "c" });
    await reviewQueue().deny(moderator, { id: "c", version: 1 }, "No.");
    expect(await stores.drafts.load(guildId, author)).toEqual(other);

    await stores.queue.add(guildId, { ...suggestion, id: "d", by: DELETED_USER_ID });
    await reviewQueue().deny(moderator, { id: "d", version: 1 }, "No.");
    expect(await stores.drafts.load(guildId, DELETED_USER_ID)).toBeUndefined();
    expect(notified).toEqual([author, author]);
  });
});

describe("a report", () => {
  it("is closed even if its question is already retired", async () => {
    await reviewQueue().retire(moderator, "http.single");
    await expect(reviewQueue().retire(moderator, "http.single")).rejects.toMatchObject(code("already-retired"));
    await expect(reviewQueue(settledMeanwhile).retireReportedQuestion(moderator, report)).rejects.toMatchObject(
      code("review-item-changed"),
    );
    expect(await reviewQueue().retireReportedQuestion(moderator, report)).toBe("http.single");
    expect(auditLog).toHaveLength(1);
    expect(await stores.queue.find(guildId, "b")).toBeUndefined();
  });

  it("retires an own question even if the bank changes at the same time", async () => {
    const { id } = await reviewQueue().approve(moderator, suggestion);
    let tries = 0;
    const change: BankStore["change"] = (...given) => {
      tries += 1;
      return tries === 1 ? Promise.resolve("stale") : stores.own.change(...given);
    };
    await reviewQueue({ own: { change } }).retire(moderator, id);
    expect((await stores.banks.of(guildId)).find(id)?.retired).toBe("2026-11-22");
    await expect(reviewQueue().restore(moderator, "http.single")).rejects.toMatchObject(code("not-retired"));
  });

  it("hides the key of its question while that is open in one of the moderator's servers", async () => {
    expect(await reviewQueue().view(moderator, "b")).toMatchObject({ withKey: true });
    open.add("http.single");
    expect(await reviewQueue().view(moderator, "b")).toMatchObject({ question: { id: "http.single" }, withKey: false });
  });
});
