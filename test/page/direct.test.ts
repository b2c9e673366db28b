import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const bank = ["one", "two", "three"].map((name) => questions.single({ id: `http.${name}`, stem: `Question ${name}?` }));

describeInBrowser("direct messages and the menu of a message", () => {
  it("offers what is one's own in direct messages, and brings a reminder there", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const [noor, tomas] = people.members;
    const page = await visit(url, noor.id);
    const inbox = page.locator(".directs").getByRole("button", { name: "Rootine" });
    await inbox.click();
    await page.getByText("This is the beginning of your direct messages with Rootine.").waitFor();
    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/quiz solo/ }).waitFor();
    expect(await page.getByRole("option", { name: /\/leaderboard|\/schedule/ }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    await send(page, "/quiz solo count:3");
    const quiz = page.locator(".message", { hasText: "1 of 3" });
    const letter = /([ABC])\s+Send the body as a POST/.exec((await quiz.textContent()) ?? "")?.[1] ?? "";
    await quiz.getByRole("button", { name: letter, exact: true }).click();
    await page.locator(".messages").getByText("Not this one").waitFor();
    await send(page, `/remind on time:13:00 timezone:${noonZone(stage.clock())}`);
    await page.locator(".messages").getByText("I'll write to you at").waitFor();

    await page.locator(".channels").getByRole("button", { name: "general" }).click();
    const now = new Date(stage.clock());
    stage.advance(DAY + HOUR - now.getUTCMinutes() * MINUTE);
    await page.locator(".directs").getByText("unread").waitFor({ state: "attached" });
    await inbox.click();
    const reminder = page.locator(".message", { hasText: "1 card is due." });
    await reminder.getByRole("button", { name: "No more reminders" }).click();
    await page.locator(".messages").getByText("I won't remind you any more.").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    const other = await visit(url, tomas.id, { colorScheme: "dark", viewport: { width: 375, height: 700 } });
    await other.getByRole("button", { name: "Channels and people" }).click();
    await other.locator(".directs").getByRole("button", { name: "Rootine" }).click();
    await other.getByText("This is the beginning of your direct messages with Rootine.").waitFor();
    await other.locator(".post-now").click();
    await other.getByText("There is no schedule yet that could post.").waitFor();
    await other.getByRole("button", { name: "Set one up" }).click();
    await other.getByRole("textbox", { name: "Message #daily" }).waitFor();
    expect(await other.locator("#composer").inputValue()).toContain("/schedule add");
    expect(await other.getByText("I won't remind you any more.").count()).toBe(0);
    expect(await axeViolations(other)).toEqual([]);
  });

  it("opens the apps of a message with the mouse and with the keyboard", async () => {
    const stage = await openStage(bank);
    const { playground } = stage;
    await stage.addSchedule();
    const post = await stage.postNow();
    const [noor] = playground.people.members;
    const page = await visit(playground.url, noor.id);
    const question = page.locator(`[data-message-id="${post}"]`);

    await question.click({ button: "right", position: { x: 300, y: 5 } });
    await page.getByRole("option", { name: "Add to my review" }).click();
    await page.locator(".messages").getByText("You did not answer this one").waitFor();
    await page.locator(".reply", { hasText: "Noor used Add to my review" }).waitFor();

    const right = customIdOf(post, "again");
    await playground.person(noor.id).click(post, right);
    const apps = question.getByRole("button", { name: "Apps" });
    await apps.focus();
    expect(await page.evaluate("getComputedStyle(document.activeElement.parentElement).opacity")).toBe("1");
    await page.keyboard.press("Enter");
    await page.getByRole("listbox", { name: "Apps" }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Apps");
    await page.keyboard.press("Enter");
    await page.getByRole("listbox", { name: "Apps" }).waitFor();
    await page.keyboard.press("Enter");
    await page
      .getByText(/It will come back in your review/)
      .first()
      .waitFor();

    await page.locator(".directs").getByRole("button", { name: "Rootine" }).click();
    await send(page, "Hello there");
    const mine = page.locator(".message", { hasText: "Hello there" });
    await mine.waitFor();
    expect(await mine.getByRole("button", { name: "Apps" }).count()).toBe(0);
  });
});

/** A zone where it is between twelve and one now. */
function noonZone(now: number): string {
  const offset = new Date(now).getUTCHours() - 12;
  return `Etc/GMT${offset < 0 ? "-" : "+"}${Math.abs(offset)}`;
}
