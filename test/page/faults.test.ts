import type { Client } from "discord.js";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, choose, clickButton, documentWidth, messageText, messageWith, send } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/** The fault switches, what the page shows while one is on, and the traffic. */
describeInBrowser("faults and traffic on the page", () => {
  let playground: Playground;
  let bot: Client;
  let page: Page;

  beforeEach(async () => {
    playground = await openPlayground({ port: 0 });
    bot = await startFakeBot(playground);
    page = await visit(playground.url, playground.people.moderator.id);
  });

  afterEach(async () => {
    await bot.destroy();
    await playground.close();
  });

  const fault = (window: Page, name: string) => window.getByRole("switch", { name });

  async function turnOn(window: Page, name: string): Promise<void> {
    await window.getByRole("tab", { name: "Faults" }).click();
    await fault(window, name).click();
    await window.locator('[role="switch"]:checked').waitFor();
  }

  it("show late replies as failures of a command, a button and a modal", async () => {
    await send(page, "/broken");
    const message = messageWith(page, "Click it");
    await message.waitFor();
    await send(page, "/report");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What's wrong?").fill("The key");
    await choose(dialog.getByRole("combobox", { name: "Topic" }), "Topic 12");
    await dialog.getByRole("radio", { name: "Certain" }).check();
    // From another window: the modal blocks this one.
    await turnOn(await visit(playground.url, playground.people.members[0].id), "Late replies");

    await clickButton(dialog, "Submit");
    await dialog.getByText("Something went wrong. Try again.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await clickButton(message, "Dead");
    await send(page, "/slow");
    await message.getByText("This interaction failed").waitFor();
    await messageWith(page, "The application did not respond").getByText("/slow").waitFor();
    await page.getByRole("tab", { name: "Faults" }).click();
    expect(await fault(page, "Late replies").isChecked()).toBe(true);
  });

  it("show the bot as offline while the gateway is down", async () => {
    const offline = page.getByText("The bot is offline.");
    await turnOn(page, "Gateway down");
    await offline.waitFor();
    await send(page, "/slow");
    await messageWith(page, "The application did not respond").waitFor();
    await fault(page, "Gateway down").click();
    await offline.waitFor({ state: "detached" });
    // Online means connected: the bot may still be loading its guilds.
    const answered = async () => {
      await send(page, "/slow");
      return messageText(page, "Done thinking").count();
    };
    await expect.poll(answered, { timeout: 20_000, interval: 1_500 }).toBeGreaterThan(0);
  });

  it("show requests and events in full, without tokens", async () => {
    await page.getByRole("tab", { name: "Traffic" }).click();
    await send(page, "/slow");
    await messageText(page, "Done thinking").waitFor();
    const line = (title: RegExp) => page.locator(".traffic-line", { hasText: title }).first();
    const details = page.locator(".traffic-detail:visible");
    await line(/REST\s*POST \/interactions.*callback\s*(204|200)/).click();
    await details.filter({ hasText: "Response 20" }).waitFor();
    await line(/→ bot\s*INTERACTION_CREATE/).press("Enter");
    await details.filter({ hasText: '"name": "slow"' }).waitFor();
    const shown = (await details.allTextContents()).join("\n");
    expect(shown).toContain('"token": "•••"');
    expect(shown).toContain("/•••/callback");
    const { path = "" } = playground.traffic.requests.findLast((one) => one.path.endsWith("/callback")) ?? {};
    const secret = path.split("/").at(-2) ?? path;
    expect(secret.length).toBeGreaterThan(20);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(playground.token);

    await page.getByLabel("Filter the traffic").fill("nothing like this");
    await page.getByText("No matches.").waitFor();
  });

  it.each([
    ["dark", 1280],
    ["light", 1280],
    ["dark", 390],
    ["light", 390],
  ] as const)("cause no accessibility violations in any panel (%s, %i px)", async (colorScheme, width) => {
    await page.setViewportSize({ width, height: 812 });
    await page.emulateMedia({ colorScheme });
    await page.reload();
    await page.locator("#composer").waitFor();
    if (width < 700) await page.getByRole("button", { name: "Playground tools" }).click();
    for (const name of ["Guide", "Time", "Group", "Faults", "Traffic"]) {
      await page.getByRole("tab", { name }).click();
      await page.locator(".panel-body h2").waitFor();
      if (name === "Traffic") await page.locator(".traffic-line").first().click();
      expect(await axeViolations(page, ".panel"), name).toEqual([]);
      expect(await documentWidth(page), name).toBe(width);
    }
  });
});
