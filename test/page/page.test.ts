import { gzipSync } from "node:zlib";
import type { Client } from "discord.js";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit as visitAs } from "../support/browser.ts";
import { axeViolations, choose, clickButton, documentWidth, messageText, messageWith, PHONE } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/** The page with a small bot on the real discord.js. */
describeInBrowser("the page", () => {
  let playground: Playground;
  let bot: Client;

  beforeAll(async () => {
    playground = await openPlayground({ port: 0 });
    bot = await startFakeBot(playground);
  });

  afterAll(async () => {
    await bot?.destroy();
    await playground?.close();
  });

  function visit(person: string = playground.people.moderator.id, viewport = { width: 1280, height: 850 }) {
    return visitAs(playground.url, person, { viewport });
  }

  async function type(page: Page, text: string): Promise<void> {
    await page.locator("#composer").fill(text);
    await page.keyboard.press("Enter");
  }

  it("guides a new visitor to a posted question that two people answer privately", async () => {
    const page = await visit();
    const guide = page.getByRole("complementary", { name: "Playground" });
    const done = guide.locator(".step.is-done");
    await clickButton(guide, "Fill in /schedule add");
    expect(await page.locator("#composer").inputValue()).toBe(
      "/schedule add channel:#daily time:09:00 timezone:Europe/Berlin",
    );
    await page.keyboard.press("Enter");
    await messageText(page, "Questions will be posted in #daily at 09:00 (Europe/Berlin)").waitFor();
    await page.getByText("Mira used /schedule add").waitFor();
    await done.getByText("Set up a daily question").waitFor();
    await clickButton(guide, "Post the next question now");
    const question = messageWith(page, "What can the client do?");
    await question.getByRole("button", { name: "A", exact: true }).waitFor();
    await done.getByText("Post a question now").waitFor();

    const [noor, tomas] = playground.people.members;
    await clickButton(guide, `Switch to ${noor.name}`);
    const other = await visit(tomas.id);
    await clickButton(question, "A");
    await messageText(page, "You chose A").waitFor();
    await clickButton(messageWith(other, "What can the client do?"), "B");
    await messageText(other, "You chose B").waitFor();

    expect(await messageText(page, "You chose B").count()).toBe(0);
    await guide.getByText("Answer as three people · 2 of 3").waitFor();
    await page.getByRole("button", { name: "Dismiss message" }).click();
    await messageText(page, "You chose A").waitFor({ state: "detached" });
  });

  it("suggests commands, options and the bot's own values while a command is typed", async () => {
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
    await messageText(page, "Questions will be posted in #daily at 21:30 (Europe/Berlin)").waitFor();
  });

  it("validates and submits a modal that the keyboard can't leave", async () => {
    const page = await visit();
    await type(page, "/report");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What's wrong?").waitFor();
    await clickButton(dialog, "Submit");
    await dialog.getByText("This field is required.").first().waitFor();
    await page.locator("input:focus").waitFor();
    await page.keyboard.type("The key");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect.poll(() => dialog.getByRole("combobox", { name: "Topic" }).inputValue()).toBe("topic-14");
    await dialog.getByRole("radio", { name: "Certain" }).check();
    for (let stop = 0; stop < 6; stop += 1) await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.closest('dialog, body').tagName")).toBe("DIALOG");
    await clickButton(dialog, "Submit");
    await messageText(page, "Reported: The key, topic-14, certain").waitFor();
    await page.locator("#composer:focus").waitFor();
  });

  it("supports every other type of modal input, including files", async () => {
    const page = await visit();
    await type(page, "/details");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What happened?").fill("It fell.");
    const people = dialog.locator("details", { hasText: "Select a user" });
    await people.locator("summary").press("Enter");
    await people.getByLabel("Noor").check();
    expect(await axeViolations(page)).toEqual([]);
    await people.getByLabel("Yuki").check();
    expect(await people.getByLabel("Tomas").isDisabled()).toBe(true);
    await dialog.locator("summary").click();
    await dialog.locator("summary", { hasText: "@Noor, @Yuki" }).waitFor();
    await dialog.getByLabel("There").check();
    await dialog.getByLabel("Yes").check();
    const choose = dialog.getByRole("button", { name: "A file Choose a file…" });
    for (const name of ["first.log", "second.log"]) {
      const choosing = page.waitForEvent("filechooser");
      await choose.click();
      await (await choosing).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
      await dialog.getByText(name).waitFor();
    }
    expect(await choose.isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await clickButton(dialog, "Remove first.log");
    await clickButton(dialog, "Submit");
    await messageText(page, "Details: It fell., Noor, Yuki, there, true, second.log of 10 bytes").waitFor();
  });

  it("hides spoilers until they are revealed by mouse or keyboard", async () => {
    const page = await visit();
    await type(page, "/showcase");
    const hidden = page.getByRole("button", { name: "Reveal spoiler" });
    await expect.poll(() => hidden.count()).toBe(3);
    expect(await page.getByRole("button", { name: "Hidden", exact: true }).count()).toBe(0);
    await hidden.last().press("Enter");
    await page.getByRole("button", { name: "Hidden", exact: true }).click();
    await messageText(page, "You chose hidden").waitFor();
    await page.locator(".spoiler-content").first().click();
    await expect.poll(() => hidden.count()).toBe(1);
  });

  it("submits a select menu", async () => {
    const page = await visit();
    await type(page, "/showcase");
    const menu = page.getByRole("combobox", { name: "Choose a channel" }).last();
    await choose(menu, "general");
    await messageText(page, "You chose #general").waitFor();
    expect(await menu.inputValue()).toBe(playground.guild.channels.general);
  });

  it("shows an embed's image only inside the embed", async () => {
    const channel = await bot.channels.fetch(playground.guild.channels.general);
    if (!channel?.isSendable()) throw new Error("#general is missing");
    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
    await channel.send({
      embeds: [{ title: "Pictured", image: { url: "attachment://dot.png" } }],
      files: ["dot.png", "loose.png"].map((name) => ({ attachment: Buffer.from(dot, "base64"), name })),
    });
    const page = await visit();
    await page.locator(".channels").getByRole("button", { name: "general" }).click();
    const message = messageWith(page, "Pictured");
    await message.locator(".embed-image").waitFor();
    expect(await message.locator("img").count()).toBe(2);
    await message.getByRole("img", { name: "loose.png" }).waitFor();
  });

  it("shows that a bot is thinking, and shows failures where Discord does", async () => {
    const page = await visit();
    await type(page, "/silent");
    await type(page, "/broken");
    const message = messageWith(page, "Click it").last();
    await clickButton(message, "Dead");
    await type(page, "/slow");
    await messageText(page, "Rootine is thinking…").waitFor();
    await messageText(page, "Done thinking").waitFor();
    await messageWith(page, "The application did not respond").getByText("/silent").waitFor();
    await message.getByText("This interaction failed").waitFor();
  });

  it("hides actions the user has no permission for", async () => {
    const page = await visit(playground.people.members[0].id);
    await page.locator("#composer").fill("/");
    await page.getByRole("option", { name: /\/report/ }).waitFor();
    expect(await page.getByRole("option", { name: /\/schedule/ }).count()).toBe(0);
    const timedOut = await visit(playground.people.timedOut.id);
    await timedOut.getByText("You do not have permission to send messages in this channel.").waitFor();
  });

  it.each([
    ["dark", 1280],
    ["light", 1280],
    ["dark", 390],
    ["light", 390],
  ] as const)("has no accessibility violations (%s, %i px)", async (colorScheme, width) => {
    const page = await visitAs(playground.url, playground.people.moderator.id, {
      colorScheme,
      viewport: { width, height: 850 },
    });
    await type(page, "/showcase");
    await messageText(page, "The end of the showcase").last().waitFor();
    await page.locator(".hljs-keyword").first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.locator("#composer").fill("/");
    expect(await axeViolations(page)).toEqual([]);
    expect(await documentWidth(page)).toBe(width);
    await type(page, "/report");
    await page.getByRole("dialog").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("shows the channels in a drawer on a phone", async () => {
    const page = await visit(playground.people.moderator.id, PHONE);
    const drawer = page.getByRole("button", { name: "Channels and people" });
    await drawer.click();
    await page.locator(".channel.is-open:focus").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".sidebar").waitFor({ state: "hidden" });
    await page.locator(".drawer-button:focus").waitFor();
    await drawer.click();
    await page.locator(".channels").getByRole("button", { name: "general" }).click();
    await page.locator(".sidebar").waitFor({ state: "hidden" });
    await page.getByRole("heading", { level: 1, name: "general" }).waitFor();
    expect(await documentWidth(page)).toBe(PHONE.width);
    expect(await axeViolations(page)).toEqual([]);
  });

  it("reconnects when the connection breaks", async () => {
    const page = await visit();
    let cut = async () => {};
    await page.routeWebSocket(/\/page/, (socket) => {
      socket.connectToServer();
      cut = () => socket.close();
    });
    await page.reload();
    await page.locator("#composer").waitFor();
    const lost = page.getByText("Lost the connection to the playground.");
    await cut();
    await lost.waitFor();
    await lost.waitFor({ state: "detached" });
    await type(page, "still here");
    await messageText(page, "still here").waitFor();
  });

  it("loads at most 150 KB of gzipped script for the first view", async () => {
    const script = await (await fetch(`${playground.url}/main.js`)).text();
    const imports = Array.from(script.matchAll(/from"\.\/(chunk-[^"]+\.js)"/g), ([, chunk]) => chunk);
    const chunks = imports.map(async (chunk) => (await fetch(`${playground.url}/${chunk}`)).text());
    expect(gzipSync([script, ...(await Promise.all(chunks))].join("\n")).length).toBeLessThanOrEqual(150 * 1024);
  });
});
