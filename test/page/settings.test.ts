import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** The moderators' panel in a real browser. */
describeInBrowser("the page with settings", () => {
  it("shows the panel, changes a setting and a channel, and turns to the log", async () => {
    const stage = await openStage([questions.single()]);
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    await send(page, "/settings show");
    const panel = page.locator(".message", { hasText: "Settings of this server" });
    await panel.getByText("Time zone · UTC").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await panel.getByRole("combobox").click();
    await page.getByRole("option", { name: "Feedback" }).click();
    await panel.getByText("When a member learns whether").waitFor();
    await panel.getByRole("combobox").nth(1).click();
    await page.getByRole("option", { name: "at the reveal" }).click();
    await panel.getByText("Feedback · at the reveal").waitFor();

    await panel.getByRole("combobox").first().click();
    await page.getByRole("option", { name: "Audit channel" }).click();
    await panel.getByText("Where I tell what was changed").waitFor();
    await panel.getByRole("combobox").nth(1).click();
    await page.getByRole("option", { name: "general" }).click();
    await panel.getByText("Audit channel · #general").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    if (process.env.SHOT_DIR) await page.screenshot({ path: `${process.env.SHOT_DIR}/settings-panel.png` });

    await panel.getByRole("button", { name: "What was changed" }).click();
    const log = page.locator(".message", { hasText: "What was changed" });
    await log.getByText("2 changes kept").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    if (process.env.SHOT_DIR) await page.screenshot({ path: `${process.env.SHOT_DIR}/settings-log.png` });
  });
});
