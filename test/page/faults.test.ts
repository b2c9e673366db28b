import type { Client } from "discord.js";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, messageText, send } from "../support/page.ts";
import { startFakeBot } from "./fake-bot.ts";

/** Discord's bad days, as the page switches them on and shows what comes of them. */
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

  const turnOn = async (name: string) => {
    await page.getByRole("tab", { name: "Faults" }).click();
    const control = page.getByRole("switch", { name });
    await control.click();
    await expect.poll(() => control.getAttribute("aria-checked")).toBe("true");
  };

  it("says each failure where Discord says it: of a command, a button and a modal that are answered too late", async () => {
    await send(page, "/broken");
    await messageText(page, "Press it").waitFor();
    await send(page, "/report");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is wrong?").fill("The key");
    await dialog.getByRole("combobox", { name: "Topic" }).click();
    await page.keyboard.type("topic 12");
    await page.keyboard.press("Enter");
    await dialog.getByLabel("Quite sure").check();
    // By another window: the modal keeps this one to itself.
    const other = await visit(playground.url, playground.people.members[0].id);
    await other.getByRole("tab", { name: "Faults" }).click();
    await other.getByRole("switch", { name: "Too late" }).click();
    await expect.poll(() => page.locator('[aria-checked="true"]').count()).toBe(0);

    await dialog.getByRole("button", { name: "Submit" }).click();
    await dialog.getByText("Something went wrong. Try again.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const message = page.locator(".message", { hasText: "Press it" });
    await message.getByRole("button", { name: "Dead" }).click();
    await message.getByText("This interaction failed").waitFor();
    await send(page, "/slow");
    await page.locator(".message", { hasText: "The application did not respond" }).getByText("/slow").waitFor();
    await page.getByRole("tab", { name: "Faults" }).click();
    expect(await page.getByRole("switch", { name: "Too late" }).getAttribute("aria-checked")).toBe("true");
  });

  it("drops the bot's gateway, says so, and lets it come back", async () => {
    await turnOn("No gateway");
    await page.getByText("The bot is offline just now.").waitFor();
    await send(page, "/slow");
    await page.locator(".message", { hasText: "The application did not respond" }).waitFor();
    await page.getByRole("switch", { name: "No gateway" }).click();
    await page.getByText("The bot is offline just now.").waitFor({ state: "detached" });
    await expect
      .poll(
        async () => {
          await send(page, "/slow");
          return messageText(page, "Done thinking").count();
        },
        { timeout: 20_000, interval: 1_500 },
      )
      .toBeGreaterThan(0);
  });

  it("shows what passes, whole when it is opened, and no token", async () => {
    await page.getByRole("tab", { name: "Traffic" }).click();
    await send(page, "/slow");
    await messageText(page, "Done thinking").waitFor();
    const callback = page.getByRole("button", { name: /REST POST \/interactions.*callback (204|200)/ }).first();
    await callback.click();
    await page.locator(".traffic-detail", { hasText: "Response 20" }).waitFor();
    await page
      .getByRole("button", { name: /→ bot INTERACTION_CREATE/ })
      .first()
      .click();
    const detail = page
      .locator(".traffic-detail", { hasText: '"custom_id"' })
      .or(page.locator(".traffic-detail", { hasText: '"name": "slow"' }));
    await detail.first().waitFor();
    const shown = (await page.locator(".traffic-detail").allTextContents()).join("\n");
    expect(shown).toContain('"token": "•••"');
    expect(shown).toContain("/•••/callback");
    const { path = "" } = playground.traffic.requests.findLast((one) => one.path.endsWith("/callback")) ?? {};
    const secret = path.split("/").at(-2) ?? path;
    expect(secret.length).toBeGreaterThan(20);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(playground.token);

    await page.getByLabel("Filter the traffic").fill("nothing like this");
    await page.getByText("Nothing yet.").waitFor();
  });

  it.each([
    ["dark", 1280],
    ["light", 1280],
    ["dark", 375],
  ] as const)("has no serious accessibility fault in any panel (%s, %i px)", async (colorScheme, width) => {
    await page.setViewportSize({ width, height: 812 });
    await page.emulateMedia({ colorScheme });
    await page.reload();
    await page.locator("#composer").waitFor();
    const tabs = page.getByRole("tab");
    if ((await tabs.count()) === 0) await page.getByRole("button", { name: "Playground tools" }).click();
    for (const name of ["Start", "Time", "Group", "Faults", "Traffic"]) {
      await page.getByRole("tab", { name }).click();
      await page.locator(".panel-body h2").waitFor();
      if (name === "Traffic") await page.locator(".traffic-line").first().click();
      expect(await axeViolations(page), name).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBe(width);
    }
  });
});
