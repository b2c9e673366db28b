import { expect, it } from "vitest";
import { enemies } from "../../../src/bank/rules/metadata.ts";
import { questions } from "../../support/questions.ts";

const bankWith = (listed: readonly string[]) => [
  questions.single({ id: "http.one", enemies: listed }),
  questions.single({ id: "sql.other", enemies: ["http.one"] }),
  questions.single({ id: "http.third" }),
];

it("enemies are valid if they exist, in one or both directions", () => {
  expect(enemies(bankWith(["sql.other", "http.third"]))).toEqual([]);
});

it.each([
  [["http.gone"], 0, "There is no active question http.gone. Correct the id, or remove it."],
  [["http.one"], 0, "A question can't be its own enemy. Remove its id from the list."],
  [["sql.other", "sql.other"], 1, "sql.other is listed twice. Remove one of them."],
  [["sql.other", "http.third", "http.gone"], 2, "There is no active question http.gone. Correct the id, or remove it."],
])("the enemies %j are reported", (listed, index, message) => {
  expect(enemies(bankWith(listed))).toEqual([{ id: "http.one", severity: "error", at: ["enemies", index], message }]);
});
