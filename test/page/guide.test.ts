import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { anyQuotas } from "../support/exams.ts";
import { axeViolations, clickButton, documentWidth, messageWith, PHONE } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** The guide with the real bot. */
describeInBrowser("the guide", () => {
  it("leads from the first schedule to the profile and checks off each completed step", async () => {
    const stage = await openStage(bank, { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    const guide = page.getByRole("complementary", { name: "Playground" });
    const press = (name: string) => clickButton(guide, name);
    const isDone = (title: string) => guide.locator(".step.is-done", { hasText: title }).waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await press("Fill in /schedule add");
    await page.keyboard.press("Enter");
    await isDone("Set up a daily question");
    await press("Post the next question now");
    await isDone("Post a question now");

    for (const { name } of people.members) {
      await press(`Switch to ${name}`);
      await page.locator(".person.is-you", { hasText: name }).waitFor();
      await clickButton(messageWith(page, "Question ").first(), "A");
      await page.locator(".message.is-private", { hasText: /✓ Correct!|✗ Not quite/ }).waitFor();
    }
    await isDone("Answer as three people · 3 of 3");

    await press("Skip to the reveal");
    await isDone("See the reveal");
    await page.getByRole("button", { name: /6 hours ahead/ }).waitFor();

    await press("Fill in /leaderboard");
    await page.keyboard.press("Enter");
    await isDone("Check the leaderboard");
    await press("Fill in /exam start");
    await page
      .getByRole("option", { name: /module/ })
      .first()
      .click();
    await page.getByRole("option", { name: /Module A/ }).click();
    await page.keyboard.press("Enter");
    await submitExam(messageWith(page, "used /exam start"));
    await isDone("Take an exam");
    await press("Fill in /profile");
    await page.keyboard.press("Enter");
    await isDone("View your profile");
    await guide.getByText("You've seen it all.").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.reload();
    await guide.getByText("You've seen it all.").waitFor();
    await press("Close the panel");
    await page.reload();
    await page.locator("#composer").waitFor();
    expect(await guide.count()).toBe(0);
    expect(stage.log.warnings).toEqual([]);
  });

  it("is one line with the next step on a phone", async () => {
    const stage = await openStage(bank);
    const page = await visit(stage.playground.url, stage.playground.people.moderator.id, { viewport: PHONE });
    const bar = page.getByRole("region", { name: "Next step" });
    await clickButton(bar, "Fill in /schedule add");
    await page.keyboard.press("Enter");
    await bar.getByText("Post a question now").waitFor();
    expect(await documentWidth(page)).toBe(PHONE.width);
    expect(await axeViolations(page)).toEqual([]);
    await clickButton(bar, "Close the guide");
    await bar.waitFor({ state: "detached" });
  });
});

describeInBrowser("the time panel", () => {
  it("moves the clock of every window by mouse or keyboard", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    const other = await visit(url, people.members[0].id, { colorScheme: "dark" });
    await page.getByRole("tab", { name: "Guide" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Same as your clock").waitFor();
    expect(await page.getByRole("button", { name: /^Next question/ }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "+1 day" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("24 hours ahead").last().waitFor();
    await other.getByRole("button", { name: /24 hours ahead/ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Playground tools");
  });
});

const bank = ["one", "two", "three", "four"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `Question ${name}?` }),
);

/** A module of two items of one topic. */
const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 2, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});

async function submitExam(exam: Locator): Promise<void> {
  await clickButton(exam, "Submit");
  await exam.getByRole("button", { name: "Back to exam" }).waitFor();
  await clickButton(exam, "Submit");
}
