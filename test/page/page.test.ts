import { gzipSync } from "node:zlib";
import type { Client } from "discord.js";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit as visitAs } from "../support/browser.ts";
import { axeViolations, messageText } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/** The page in a real browser, before the real local Discord and a small bot on the real discord.js. */

describeInBrowser("the page", () => {
  let playground: Playground;
  let bot: Client;

  beforeAll(async () => {
    playground = await openPlayground({ port: 0 });
    bot = await startFakeBot(playground);
  }, 60_000);

  afterAll(async () => {
    await bot?.destroy();
    await playground?.close();
  });

  function visit(person: string = playground.people.moderator.id, width = 1280): Promise<Page> {
    return visitAs(playground.url, person, { viewport: { width, height: 850 } });
  }

  async function type(page: Page, text: string): Promise<void> {
    await page.locator("#composer").fill(text);
    await page.keyboard.press("Enter");
  }

  it("leads a newcomer by the guided start to a posted question, and two people answer it apart", async () => {
    const page = await visit();
    const guide = page.getByRole("complementary", { name: "Playground" });
    const done = guide.locator(".step.is-done");
    await guide.getByRole("button", { name: "Write /schedule add" }).click();
    expect(await page.locator("#composer").inputValue()).toBe(
      "/schedule add channel:#daily time:09:00 timezone:Europe/Berlin",
    );
    await page.keyboard.press("Enter");
    await messageText(page, "A question comes to #daily at 09:00 (Europe/Berlin)").waitFor();
    await page.getByText("Mira used /schedule add").waitFor();
    await done.getByText("Set a daily question").waitFor();
    await guide.getByRole("button", { name: "Post the next question now" }).click();
    const question = page.locator(".message", { hasText: "What may the client do?" });
    await question.getByRole("button", { name: "A", exact: true }).waitFor();
    await done.getByText("Post a question now").waitFor();

    const [noor, tomas] = playground.people.members;
    await page.getByRole("button", { name: `Become ${noor.name}` }).click();
    const other = await visit(tomas.id);
    await question.getByRole("button", { name: "A", exact: true }).click();
    await messageText(page, "You chose A").waitFor();
    await other.getByRole("button", { name: "B", exact: true }).click();
    await messageText(other, "You chose B").waitFor();

    expect(await messageText(page, "You chose B").count()).toBe(0);
    await guide.getByText("Answer it as three people · 2 of 3").waitFor();
    await page.getByRole("button", { name: "Dismiss message" }).click();
    await expect.poll(() => messageText(page, "You chose A").count()).toBe(0);
  });

  it("helps to type a command: names, options, the bot's own suggestions", async () => {
    const page = await visit();
    await page.locator("#composer").click();
    await page.keyboard.type("/sch");
    await page.getByRole("option", { name: /\/schedule add/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: /#general/ }).waitFor();
    await page.keyboard.type("dai");
    await page.keyboard.press("Enter");
    await page.keyboard.type("21:30 timez");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ber");
    await page.getByRole("option", { name: "Berlin" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.locator("#composer").inputValue()).toBe(
      "/schedule add channel:#daily time:21:30 timezone:Berlin ",
    );
    await page.keyboard.press("Enter");
    await messageText(page, "A question comes to #daily at 21:30 (Europe/Berlin)").waitFor();
  });

  it("fills and checks a modal", async () => {
    const page = await visit();
    await type(page, "/report");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is wrong?").waitFor();
    await dialog.getByRole("button", { name: "Submit" }).click();
    await dialog.getByText("This field is required.").first().waitFor();
    await page.keyboard.type("The key");
    await dialog.getByRole("combobox", { name: "Topic" }).click();
    await page.keyboard.type("topic 12");
    await page.keyboard.press("Enter");
    await dialog.getByLabel("Quite sure").check();
    await dialog.getByRole("button", { name: "Submit" }).click();
    await messageText(page, "Reported: The key, topic-12, sure").waitFor();
  });

  it("takes every other kind of input in a modal, files too", async () => {
    const page = await visit();
    await type(page, "/evidence");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("The whole story").fill("It fell.");
    await dialog.getByRole("combobox", { name: "Who saw it?" }).click();
    await page.getByRole("option", { name: "Noor" }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("option", { name: "Yuki" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await dialog.getByLabel("There").check();
    await dialog.getByLabel("Yes").check();
    for (const name of ["first.log", "second.log"]) {
      const choosing = page.waitForEvent("filechooser");
      await dialog.getByRole("button", { name: "A file Choose a file…" }).click();
      await (await choosing).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
      await dialog.getByText(name).waitFor();
    }
    expect(await dialog.getByRole("button", { name: "A file Choose a file…" }).isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Remove first.log" }).click();
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/evidence.png` });
    await dialog.getByRole("button", { name: "Submit" }).click();
    await messageText(page, "Evidence: It fell., Noor, Yuki, there, true, second.log of 10 bytes").waitFor();
  });

  it("hides spoilers until they are pressed, by the keyboard too", async () => {
    const page = await visit();
    await type(page, "/showcase");
    const hidden = page.getByRole("button", { name: "Spoiler, press to show" });
    await expect.poll(() => hidden.count()).toBe(3);
    expect(await page.getByRole("button", { name: "Hidden", exact: true }).count()).toBe(0);
    await hidden.last().press("Enter");
    await page.getByRole("button", { name: "Hidden", exact: true }).click();
    await messageText(page, "You chose hidden").waitFor();
    await page.locator(".spoiler-content").first().click();
    await expect.poll(() => hidden.count()).toBe(1);
  });

  it("shows a picture that an embed shows nowhere else", async () => {
    const channel = await bot.channels.fetch(playground.guild.channels.general);
    if (!channel?.isSendable()) throw new Error("#general is gone");
    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
    await channel.send({
      embeds: [{ title: "Pictured", image: { url: "attachment://dot.png" } }],
      files: ["dot.png", "loose.png"].map((name) => ({ attachment: Buffer.from(dot, "base64"), name })),
    });
    const page = await visit();
    await page.getByRole("button", { name: "general" }).click();
    const message = page.locator(".message", { hasText: "Pictured" });
    await message.locator(".embed-image").waitFor();
    expect(await message.locator("img").count()).toBe(2);
    await message.getByRole("img", { name: "loose.png" }).waitFor();
  });

  it("shows failures where Discord shows them, and a bot that thinks", async () => {
    const page = await visit();
    await type(page, "/slow");
    await messageText(page, "Rootine is thinking…").waitFor();
    await messageText(page, "Done thinking").waitFor();
    await type(page, "/silent");
    await page.locator(".message", { hasText: "The application did not respond" }).getByText("/silent").waitFor();
    await type(page, "/broken");
    const message = page.locator(".message", { hasText: "Press it" }).last();
    await message.getByRole("button", { name: "Dead" }).click();
    await message.getByText("This interaction failed").waitFor();
  });

  it("hides what a person may not do", async () => {
    const page = await visit(playground.people.members[0].id);
    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/report/ }).waitFor();
    expect(await page.getByRole("option", { name: /\/schedule/ }).count()).toBe(0);
    const onlooker = await visit(playground.people.timedOut.id);
    await onlooker.getByText("You do not have permission to send messages in this channel.").waitFor();
  });

  it.each(["dark", "light"] as const)("has no serious accessibility fault (%s)", async (colorScheme) => {
    const page = await visit();
    await page.emulateMedia({ colorScheme });
    await page.reload();
    expect(await axeViolations(page)).toEqual([]);
    await type(page, "/showcase");
    await messageText(page, "The end of the showcase").last().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.locator("#composer").fill("/");
    expect(await axeViolations(page)).toEqual([]);
    await type(page, "/report");
    await page.getByRole("dialog").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("works on a phone", async () => {
    const page = await visit(playground.people.moderator.id, 375);
    const drawer = page.getByRole("button", { name: "Channels and people" });
    await drawer.click();
    await page.locator(".channel.is-here:focus").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".drawer-button:focus[aria-expanded=false]").waitFor();
    await drawer.click();
    await page.getByRole("button", { name: "general" }).click();
    await page.getByRole("heading", { level: 1, name: "general" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
    expect(await axeViolations(page)).toEqual([]);
  });

  it("comes back by itself when the connection breaks", async () => {
    const page = await visit();
    let cut = async () => {};
    await page.routeWebSocket(/\/page/, (socket) => {
      socket.connectToServer();
      cut = () => socket.close();
    });
    await page.reload();
    await page.locator("#composer").waitFor();
    await cut();
    await page.getByText("The connection to your local Discord is lost.").waitFor();
    await page.getByText("The connection to your local Discord is lost.").waitFor({ state: "detached" });
    await type(page, "still here");
    await messageText(page, "still here").waitFor();
  });

  it("needs at most 150 KB of script, gzipped, for the first view", async () => {
    const script = await fetch(`${playground.url}/main.js`);
    const first = [await script.text()];
    for (const [, chunk] of first[0]?.matchAll(/from"\.\/(chunk-[^"]+\.js)"/g) ?? [])
      first.push(await (await fetch(`${playground.url}/${chunk}`)).text());
    const size = gzipSync(first.join("\n")).length;
    console.log(`first view: ${(size / 1024).toFixed(1)} KB of script, gzipped`);
    expect(size).toBeLessThanOrEqual(150 * 1024);
  });
});
