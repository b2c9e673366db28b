import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, messageText, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** A learner's own data in a real browser, the real bot behind it. */
describeInBrowser("one's own data on the page", () => {
  it("is taken out as a file, kept on second thoughts, then deleted, and is gone from board and profile", async () => {
    const stage = await openStage([questions.single()]);
    const { playground } = stage;
    const [noor] = playground.people.members;
    await stage.addSchedule();
    const post = await stage.postNow();
    const right = customIdOf(post, "again");
    const page = await visit(playground.url, noor.id);
    await page.locator(`[data-custom-id="${right}"]`).click();
    await page.locator(".message.is-private", { hasText: "✓ Right" }).waitFor();

    await send(page, "/privacy export");
    const taken = page.waitForEvent("download");
    await page.locator("a.file", { hasText: "rootine-export.json" }).click();
    expect((await taken).suggestedFilename()).toBe("rootine-export.json");

    await send(page, "/privacy delete");
    const asked = page.locator(".message", { hasText: "used /privacy delete" }).last();
    await asked.getByRole("heading", { name: "Delete everything I keep about you?" }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await asked.getByRole("button", { name: "Keep it" }).click();
    await messageText(page, "Nothing was deleted.").waitFor();
    await send(page, "/leaderboard period:All time");
    await page.locator(".message", { hasText: "1 member played" }).waitFor();

    await send(page, "/privacy delete");
    await asked.getByRole("button", { name: "Delete everything" }).click();
    await asked.getByText("Done: I keep nothing about you any more.").waitFor();
    expect(await asked.getByRole("button", { name: "Delete everything" }).count()).toBe(0);
    expect(await asked.getByText("Only you can see this").count()).toBe(1);
    await send(page, "/leaderboard period:All time");
    await page.locator(".message", { hasText: "No one has answered yet." }).waitFor();
    await send(page, "/profile");
    await page.locator(".message", { hasText: "There is nothing to show yet" }).waitFor();
    expect(stage.log.warnings).toEqual([]);
  });
});
