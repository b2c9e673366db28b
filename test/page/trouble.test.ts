import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "discord.js";
import type { WebSocketRoute } from "playwright-core";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { MAX_UPLOAD_BYTES } from "../../src/playground/control/user-content.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, messageText, send } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/**
 * What the page says when something cannot be done, at the place where Discord says it. That a bot is silent or too late,
 * page.test.ts and faults.test.ts show.
 */
describeInBrowser("trouble on the page", () => {
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

  it("says of a bot that is gone that it did not answer: suggestions, a command, a button, and the page's own errand", async () => {
    const page = await visit(playground.url, playground.people.moderator.id);
    await send(page, "/broken");
    const button = page.getByRole("button", { name: "Dead" });
    await button.waitFor();
    await bot.destroy();
    await page.getByText("The bot is offline just now.").waitFor();

    await page.locator("#composer").fill("/schedule add timezone:ber");
    await page.getByText("Loading options failed.").waitFor();
    await send(page, "/slow");
    const failed = page.locator(".message", { hasText: "The application did not respond" });
    await failed.getByText("Only you can see this").waitFor();
    await button.click();
    await page.locator(".message", { hasText: "Press it" }).getByText("This interaction failed").waitFor();
    await failed.getByRole("button", { name: "Dismiss message" }).click();
    await failed.waitFor({ state: "detached" });

    await page.locator(".post-now").click();
    const toast = page.locator(".toast");
    await toast.getByText("The application did not respond").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await toast.getByRole("button", { name: "Close" }).press("Enter");
    await toast.waitFor({ state: "detached" });
  });

  it("keeps what is written while the connection is lost, fails what was pressed, and goes on when it is back", async () => {
    let isDown = false;
    let line: WebSocketRoute | undefined;
    const page = await visit(playground.url, playground.people.members[0].id, {
      prepare: (fresh) =>
        fresh.routeWebSocket(/\/page/, (socket) => {
          line = socket;
          if (isDown) void socket.close();
          else socket.connectToServer();
        }),
    });
    await send(page, "/broken");
    const message = page.locator(".message", { hasText: "Press it" });
    await message.getByRole("button", { name: "Dead" }).click();
    await message.locator("[aria-busy=true]").waitFor();
    isDown = true;
    await line?.close();
    await page.getByText("The connection to your local Discord is lost.").waitFor();
    await message.getByText("This interaction failed").waitFor();
    await send(page, "Still here?");
    await page.getByRole("alert").getByText("The connection is lost just now.").waitFor();
    expect(await page.locator("#composer").inputValue()).toBe("Still here?");
    expect(await axeViolations(page)).toEqual([]);

    isDown = false;
    await page.getByText("The connection to your local Discord is lost.").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await messageText(page, "Still here?").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("says in a toast what cannot be done here, and of a bot without commands that it is not ready", async () => {
    const page = await visit(playground.url, playground.people.moderator.id);
    await page.getByRole("button", { name: "Go on to the reveal" }).click();
    await page.locator(".toast.is-bad", { hasText: "Nothing of this kind is planned." }).waitFor();
    expect(await page.getByRole("status").locator(".toast").count()).toBe(1);
    await bot.application?.commands.set([]);
    await page.locator(".post-now").click();
    await page.locator(".toast", { hasText: "The bot is not ready yet. Try again in a moment." }).waitFor();
    await send(page, "/slow");
    await page.getByRole("alert").getByText("There is no command /slow for you here.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it("refuses a file that is too large, beside the command it was for", async () => {
    const page = await visit(playground.url, playground.people.members[0].id);
    await page.locator("#composer").fill("/bring file:");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("option", { name: "Choose a file…" }).click();
    const folder = await mkdtemp(join(tmpdir(), "rootine-upload-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const huge = join(folder, "huge.csv");
    await writeFile(huge, Buffer.alloc(MAX_UPLOAD_BYTES + 1));
    await (await choosing).setFiles(huge);
    await page.getByRole("alert").getByText("Your files are too powerful. The maximum size is 10 MB.").waitFor();
  });
});
