import { describe, expect, it } from "vitest";
import { hasKind, type ReviewItem, reviewItemSchema } from "../../../src/features/review-queue/rules.ts";

const shared = { id: "a1", version: 2, by: "510000000000000001", at: 1_795_000_000_000 };
const report: ReviewItem = { ...shared, kind: "report", questionId: "http.lost-put", reason: "The key is wrong." };
const suggestion: ReviewItem = {
  ...shared,
  kind: "suggestion",
  form: {
    ...{ type: "short", topic: "http", difficulty: 1, level: "recall" },
    ...{ stem: "What names a version?", code: "", answers: "ETag", why: "RFC 9110", references: "" },
  },
};

describe("reviewItemSchema", () => {
  it.each([report, suggestion])("parses a stored $kind", (item) => {
    expect(reviewItemSchema.parse(item)).toEqual(item);
  });

  it.each<[string, object]>([
    ["a report without a reason", { ...report, reason: undefined }],
    ["a suggestion without a form", { ...suggestion, form: undefined }],
    ["an item without a version", { ...report, version: undefined }],
    ["another kind of item", { ...report, kind: "appeal" }],
  ])("rejects %s", (_what, item) => expect(reviewItemSchema.safeParse(item).success).toBe(false));
});

describe("hasKind", () => {
  it("is true only for an item of that kind", () => {
    expect(hasKind(report, "report")).toBe(true);
    expect(hasKind(suggestion, "suggestion")).toBe(true);
    expect(hasKind(report, "suggestion")).toBe(false);
    expect(hasKind(undefined, "report")).toBe(false);
  });
});
