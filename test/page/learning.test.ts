import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { DAY } from "../../src/platform/time.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** Quizzes, reviews and exams as a learner meets them: the page in a real browser, the real bot behind it. */
describeInBrowser("learning on the page", () => {
  it("asks a quiz of three to its summary, and brings back in the review what was missed", async () => {
    const stage = await openStage(bank);
    const page = await visit(stage.playground.url, stage.playground.people.members[0].id);

    await send(page, "/quiz solo count:3");
    const quiz = messageWith(page, "Quiz ·");
    const missed = await stemIn(quiz);
    await tap(quiz, WRONG);
    await quiz.getByText("✗ Not this one").waitFor();
    await quiz.getByText("You chose Send the body as a POST: POST has other semantics").waitFor();
    await quiz.getByText("Right is Send the same PUT again: PUT is idempotent").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    for (const place of [2, 3]) {
      await press(quiz, "Next");
      await quiz.getByText(`· ${place} of 3`).waitFor();
      expect(await stemIn(quiz)).not.toBe(missed);
      await tap(quiz, RIGHT);
      await quiz.getByText("✓ Right").waitFor();
    }
    await press(quiz, "See the result");
    await quiz.getByText("Quiz · 2 of 3 right").waitFor();
    await quiz.getByText("+8 points").waitFor();
    expect(await page.getByText("Only you can see this").count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);

    await send(page, "/review");
    await messageWith(page, "Nothing is due.").waitFor();
    stage.advance(2 * DAY);
    await send(page, "/review");
    const review = messageWith(page, "Review ·");
    await review.getByText("Review ·").waitFor();
    expect(await stemIn(review)).toBe(missed);
    await tap(review, RIGHT);
    await review.getByText("✓ Right").waitFor();
    expect(stage.log.warnings).toEqual([]);
  });

  it("keeps the heading of a quiz and of an exam to one line of a phone", async () => {
    const widest = { topic: "distributed", id: "distributed.widest" };
    const stage = await openStage([questions.single(widest), ...bank], { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.members[0].id, { viewport: PHONE });
    await send(page, "/quiz solo topic:distributed");
    expect(await linesOf(page, "Quiz · Distributed systems · 1 of 1")).toBe(1);
    await send(page, "/exam start module:a");
    expect(await linesOf(page, "Module A · 1 of 4 · ends")).toBe(1);
  });

  it("sits an exam: answers, flags, jumps, submits, and goes through what was wrong", async () => {
    const stage = await openStage(bank, { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.members[0].id, { viewport: PHONE, colorScheme: "dark" });

    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/exam start/ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.locator("#composer").fill("/exam start module:");
    await page.getByRole("option", { name: "Module A · 4 questions, 30 min · HTTP and networking" }).click();
    await page.keyboard.press("Enter");
    const exam = page.locator(".message");
    await exam.getByText(/Module A · 1 of 4 · ends /).waitFor();
    await tap(exam, RIGHT);
    await exam.getByText(/^Your answer: [ABC]\./).waitFor();
    expect(await exam.getByText("✓ Right").count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    await press(exam, "Next");
    await exam.getByText("2 of 4").waitFor();
    await tap(exam, WRONG);
    await exam.getByText(/^Your answer:/).waitFor();
    await press(exam, "Flag");
    await exam.getByText("⚑ Flagged (1 in total)").waitFor();

    await press(exam, "Overview");
    await exam.getByText("● 2 answered · ○ 2 unanswered · ⚑ 1 flagged").waitFor();
    await exam.getByText("Unanswered: 3, 4").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    expect(await axeViolations(page)).toEqual([]);
    await exam.getByRole("combobox", { name: "Go to question 1–4" }).click();
    await page.getByRole("option", { name: "2 · ● answered · ⚑ flagged" }).waitFor();
    await page.getByRole("option", { name: "4 · ○ unanswered" }).click();
    await exam.getByText("4 of 4").waitFor();
    await tap(exam, RIGHT);
    await exam.getByText(/^Your answer:/).waitFor();

    await press(exam, "Submit");
    await exam.getByText(/1 question is unanswered, 1 flagged\. Submit anyway\?/).waitFor();
    await press(exam, "Back to exam");
    await exam.getByText("4 of 4").waitFor();
    await press(exam, "Submit");
    await exam.getByText(/1 question is unanswered, 1 flagged\. Submit anyway\?/).waitFor();
    await press(exam, "Submit");
    await exam.getByText("Module A · 2 of 4 correct · not passed").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await press(exam, "Review wrong answers");
    await exam.getByText("missed question 1 of 2").waitFor();
    await exam.getByText("You chose Send the body as a POST").waitFor();
    await press(exam, "Next");
    await exam.getByText("missed question 2 of 2").waitFor();
    await exam.getByText("You didn't answer this one.").waitFor();
    expect(await exam.getByRole("button", { name: "Next", exact: true }).isDisabled()).toBe(true);
    await press(exam, "Back to report");
    await exam.getByText("2 of 4 correct · not passed").waitFor();
    expect(stage.log.warnings).toEqual([]);
  });

  it("shows a profile as one picture, with its words for who cannot see it", async () => {
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
      await tap(quiz, RIGHT);
      await quiz.getByText("✓ Right").waitFor();

      await send(page, "/profile");
      const profile = messageWith(page, "Your profile");
      const picture = profile.getByRole("img", { name: /^0 days streak; .* Level by topic, in % of medium questions/ });
      await picture.waitFor();
      await profile.getByText("Would you pass the mock exam today?").waitFor();
      expect(await profile.locator(".message-body img").count()).toBe(1);
      await page.evaluate('document.querySelector(".message-body img").decode()');
      const { width = 0 } = (await picture.boundingBox()) ?? {};
      expect(width).toBeGreaterThan(250);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    }
    expect(stage.log.warnings).toEqual([]);
  });
});

const PHONE = { width: 375, height: 812 };
const RIGHT = "Send the same PUT again";
const WRONG = "Send the body as a POST";

const bank = ["one", "two", "three", "four"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `Question ${name}?` }),
);

/** A module of four items of one topic. */
const exams = examsSchema.parse({
  pass_share: 0.7,
  module: { items: 4, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});

/** Over how many lines the small print that begins so goes. */
async function linesOf(page: Page, begins: string): Promise<number> {
  await page.locator("small", { hasText: begins }).first().waitFor();
  const counted: unknown = await page.evaluate(`(() => {
    const range = document.createRange();
    const prints = [...document.querySelectorAll("small")];
    range.selectNodeContents(prints.find(({ textContent }) => textContent.includes(${JSON.stringify(begins)})));
    return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size;
  })()`);
  return Number(counted);
}

function messageWith(page: Page, words: string): Locator {
  return page.locator(".message", { hasText: words });
}

async function stemIn(message: Locator): Promise<string> {
  return (await message.getByText(/^Question \w+\?$/).textContent()) ?? "";
}

/** Options are shuffled, so the letter is read off the question. */
async function tap(message: Locator, option: string): Promise<void> {
  await message.getByRole("button", { name: "A", exact: true }).waitFor();
  const letter = new RegExp(`([ABC])\\s+${option}`).exec((await message.textContent()) ?? "")?.[1] ?? option;
  await press(message, letter);
}

async function press(message: Locator, button: string): Promise<void> {
  await message.getByRole("button", { name: button, exact: true }).click();
}
