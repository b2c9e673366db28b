import { expect, it } from "vitest";
import { renderAddedToReview, renderReview } from "../../../src/features/review/view.ts";
import { textOf } from "../../support/messages.ts";

const at = 1_795_000_000_000;
const show = (over: object) =>
  textOf(renderReview({ outlook: { now: 0, today: 0, tomorrow: 0 }, cards: 3, unwanted: 0, ...over }));

it("the review explains cards to a learner without any", () => {
  expect(show({ cards: 0 })).toContain("/quiz solo");
});

it("the review says that all cards are in excluded languages", () => {
  expect(show({ cards: 0, unwanted: 1 })).toBe(
    "Your only card requires a programming language that you haven't chosen. Change that with `/preferences`.",
  );
  expect(show({ cards: 0, unwanted: 2 })).toContain("All 2 of your cards require a programming language");
  expect(show({ cards: 1, unwanted: 2 })).toBe("You're all caught up, and no cards are scheduled.");
});

it("the review shows when the next card is due", () => {
  expect(show({ outlook: { now: 0, today: 1, tomorrow: 2, next: at } })).toBe(
    "You're all caught up. Your next card is due <t:1795000000:R>. Due today: 1 · tomorrow: 2",
  );
  expect(show({})).toBe("You're all caught up, and no cards are scheduled.");
});

it("the review says that all due cards are in other topics", () => {
  expect(show({ topic: "sql", outlook: { now: 2, today: 2, tomorrow: 0 } })).toContain("SQL");
  expect(show({ outlook: { now: 2, today: 2, tomorrow: 0 } })).toBe(
    "2 cards still due. Continue with `/review`. Due today: 2 · tomorrow: 0",
  );
});

it("the review confirms an added card with its due time, or as due now", () => {
  expect(textOf(renderAddedToReview({ due: at, isDue: true }))).toBe(
    "This question is due for review now. Start with `/review`.",
  );
  expect(textOf(renderAddedToReview({ due: at, isDue: false }))).toContain("<t:1795000000:R>");
});
