import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { HOUR } from "../../src/platform/time.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, clickButton, clickOption, messageText, messageWith, PHONE, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

describeInBrowser("the daily question on the page", () => {
  it("is scheduled, answered by three members, revealed and counted on the leaderboard", async () => {
    const stage = await openStage([questions.single()]);
    const { url, people } = stage.playground;
    const [noor, tomas, yuki] = people.members;
    const mira = await visit(url, people.moderator.id);

    await typeSchedule(mira, stage);
    await messageText(mira, "Post one now").waitFor();
    await mira.getByText("Mira used /schedule add").waitFor();
    expect(await axeViolations(mira, ".messages")).toEqual([]);

    await mira.locator(".post-now").click();
    await question(mira).getByRole("button", { name: "A", exact: true }).waitFor();
    expect(await axeViolations(mira, ".messages")).toEqual([]);

    const first = await visit(url, noor.id);
    const second = await visit(url, tomas.id, { colorScheme: "dark" });
    const third = await visit(url, yuki.id, { viewport: PHONE });
    await answer(first, RIGHT, "✓ Correct! · +21 points, including 1 for your streak");
    await answer(second, "Send the body as a POST", "✗ Not quite");
    await answer(third, RIGHT, "✓ Correct! · +21 points, including 1 for your streak");
    for (const page of [first, second, third]) {
      expect(await page.getByText("Only you can see this").count()).toBe(1);
      expect(await axeViolations(page, ".messages")).toEqual([]);
    }
    expect(await messageText(first, "✗ Not quite").count()).toBe(0);
    expect(await messageText(second, "✓ Correct!").count()).toBe(0);

    stage.advance(6 * HOUR);
    for (const page of [mira, first, second, third]) {
      await messageWith(page, "2 of 3 correct").getByText("67%").waitFor();
      expect(await page.getByRole("button", { name: "A", exact: true }).count()).toBe(0);
    }
    expect(await axeViolations(second, ".messages")).toEqual([]);

    await send(third, "/leaderboard period:All time");
    const board = messageWith(third, "All time");
    await board.getByText("Yuki used /leaderboard").waitFor();
    expect(await namesIn(board)).toEqual(["@Noor", "you", "@Tomas"]);
    expect(await axeViolations(third, ".messages")).toEqual([]);
    expect(stage.log.warnings).toEqual([]);
  });

  it("updates a leaderboard with several pages and jumps to the viewer's own page", async () => {
    const stage = await openStage([questions.single()]);
    const { playground } = stage;
    const [noor] = playground.people.members;
    await stage.addSchedule({ "reveal-after": "24h" });
    const post = await stage.postNow();
    const [right, wrong] = [customIdOf(post, "again"), customIdOf(post, "post")];
    for (const { id } of playground.addMembers(NAMES)) await playground.person(id).click(post, right);
    await stage.members[0].click(post, wrong);

    const page = await visit(playground.url, noor.id);
    await send(page, "/leaderboard period:All time");
    const board = messageWith(page, "All time");
    await board.getByText("12 members · page 1 of 2").waitFor();
    expect((await namesIn(board)).slice(0, 10)).toEqual(NAMES.slice(0, 10).map((name) => `@${name}`));

    await clickButton(board, "Next ›");
    await board.getByText("page 2 of 2").waitFor();
    expect(await namesIn(board)).toEqual(["@Lena", "you"]);
    await clickButton(board, "‹ Back");
    await board.getByText("page 1 of 2").waitFor();
    await clickButton(board, "Me");
    await board.getByText("page 2 of 2").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
  });
});

const RIGHT = "Send the same PUT again";
const NAMES = ["Ada", "Bo", "Chen", "Dana", "Emre", "Fay", "Goran", "Hana", "Ivo", "Juno", "Lena"];

/** Accepts every suggestion. The next run is almost a day away, so that nothing is posted during the test. */
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

function question(page: Page): Locator {
  return messageWith(page, "A PUT times out").first();
}

async function answer(page: Page, option: string, verdict: string): Promise<void> {
  await clickOption(question(page), option);
  await page.locator(".message.is-private", { hasText: verdict }).waitFor();
}

function namesIn(board: Locator): Promise<string[]> {
  return board
    .locator(".mention, strong")
    .filter({ hasText: /^(@|you$)/ })
    .allTextContents();
}
