import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, clickButton, clickOption, messageWith, PHONE, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const bank = ["one", "two", "three"].map((name) => questions.single({ id: `http.${name}`, stem: `Question ${name}?` }));

describeInBrowser("direct messages on the page", () => {
  it("offer personal commands, and show reminders", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const [noor] = people.members;
    const page = await visit(url, noor.id);
    const inbox = page.locator(".directs").getByRole("button", { name: "Rootine" });
    const messages = page.locator(".messages");
    await inbox.click();
    await page.getByText("This is the beginning of your direct message history with Rootine.").waitFor();
    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/quiz solo/ }).waitFor();
    expect(await page.getByRole("option", { name: /\/leaderboard|\/schedule/ }).count()).toBe(0);
    expect(await axeViolations(page, ".messages")).toEqual([]);

    await send(page, "/quiz solo count:3");
    await clickOption(messageWith(page, "1 of 3"), "Send the body as a POST");
    await messages.getByText("Not quite").waitFor();
    await send(page, `/remind on time:13:00 timezone:${zoneAtNoon(stage.clock())}`);
    await messages.getByText("I'll message you at").waitFor();

    await page.locator(".channels").getByRole("button", { name: "general" }).click();
    const now = new Date(stage.clock());
    stage.advance(DAY + HOUR - now.getUTCMinutes() * MINUTE);
    await page.locator(".directs").getByText("unread").waitFor({ state: "attached" });
    await inbox.click();
    await clickButton(messageWith(page, "1 card is due."), "Turn off reminders");
    await messages.getByText("Reminders are off.").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
  });

  it("lead back to the guild to set up a schedule on a phone", async () => {
    const { url, people } = (await openStage(bank)).playground;
    const page = await visit(url, people.members[1].id, { colorScheme: "dark", viewport: PHONE });
    await page.getByRole("button", { name: "Channels and people" }).click();
    await page.locator(".directs").getByRole("button", { name: "Rootine" }).click();
    await page.getByText("This is the beginning of your direct message history with Rootine.").waitFor();
    await page.locator(".post-now").click();
    await page.getByText("There's no schedule to post from yet.").waitFor();
    await page.getByRole("button", { name: "Set one up" }).click();
    await page.getByRole("textbox", { name: "Message #daily" }).waitFor();
    expect(await page.locator("#composer").inputValue()).toContain("/schedule add");
    expect(await axeViolations(page, ".messages")).toEqual([]);
  });

  it("let users open the Apps menu of a message with the mouse or the keyboard", async () => {
    const stage = await openStage(bank);
    await stage.addSchedule();
    const post = await stage.postNow();
    const { url, people } = stage.playground;
    const page = await visit(url, people.members[0].id);
    const question = page.locator(`[data-message-id="${post.id}"]`);

    await question.click({ button: "right", position: { x: 300, y: 5 } });
    await page.getByRole("button", { name: "Add to my review" }).click();
    await page.locator(".messages").getByText("You haven't answered this question").waitFor();
    await page.locator(".reply", { hasText: "Noor used Add to my review" }).waitFor();

    const right = customIdOf(post, "again");
    await stage.members[0].click(post, right);
    const apps = question.getByRole("button", { name: "Apps" });
    await apps.focus();
    expect(await page.evaluate("getComputedStyle(document.activeElement.parentElement).opacity")).toBe("1");
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Apps" }).waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Apps");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Add to my review" }).and(page.locator(":focus")).press("Enter");
    await page
      .getByText(/Added to your review\./)
      .first()
      .waitFor();
  });

  it("have no Apps menu if there are no commands for messages", async () => {
    const { url, people } = (await openStage(bank)).playground;
    const page = await visit(url, people.members[0].id);
    await page.locator(".directs").getByRole("button", { name: "Rootine" }).click();
    await send(page, "Hello there");
    const message = messageWith(page, "Hello there");
    await message.waitFor();
    expect(await message.getByRole("button", { name: "Apps" }).count()).toBe(0);
  });
});

/** A zone where it is between twelve and one. */
function zoneAtNoon(now: number): string {
  const offset = new Date(now).getUTCHours() - 12;
  return `Etc/GMT${offset < 0 ? "-" : "+"}${Math.abs(offset)}`;
}
