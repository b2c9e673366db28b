import { describe, expect, it } from "vitest";
import { type Notification, withoutHidden } from "../../../src/features/notifications/rules.ts";

const [one, two] = ["1", "2"].map((userId) => ({ userId, points: 5 }));
const members = one && two ? [one, two] : [];
const season: Notification = { kind: "season", season: 3, winners: members, members: 9 };
const summary: Notification = {
  kind: "summary",
  top: members,
  members: 9,
  improved: { userId: "2", more: 4 },
  streak: 1,
};

describe("withoutHidden", () => {
  it("leaves hidden members out of a season's winners and a summary", () => {
    expect(withoutHidden(season, new Set(["1"]))).toEqual({ ...season, winners: [two] });
    expect(withoutHidden(summary, new Set(["1"]))).toEqual({ ...summary, top: [two] });
    const { improved: _, ...others } = summary;
    expect(withoutHidden(summary, new Set(["2"]))).toEqual({ ...others, top: [one] });
  });

  it("changes nothing if no one named is hidden", () => {
    expect([season, summary].map((one) => withoutHidden(one, new Set(["3"])))).toEqual([season, summary]);
  });

  it("returns nothing if everyone named is hidden", () => {
    expect([season, summary].map((one) => withoutHidden(one, new Set(["1", "2"])))).toEqual([undefined, undefined]);
  });

  it("returns other notifications as they are", () => {
    const other: Notification = { kind: "pool-low", scheduleId: "daily", left: 3 };
    expect(withoutHidden(other, new Set(["1"]))).toBe(other);
  });
});
