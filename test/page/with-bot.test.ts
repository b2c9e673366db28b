import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { HOUR } from "../../src/platform/time.ts";
import type { APIMessage } from "../../src/playground/playground.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, messageText, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** The page in a real browser, with the real bot behind it. */
describeInBrowser("the page with the bot", () => {
  it("goes from the first schedule over three answers and the reveal to the leaderboard", async () => {
    const stage = await openStage([questions.single()]);
    const { url, people } = stage.playground;
    const [noor, tomas, yuki] = people.members;
    const mira = await visit(url, people.moderator.id);

    await typeSchedule(mira, stage);
    await messageText(mira, "Post one now").waitFor();
    await mira.getByText("Mira used /schedule add").waitFor();
    expect(await axeViolations(mira)).toEqual([]);

    await mira.locator(".post-now").click();
    const posted = await answerable(mira);
    const right = /([ABC])\s+Send the same PUT again/.exec(posted)?.[1] ?? "";
    const wrong = /([ABC])\s+Send the body as a POST/.exec(posted)?.[1] ?? "";
    expect(await axeViolations(mira)).toEqual([]);

    const first = await visit(url, noor.id);
    const second = await visit(url, tomas.id, { colorScheme: "dark" });
    const third = await visit(url, yuki.id, { viewport: { width: 375, height: 667 } });
    await answer(first, right, "✓ Right · +20 points, +1 for your streak");
    await answer(second, wrong, "✗ Not this one");
    await answer(third, right, "✓ Right · +20 points, +1 for your streak");
    for (const page of [first, second, third]) {
      expect(await page.getByText("Only you can see this").count()).toBe(1);
      expect(await axeViolations(page)).toEqual([]);
    }
    expect(await messageText(first, "✗ Not this one").count()).toBe(0);
    expect(await messageText(second, "✓ Right").count()).toBe(0);

    stage.advance(6 * HOUR);
    for (const page of [mira, first, second, third]) {
      await page.locator(".message", { hasText: "2 of 3 right" }).getByText("67%").waitFor();
      expect(await page.getByRole("button", { name: right, exact: true }).count()).toBe(0);
    }
    expect(await axeViolations(second)).toEqual([]);

    await send(third, "/leaderboard period:All time");
    const board = third.locator(".message", { hasText: "All time" });
    await board.getByText("Yuki used /leaderboard").waitFor();
    expect(await namesIn(board)).toEqual(["@Noor", "you", "@Tomas"]);
    expect(await axeViolations(third)).toEqual([]);
    expect(stage.log.warnings).toEqual([]);
  });

  it("turns the pages of a leaderboard, and finds the reader on it", async () => {
    const stage = await openStage([questions.single()]);
    const { playground } = stage;
    const [noor] = playground.people.members;
    const group = playground.addMembers(NAMES);
    const question = await post(stage);
    for (const { id } of group) await playground.person(id).click(question, customIdOf(question, "again"));
    await playground.person(noor.id).click(question, customIdOf(question, "post"));

    const page = await visit(playground.url, noor.id);
    await send(page, "/leaderboard period:All time");
    const board = page.locator(".message", { hasText: "All time" });
    await board.getByText("12 members played · page 1 of 2").waitFor();
    expect((await namesIn(board)).slice(0, 10)).toEqual(NAMES.slice(0, 10).map((name) => `@${name}`));

    await board.getByRole("button", { name: "Next ›" }).click();
    await board.getByText("page 2 of 2").waitFor();
    expect(await namesIn(board)).toEqual(["@Lena", "you"]);
    await board.getByRole("button", { name: "‹ Back" }).click();
    await board.getByText("page 1 of 2").waitFor();
    await board.getByRole("button", { name: "Me", exact: true }).click();
    await board.getByText("page 2 of 2").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});

const NAMES = ["Ada", "Bo", "Chen", "Dana", "Emre", "Fay", "Goran", "Hana", "Ivo", "Juno", "Lena"];

/** With the help of all that the field suggests. The next run is a day away, so that nothing posts by itself. */
async function typeSchedule(page: Page, stage: Stage): Promise<void> {
  const anHourAgo = new Date(stage.clock() - HOUR);
  const time = anHourAgo.toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });
  await page.locator("#composer").click();
  await page.keyboard.type("/sch");
  await page.getByRole("option", { name: /\/schedule add/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type("dai");
  await page.getByRole("option", { name: /#daily/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type(`${time} timez`);
  await page.keyboard.press("Tab");
  await page.keyboard.type("berl");
  await page.getByRole("option", { name: "Europe/Berlin" }).waitFor();
  await page.keyboard.press("Enter");
  expect(await page.locator("#composer").inputValue()).toBe(
    `/schedule add channel:#daily time:${time} timezone:Europe/Berlin `,
  );
  await page.keyboard.press("Enter");
}

/** The question's words, once it can be answered. */
async function answerable(page: Page): Promise<string> {
  const question = page.locator(".message", { hasText: "A PUT times out" });
  await question.getByRole("button", { name: "A", exact: true }).waitFor();
  return (await question.textContent()) ?? "";
}

async function answer(page: Page, letter: string, verdict: string): Promise<void> {
  await page.getByRole("button", { name: letter, exact: true }).click();
  await page.locator(".message.is-private", { hasText: verdict }).waitFor();
}

function namesIn(board: Locator): Promise<string[]> {
  return board
    .locator(".mention, strong")
    .filter({ hasText: /^(@|you$)/ })
    .allTextContents();
}

/** A question in #daily, posted by the moderator without the page. */
async function post(stage: Stage): Promise<APIMessage> {
  await stage.addSchedule({ "reveal-after": "24h" });
  return stage.postNow();
}
