import { beforeEach, describe, expect, it } from "vitest";
import type { ReviewQueueStore } from "../../../src/features/review-queue/store.ts";
import { createReviewQueueStore } from "../../../src/features/review-queue/store.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";
import { type Finding, formTag } from "../../../src/features/suggestions/rules.ts";
import { createSuggestionService } from "../../../src/features/suggestions/service.ts";
import { createDraftStore } from "../../../src/features/suggestions/store.ts";
import { createValidationService } from "../../../src/features/suggestions/validation-service.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";
import { suggestionForm } from "../../support/suggestions.ts";

const guildId = "410000000000000000";
const userId = "420000000000000002";
const member = { guildId, userId };
const at = Date.parse("2026-11-22T09:00:00Z");
const form = suggestionForm();
const code = (wanted: string) => ({ code: wanted });

let stores: ReturnType<typeof storesOn>;
let findings: Finding[];
let open: Set<string>;

const storesOn = (redis: Parameters<typeof createDraftStore>[0]) => ({
  queue: createReviewQueueStore(redis),
  drafts: createDraftStore(redis),
  banks: banksOn(redis, [questions.single(), questions.multi({ retired: "2026-11-01" })]),
});

beforeEach(async () => {
  stores = storesOn(await testRedis());
  [findings, open] = [[], new Set()];
});

const create = (queue: Partial<ReviewQueueStore> = {}) =>
  createSuggestionService({
    ...stores,
    queue: { ...stores.queue, ...queue },
    openQuestions: { of: async () => open },
    validation: createValidationService({
      banks: stores.banks,
      linter: { lint: async () => findings },
      clock: () => at,
    }),
    settings: { load: async () => DEFAULT_SETTINGS },
    auditLog: { recordAndNotify: async () => undefined },
    reviewQueueDelivery: { notify: async () => undefined },
    clock: () => at,
  });

describe("a draft", () => {
  it("can be submitted or discarded only in the version its author saw", async () => {
    await expect(create().submit(member, "x", "aaaaa")).rejects.toMatchObject(code("draft-not-found"));
    await expect(create().discard(member, "aaaaa")).rejects.toMatchObject(code("draft-not-found"));
    const newer = { ...form, stem: "What else does the client do?" };
    await create().saveDraft(member, newer);
    expect(await create().submit(member, "x", formTag(form))).toMatchObject({ form: newer });
    expect(await create().discard(member, formTag(form))).toMatchObject({ form: newer });
    expect(await stores.drafts.load(guildId, userId)).toEqual(newer);
    expect(await create().discard(member, formTag(newer))).toBe("discarded");
    expect(await stores.queue.list(guildId)).toEqual([]);
  });

  it("remains if it has errors or the queue is full", async () => {
    await create().saveDraft(member, form);
    findings = [{ severity: "error", at: "stem", message: "No." }];
    expect(await create().submit(member, "x", formTag(form))).toMatchObject({ findings });
    findings = [];
    const full = create({ add: async () => "full" });
    await expect(full.submit(member, "x", formTag(form))).rejects.toMatchObject(code("suggestions-full"));
    await expect(full.report(member, "y", "http.single", "x")).rejects.toMatchObject(code("reports-full"));
    expect(await stores.drafts.load(guildId, userId)).toEqual(form);
  });

  it("becomes a suggestion when submitted", async () => {
    await create().saveDraft(member, form);
    expect(await create().submit(member, "x", formTag(form))).toBe("sent");
    expect(await stores.queue.list(guildId)).toMatchObject([{ kind: "suggestion", by: userId, form }]);
    expect(await stores.drafts.load(guildId, userId)).toBeUndefined();
  });
});

describe("searching for questions", () => {
  const search = async (text: string) => (await create().search(member, text)).map(({ id }) => id);

  it("finds active questions by their words", async () => {
    expect(await search("times out")).toEqual(["http.single"]);
    await expect(search("  ")).rejects.toMatchObject(code("search-empty"));
  });

  it("leaves out a question that is open where the member is", async () => {
    open.add("http.single");
    expect(await search("times out")).toEqual([]);
  });
});
