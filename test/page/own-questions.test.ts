import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, clickButton, messageWith, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const EXAMPLE = readFileSync("docs/own-questions.csv", "utf8");
const STEM = "A GET for a cached page comes back with 304. What does the client do?";
const OPTIONS = [
  "* Uses the copy it has stored — 304 says that the stored copy is still good, so no content is sent again.",
  "Follows the address in Location — That is what the redirecting statuses such as 301 and 307 ask for.",
  "Asks for the same page again — Nothing failed: the answer to the conditional request is complete.",
].join("\n");

/** Custom questions with the real bot. */
describeInBrowser("the server's own questions on the page", () => {
  it("are suggested, corrected, approved and found", async () => {
    const stage = await openStage([questions.single({ id: "http.built-in" })]);
    const { url, people } = stage.playground;
    const [noor, mira] = [await visit(url, people.members[0].id), await visit(url, people.moderator.id)];

    await send(noor, "/question suggest type:one correct option topic:HTTP and networking difficulty:easy");
    const form = noor.getByRole("dialog");
    await form.getByLabel("Question").fill(STEM);
    await form.getByLabel("Options (3 to 5)").fill(OPTIONS.replace("Uses the copy it has stored", "All of the above"));
    await form.getByLabel("References").fill("https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5 RFC 9110");
    expect(await axeViolations(noor, "dialog")).toEqual([]);
    await submit(noor);
    const draft = messageWith(noor, "Preview");
    await draft.getByText("Fix before you submit").waitFor();
    expect(await draft.getByRole("button", { name: "Submit" }).isDisabled()).toBe(true);

    await clickButton(draft, "Edit");
    await form.getByLabel("Options (3 to 5)").fill(OPTIONS);
    await submit(noor);
    await draft.getByText("No issues found").waitFor();
    expect(await axeViolations(noor, ".messages")).toEqual([]);
    await clickButton(draft, "Submit");
    await messageWith(noor, "Submitted!").waitFor();

    await send(mira, "/bank review");
    const reviewItem = messageWith(mira, "Suggestion 1 of 1");
    await reviewItem.getByText("304 says that the stored copy is still good").waitFor();
    expect(await axeViolations(mira, ".messages")).toEqual([]);
    await clickButton(reviewItem, "Approve");
    await messageWith(mira, "I can ask it from now on").waitFor();

    await send(noor, "/question search text:cached page");
    await messageWith(noor, "1 question for").getByText(STEM).waitFor();
    expect(stage.log.warnings).toEqual([]);
  });

  it("are imported from a file once its errors are fixed", async () => {
    const stage = await openStage([questions.single({ id: "http.built-in" })]);
    const { url, people } = stage.playground;
    const mira = await visit(url, people.moderator.id);

    await chooseFile(mira, EXAMPLE.replace("single,http,1", "single,http,7"));
    await messageWith(mira, "Fix 1 error").getByText("Line 2: difficulty").waitFor();

    await chooseFile(mira, EXAMPLE);
    const checked = messageWith(mira, "4 new questions");
    await checked.getByRole("button", { name: "Import" }).waitFor();
    expect(await axeViolations(mira, ".messages")).toEqual([]);
    await clickButton(checked, "Import");
    await messageWith(mira, "Imported 4 questions.").waitFor();

    await send(mira, "/bank export");
    const file = mira.locator(".message a.file", { hasText: "questions.yaml" });
    await file.waitFor();
    expect(await file.getAttribute("download")).toBe("questions.yaml");
    expect(stage.log.warnings).toEqual([]);
  });
});

async function chooseFile(page: Page, text: string): Promise<void> {
  await page.locator("#composer").fill("/bank import file:");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("option", { name: "Choose a file…" }).click();
  await (await choosing).setFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect.poll(() => page.locator("#composer").inputValue()).toContain("file:mine.csv");
  await page.locator("#composer").press("Escape");
  await page.locator("#composer").press("Enter");
}

async function submit(page: Page): Promise<void> {
  await clickButton(page.getByRole("dialog"), "Submit");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}
