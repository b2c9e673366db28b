import { expect, it } from "vitest";
import { describeQuestion } from "../../src/bank/preview.ts";
import { questions } from "../support/questions.ts";

it("the preview shows the post and explains each option", () => {
  const text = describeQuestion(questions.single());
  expect(text).toContain("http · medium · 20 points · apply\n### A PUT times out");
  expect(text).toContain("A  Send the same PUT again\nB  Send the body as a POST");
  expect(text).toContain("✓ Send the same PUT again\n  PUT is idempotent");
  expect(text).toContain("Read more: RFC 9110, 9.2.2 <https://www.rfc-editor.org");
});

it.each(
  Object.values(questions)
    .map((make) => make())
    .map((question) => [question.type, question] as const),
)("the preview shows the answer of a question of type %s", (_, question) => {
  expect(describeQuestion(question)).toContain("✓");
});
