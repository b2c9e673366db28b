import { expect, it } from "vitest";
import { explain } from "../../../src/features/questions/feedback-view.ts";
import { questions } from "../../support/questions.ts";

it("the feedback shows an incorrect order above the correct one, line by line", () => {
  expect(explain(questions.order(), ["connect", "resolve", "secure"], false).slice(0, 8)).toEqual([
    "Your order:",
    "1. Open the connection",
    "2. Resolve the name",
    "3. Shake hands for TLS",
    "Correct order:",
    "1. Resolve the name",
    "2. Open the connection",
    "3. Shake hands for TLS",
  ]);
});
