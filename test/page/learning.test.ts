import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { DAY } from "../../src/platform/time.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { anyQuotas } from "../support/exams.ts";
import {
  axeViolations,
  choose,
  clickButton,
  clickOption,
  documentWidth,
  messageWith,
  PHONE,
  send,
} from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** Quizzes, reviews, exams and profiles with the real bot. */
describeInBrowser("learning on the page", () => {
  it("covers a quiz, its summary and a review of the missed question", async () => {
    const stage = await openStage(bank);
    const page = await visit(stage.playground.url, stage.playground.people.members[0].id);

    await send(page, "/quiz solo count:3");
    const quiz = messageWith(page, "Quiz ·");
    const missed = await stemIn(quiz);
    await clickOption(quiz, WRONG);
    await quiz.getByText("✗ Not quite").waitFor();
    await quiz.getByText("You chose Send the body as a POST: POST has other semantics").waitFor();
    await quiz.getByText("The answer is Send the same PUT again: PUT is idempotent").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
    for (const place of [2, 3]) {
      await clickButton(quiz, "Next");
      await quiz.getByText(`· ${place} of 3`).waitFor();
      expect(await stemIn(quiz)).not.toBe(missed);
      await clickOption(quiz, RIGHT);
      await quiz.getByText("✓ Correct!").waitFor();
    }
    await clickButton(quiz, "Show results");
    await quiz.getByText("Quiz · 2 of 3 correct").waitFor();
    await quiz.getByText("+8 points").waitFor();
    expect(await page.getByText("Only you can see this").count()).toBe(1);
    expect(await axeViolations(page, ".messages")).toEqual([]);

    await send(page, "/review");
    await messageWith(page, "You're all caught up.").waitFor();
    stage.advance(2 * DAY);
    await send(page, "/review");
    const review = messageWith(page, "Review ·");
    await review.getByText("Review ·").waitFor();
    expect(await stemIn(review)).toBe(missed);
    await clickOption(review, RIGHT);
    await review.getByText("✓ Correct!").waitFor();
    expect(stage.log.warnings).toEqual([]);
  });

  it("fits the headings of quizzes and exams on one line on a phone", async () => {
    const widest = { topic: "distributed", id: "distributed.widest" };
    const stage = await openStage([questions.single(widest), ...bank], { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.members[0].id, { viewport: PHONE });
    await send(page, "/quiz solo topic:distributed");
    expect(await linesOf(page, "Quiz · Distributed systems · 1 of 1")).toBe(1);
    await send(page, "/exam start module:a");
    expect(await linesOf(page, "Module A · 1 of 4 · ends")).toBe(1);
  });

  it("covers an exam with answers, flags, jumps, a report and a review of missed questions", async () => {
    const stage = await openStage(bank, { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.members[0].id, { viewport: PHONE, colorScheme: "dark" });

    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/exam start/ }).waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
    await page.locator("#composer").fill("/exam start module:");
    await page.getByRole("option", { name: "Module A · 4 questions, 30 min · HTTP and networking" }).click();
    await page.keyboard.press("Enter");
    const exam = page.locator(".message");
    await exam.getByText(/Module A · 1 of 4 · ends /).waitFor();
    await clickOption(exam, RIGHT);
    await exam.getByText(/^Your answer: [ABC]\./).waitFor();
    expect(await exam.getByText("✓ Correct!").count()).toBe(0);
    expect(await axeViolations(page, ".messages")).toEqual([]);

    await clickButton(exam, "Next");
    await exam.getByText("2 of 4").waitFor();
    await clickOption(exam, WRONG);
    await exam.getByText(/^Your answer:/).waitFor();
    await clickButton(exam, "Flag");
    await exam.getByText("⚑ Flagged (1 in total)").waitFor();

    await clickButton(exam, "Overview");
    await exam.getByText("● 2 answered · ○ 2 unanswered · ⚑ 1 flagged").waitFor();
    await exam.getByText("Unanswered: 3, 4").waitFor();
    expect(await documentWidth(page)).toBe(PHONE.width);
    expect(await axeViolations(page, ".messages")).toEqual([]);
    const jump = exam.getByRole("combobox", { name: "Go to question 1–4" });
    await jump.locator("option", { hasText: "2 · ● answered · ⚑ flagged" }).waitFor({ state: "attached" });
    await choose(jump, "4 · ○ unanswered");
    await exam.getByText("4 of 4").waitFor();
    await clickOption(exam, RIGHT);
    await exam.getByText(/^Your answer:/).waitFor();

    await clickButton(exam, "Submit");
    await exam.getByText(/1 question is unanswered, 1 flagged\. Submit anyway\?/).waitFor();
    await clickButton(exam, "Back to exam");
    await exam.getByText("4 of 4").waitFor();
    await clickButton(exam, "Submit");
    await exam.getByText(/1 question is unanswered, 1 flagged\. Submit anyway\?/).waitFor();
    await clickButton(exam, "Submit");
    await exam.getByText("Module A · 2 of 4 correct").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);

    await clickButton(exam, "Review wrong answers");
    await exam.getByText("missed question 1 of 2").waitFor();
    await exam.getByText("You chose Send the body as a POST").waitFor();
    await clickButton(exam, "Next");
    await exam.getByText("missed question 2 of 2").waitFor();
    await exam.getByText("You didn't answer this one.").waitFor();
    expect(await exam.getByRole("button", { name: "Next", exact: true }).isDisabled()).toBe(true);
    await clickButton(exam, "Back to report");
    await exam.getByText("2 of 4 correct").waitFor();
    expect(stage.log.warnings).toEqual([]);
  });

  it("shows a profile as one image with a text alternative", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const [noor, tomas] = people.members;
    for (const [{ id }, colorScheme] of [
      [noor, "dark"],
      [tomas, "light"],
    ] as const) {
      const page = await visit(url, id, { viewport: PHONE, colorScheme });
      await send(page, "/quiz solo count:3");
      const quiz = messageWith(page, "Quiz ·");
      await clickOption(quiz, RIGHT);
      await quiz.getByText("✓ Correct!").waitFor();

      await send(page, "/profile");
      const profile = messageWith(page, "Your profile");
      const picture = profile.getByRole("img", { name: /^0 days streak; .* Level by topic, in % of medium questions/ });
      await picture.waitFor();
      await profile.getByText("Would you pass the mock exam today?").waitFor();
      expect(await profile.locator(".message-body img").count()).toBe(1);
      await page.evaluate('document.querySelector(".message-body img").decode()');
      const { width = 0 } = (await picture.boundingBox()) ?? {};
      expect(width).toBeGreaterThan(250);
      expect(await documentWidth(page)).toBe(PHONE.width);
      expect(await axeViolations(page, ".messages")).toEqual([]);
      await page.context().close();
    }
    expect(stage.log.warnings).toEqual([]);
  });
});

const RIGHT = "Send the same PUT again";
const WRONG = "Send the body as a POST";

const bank = ["one", "two", "three", "four"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `Question ${name}?` }),
);

/** A module of four items of one topic. */
const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 4, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});

/** How many lines the small text takes up. */
async function linesOf(page: Page, text: string): Promise<number> {
  await page.locator("small", { hasText: text }).first().waitFor();
  const counted: unknown = await page.evaluate(`(() => {
    const range = document.createRange();
    const prints = [...document.querySelectorAll("small")];
    range.selectNodeContents(prints.find(({ textContent }) => textContent.includes(${JSON.stringify(text)})));
    return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size;
  })()`);
  return Number(counted);
}

async function stemIn(message: Locator): Promise<string> {
  return (await message.getByText(/^Question \w+\?$/).textContent()) ?? "";
}
