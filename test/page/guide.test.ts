import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** The guided start, every step by its own button, with the real bot behind the page. */
describeInBrowser("the guided start", () => {
  it("leads from the first schedule to the profile, and ticks off what has really happened", async () => {
    const stage = await openStage(bank, { exams });
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    const guide = page.getByRole("complementary", { name: "Playground" });
    const press = (name: string | RegExp) => guide.getByRole("button", { name }).click();
    const isDone = (title: string) => guide.locator(".step.is-done", { hasText: title }).waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await press("Write /schedule add");
    await page.keyboard.press("Enter");
    await isDone("Set a daily question");
    await press("Post the next question now");
    await isDone("Post a question now");

    for (const { name } of people.members) {
      await press(`Become ${name}`);
      await page.locator(".person.is-you", { hasText: name }).waitFor();
      const question = page.locator(".message", { hasText: "Question " }).first();
      await question.getByRole("button", { name: "A", exact: true }).click();
      await page.locator(".message.is-private", { hasText: /✓ Right|✗ Not this one/ }).waitFor();
    }
    await isDone("Answer it as three people · 3 of 3");

    await press("Go on to the reveal");
    await isDone("See the answer revealed");
    await page.getByRole("button", { name: /6 hours ahead/ }).waitFor();

    await press("Write /leaderboard");
    await page.keyboard.press("Enter");
    await isDone("See who leads");
    await press("Write /exam start");
    await page
      .getByRole("option", { name: /module/ })
      .first()
      .click();
    await page.getByRole("option", { name: /Module A/ }).click();
    await page.keyboard.press("Enter");
    await sitExam(page.locator(".message", { hasText: "used /exam start" }));
    await isDone("Take an exam");
    await press("Write /profile");
    await page.keyboard.press("Enter");
    await isDone("Look at your profile");
    await guide.getByText("That was all of it.").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.reload();
    await guide.getByText("That was all of it.").waitFor();
    await press("Close this panel");
    await page.reload();
    await page.locator("#composer").waitFor();
    expect(await guide.count()).toBe(0);
    expect(stage.log.warnings).toEqual([]);
  });

  it("is one line on a phone, with the next step", async () => {
    const stage = await openStage(bank);
    const page = await visit(stage.playground.url, stage.playground.people.moderator.id, { viewport: PHONE });
    const bar = page.getByRole("region", { name: "Next step" });
    await bar.getByRole("button", { name: "Write /schedule add" }).click();
    await page.keyboard.press("Enter");
    await bar.getByText("Post a question now").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    expect(await axeViolations(page)).toEqual([]);
    await bar.getByRole("button", { name: "Close the guided start" }).click();
    await bar.waitFor({ state: "detached" });
  });

  it("moves time from the panel, for every window, by the keyboard alone", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    const other = await visit(url, people.members[0].id, { colorScheme: "dark" });
    await page.getByRole("tab", { name: "Start" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("The same as your own clock.").waitFor();
    expect(await page.getByRole("button", { name: /^The next question/ }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "+ 1 day" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("24 hours ahead").last().waitFor();
    await other.getByRole("button", { name: /24 hours ahead/ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Playground tools");
  });
});

const PHONE = { width: 375, height: 812 };

const bank = ["one", "two", "three", "four"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `Question ${name}?` }),
);

/** A module of two items of one topic. */
const exams = examsSchema.parse({
  pass_share: 0.7,
  module: { items: 2, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});

async function sitExam(exam: Locator): Promise<void> {
  await exam.getByRole("button", { name: "Submit", exact: true }).click();
  await exam.getByRole("button", { name: "Back to exam" }).waitFor();
  await exam.getByRole("button", { name: "Submit", exact: true }).click();
}
