import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "discord.js";
import type { WebSocketRoute } from "playwright-core";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { MAX_FILE_BYTES } from "../../src/playground/server/messages/attachments.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, clickButton, messageText, messageWith, send } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/** Errors appear where Discord shows them; see also page.test.ts and faults.test.ts. */
describeInBrowser("errors on the page", () => {
  let playground: Playground;
  let bot: Client;

  beforeEach(async () => {
    playground = await openPlayground({ port: 0 });
    bot = await startFakeBot(playground);
  });

  afterEach(async () => {
    await bot.destroy();
    await playground.close();
  });

  it("show that an offline bot didn't respond to autocompletion, a command, a button or the page", async () => {
    const page = await visit(playground.url, playground.people.moderator.id);
    await send(page, "/broken");
    const message = messageWith(page, "Click it");
    await message.waitFor();
    await bot.destroy();
    await page.getByText("The bot is offline.").waitFor();

    await page.locator(".post-now").click();
    await clickButton(message, "Dead");
    await page.locator("#composer").fill("/schedule add timezone:ber");
    await page.getByText("Loading options failed.").waitFor();
    await send(page, "/slow");
    await message.getByText("This interaction failed").waitFor();
    const toast = page.locator(".toast");
    await toast.getByText("The application did not respond").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await toast.getByRole("button", { name: "Close" }).press("Enter");
    await toast.waitFor({ state: "detached" });

    const failed = messageWith(page, "The application did not respond");
    await failed.getByText("Only you can see this").waitFor();
    await clickButton(failed, "Dismiss message");
    await failed.waitFor({ state: "detached" });
  });

  it("leave the text in place and fail the click while the connection is lost", async () => {
    let isDown = false;
    let connection: WebSocketRoute | undefined;
    const page = await visit(playground.url, playground.people.members[0].id, {
      prepare: (fresh) =>
        fresh.routeWebSocket(/\/page/, (socket) => {
          connection = socket;
          if (isDown) void socket.close();
          else socket.connectToServer();
        }),
    });
    const lost = page.getByText("Lost the connection to the playground.");
    await send(page, "/broken");
    const message = messageWith(page, "Click it");
    await clickButton(message, "Dead");
    await message.locator("[aria-busy=true]").waitFor();
    isDown = true;
    await connection?.close();
    await lost.waitFor();
    await message.getByText("This interaction failed").waitFor();
    await send(page, "Still here?");
    await page.getByRole("alert").getByText("The connection is down.").waitFor();
    expect(await page.locator("#composer").inputValue()).toBe("Still here?");
    expect(await axeViolations(page)).toEqual([]);

    isDown = false;
    await lost.waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await messageText(page, "Still here?").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("appear in a toast when the playground rejects an action", async () => {
    const page = await visit(playground.url, playground.people.moderator.id);
    await clickButton(page.locator(".panel"), "Skip to the reveal");
    await page.locator(".toast.is-error").waitFor();
    expect(await page.getByRole("status").locator(".toast").count()).toBe(1);
    await bot.application?.commands.set([]);
    await page.locator(".post-now").click();
    await page.locator(".toast", { hasText: "The bot isn't ready yet. Try again in a moment." }).waitFor();
    await send(page, "/slow");
    await page.getByRole("alert").getByText("You can't use a command /slow here.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("appear next to the command when a file is too large", async () => {
    const page = await visit(playground.url, playground.people.members[0].id);
    await page.locator("#composer").fill("/import file:");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("option", { name: "Choose a file…" }).click();
    const folder = await mkdtemp(join(tmpdir(), "rootine-upload-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const huge = join(folder, "huge.csv");
    await writeFile(huge, Buffer.alloc(MAX_FILE_BYTES + 1));
    await (await choosing).setFiles(huge);
    await page.getByRole("alert").getByText("Your files are too powerful").waitFor();
  });
});
