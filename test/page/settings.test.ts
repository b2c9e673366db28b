import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, choose, clickButton, messageWith, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

describeInBrowser("settings on the page", () => {
  it("change with select menus and show up in the audit log", async () => {
    const stage = await openStage([questions.single()]);
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    await send(page, "/settings show");
    const panel = messageWith(page, "Settings of this server");
    await panel.getByText("Time zone · UTC").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    const menus = panel.getByRole("combobox");
    await choose(menus, "Feedback");
    await panel.getByText("When a member learns whether").waitFor();
    await choose(menus.nth(1), "at the reveal");
    await panel.getByText("Feedback · at the reveal").waitFor();

    await choose(menus.first(), "Audit channel");
    await panel.getByText("Where I tell what was changed").waitFor();
    await choose(menus.nth(1), "general");
    await panel.getByText("Audit channel · #general").waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await clickButton(panel, "What was changed");
    const log = messageWith(page, "What was changed");
    await log.getByText("2 changes kept").waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
