import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { messageText } from "../support/page.ts";

const MESSAGES = 170;

/** Longer than one page of messages; `npm run bench -- page` measures how smoothly a thousand scroll. */
describeInBrowser("a long channel", () => {
  let playground: Playground;
  let page: Page;
  const ids: string[] = [];

  beforeAll(async () => {
    playground = await openPlayground({ port: 0 });
    for (let index = 0; index < MESSAGES; index += 1) say(`Message ${index}\nin two lines`);
  });

  beforeEach(async () => {
    page = await visit(playground.url, playground.people.members[0].id);
    await message(ids.length - 1).waitFor();
  });

  afterAll(() => playground.close());

  function say(text: string): void {
    const { guild, people, person } = playground;
    ids.push(person(people.moderator.id).sendMessage(text, guild.channels.daily).id);
  }

  const message = (index: number): Locator => page.locator(`[data-message-id="${ids[index]}"]`);
  const topOf = async (index: number) => (await message(index).boundingBox())?.y;

  it("keeps the reader's place while older messages load, and scrolls to its start with the keyboard", async () => {
    expect(await page.locator(".message").count()).toBe(50);
    await page.locator(".scroller").focus();
    // The scroll position is most easily lost at the top of the loaded messages.
    const [before, after] = await page
      .evaluate(`(async () => {
      const scroller = document.querySelector(".scroller");
      scroller.scrollTop = -scroller.scrollHeight;
      const [first, second] = document.querySelectorAll(".message");
      const before = second.getBoundingClientRect().top;
      while (document.querySelector(".message") === first) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return [before, second.getBoundingClientRect().top];
    })()`)
      .then((tops) => (Array.isArray(tops) ? tops.map(Number) : []));
    expect(after).toBe(before);

    await expect
      .poll(async () => {
        await page.keyboard.press("Home");
        return page.getByText("Welcome to #daily!").count();
      })
      .toBe(1);
    expect(await page.locator(".message").count()).toBe(ids.length);
  });

  it("follows new messages only while the reader is at its end", async () => {
    say("Something new");
    await messageText(page, "Something new").waitFor();
    await expect.poll(() => messageText(page, "Something new").isVisible()).toBe(true);
    expect(await page.evaluate('document.querySelector(".scroller").scrollTop')).toBe(0);

    await message(MESSAGES - 40).evaluate((element) => element.scrollIntoView());
    const before = await topOf(MESSAGES - 40);
    say("Something newer");
    await messageText(page, "Something newer").waitFor({ state: "attached" });
    expect(await topOf(MESSAGES - 40)).toBe(before);
    await page.getByRole("button", { name: "Jump to newest" }).click();
    await expect.poll(() => page.evaluate('document.querySelector(".scroller").scrollTop')).toBe(0);
  });

  it("opens at its end, and a link finds a message that wasn't loaded yet", async () => {
    await message(MESSAGES - 40).evaluate((element) => element.scrollIntoView());
    await page.locator(".channels").getByRole("button", { name: "general" }).click();
    await page.getByText("Welcome to #general!").waitFor();
    await page.locator(".channels").getByRole("button", { name: "daily" }).click();
    await message(MESSAGES - 1).waitFor();
    expect(await page.evaluate('document.querySelector(".scroller").scrollTop')).toBe(0);

    const { guild } = playground;
    say(`https://discord.com/channels/${guild.id}/${guild.channels.daily}/${ids[3]}`);
    await page.getByRole("button", { name: "#daily › message" }).click();
    await page.locator(".message.is-target", { hasText: "Message 3in two lines" }).waitFor();
    const top = (await topOf(3)) ?? 0;
    expect(top).toBeGreaterThan(0);
    expect(top).toBeLessThan(850);
  });
});
