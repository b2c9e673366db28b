import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { customIdOf } from "../support/messages.ts";
import { axeViolations, clickButton, messageText, messageWith, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

describeInBrowser("privacy on the page", () => {
  it("lets a member export their data, and deletes it only after confirmation", async () => {
    const stage = await openStage([questions.single()]);
    const { playground } = stage;
    const [noor] = playground.people.members;
    await stage.addSchedule();
    const right = customIdOf(await stage.postNow(), "again");
    const page = await visit(playground.url, noor.id);
    await page.locator(`[data-custom-id="${right}"]`).click();
    await page.locator(".message.is-private", { hasText: "✓ Correct!" }).waitFor();

    await send(page, "/privacy export");
    const download = page.waitForEvent("download");
    await page.locator("a.file", { hasText: "rootine-export.json" }).click();
    expect((await download).suggestedFilename()).toBe("rootine-export.json");

    await send(page, "/privacy delete");
    const reply = messageWith(page, "used /privacy delete").last();
    await reply.getByRole("heading", { name: "Delete all your data?" }).waitFor();
    expect(await axeViolations(page, ".messages")).toEqual([]);
    await clickButton(reply, "Cancel");
    await messageText(page, "Nothing was deleted.").waitFor();
    await send(page, "/leaderboard period:All time");
    await messageWith(page, "1 member").waitFor();

    await send(page, "/privacy delete");
    await clickButton(reply, "Delete everything");
    await reply.getByText("Your data is deleted.").waitFor();
    expect(await reply.getByRole("button", { name: "Delete everything" }).count()).toBe(0);
    expect(await reply.getByText("Only you can see this").count()).toBe(1);
    await send(page, "/leaderboard period:All time");
    await messageWith(page, "No one has answered yet.").waitFor();
    await send(page, "/profile");
    await messageWith(page, "Your profile starts with your first answer.").waitFor();
    expect(stage.log.warnings).toEqual([]);
  });
});
