import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, choose, clickButton, messageWith, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

describeInBrowser("settings on the page", () => {
  it("change with select menus and appear in the audit log", async () => {
    const stage = await openStage([questions.single()]);
    const { url, people } = stage.playground;
    const page = await visit(url, people.moderator.id);
    await send(page, "/settings show");
    const panel = messageWith(page, "Server settings");
    await panel.getByText("Time zone · UTC").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);

    const menus = panel.getByRole("combobox");
    await choose(menus, "Answer feedback");
    await panel.getByText("When members see whether").waitFor();
    await choose(menus.nth(1), "at the reveal");
    await panel.getByText("Answer feedback · at the reveal").waitFor();

    await choose(menus.first(), "Audit channel");
    await panel.getByText("I post changes and problems here").waitFor();
    await choose(menus.nth(1), "general");
    await panel.getByText("Audit channel · #general").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);

    await clickButton(panel, "Audit log");
    const log = messageWith(page, "Audit log");
    await log.getByText("2 changes").waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
  });
});
