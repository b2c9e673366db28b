import { describe, expect, it } from "vitest";
import { DELETED_USER_ID, type Export } from "../../../src/features/privacy/rules.ts";
import {
  memberName,
  renderDeleteConfirmation,
  renderDeleted,
  renderExport,
  renderHidden,
} from "../../../src/features/privacy/view.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";

const emptyExport: Export = {
  format: "rootine-export",
  version: 1,
  userId: "1",
  exportedAt: "2026-11-22T09:00:00.000Z",
  questions: [],
  mastery: [],
  activity: [],
  examResults: [],
  guilds: [],
  other: [],
};

describe("the privacy view", () => {
  it("attaches the export file", () => {
    const card = renderExport(emptyExport, "rootine-export.json");
    expect(textOf(card)).toContain("0 questions you've answered, in 0 servers");
    expect(JSON.stringify(card)).toContain("attachment://rootine-export.json");
  });

  it("asks for confirmation before deleting", () => {
    expect(customIdsOf(renderDeleteConfirmation())).toEqual(["privacy.delete:confirm", "privacy.delete:cancel"]);
  });

  it("says whether the deletion is complete", () => {
    expect(textOf(renderDeleted(true))).toContain("Your data is deleted.");
    expect(textOf(renderDeleted(false))).toContain("still deleting your data");
  });

  it("offers the opposite of the current visibility", () => {
    expect(customIdsOf(renderHidden(true))).toEqual(["privacy.hide:show"]);
    expect(customIdsOf(renderHidden(false))).toEqual(["privacy.hide:hide"]);
  });

  it("mentions members except those who deleted their data", () => {
    expect(memberName("7")).toBe("<@7>");
    expect(memberName(DELETED_USER_ID)).toBe("a former member");
  });
});
