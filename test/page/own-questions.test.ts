import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const EXAMPLE = readFileSync("docs/own-questions.csv", "utf8");
const STEM = "A GET for a cached page comes back with 304. What does the client do?";
const OPTIONS = [
  "* Uses the copy it has stored — 304 says that the stored copy is still good, so no content is sent again.",
  "Follows the address in Location — That is what the redirecting statuses such as 301 and 307 ask for.",
  "Asks for the same page once more — Nothing failed: the answer to the conditional request is complete.",
].join("\n");

/** The server's own questions as members and moderators meet them: the page in a real browser, the real bot behind it. */
describeInBrowser("the server's own questions on the page", () => {
  it("are suggested, mended, approved and found", async () => {
    const stage = await openStage([questions.single({ id: "http.built-in" })]);
    const { url, people } = stage.playground;
    const [noor, mira] = [await visit(url, people.members[0].id), await visit(url, people.moderator.id)];

    await send(noor, "/question suggest type:one right option topic:HTTP and networking difficulty:easy");
    const form = noor.getByRole("dialog");
    await form.getByLabel("Question").fill(STEM);
    await form.getByLabel("Options, 3 to 5").fill(OPTIONS.replace("Uses the copy it has stored", "All of the above"));
    await form.getByLabel("Where it is written").fill("https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5 RFC 9110");
    expect(await axeViolations(noor)).toEqual([]);
    await picture(noor, "suggest-form");
    await submit(noor);
    const draft = noor.locator(".message", { hasText: "This is how it will look" });
    await draft.getByText("To mend before it can be sent in").waitFor();
    expect(await draft.getByRole("button", { name: "Send in" }).isDisabled()).toBe(true);
    await picture(noor, "suggest-faulty");

    await draft.getByRole("button", { name: "Edit" }).click();
    await form.getByLabel("Options, 3 to 5").fill(OPTIONS);
    await submit(noor);
    await draft.getByText("nothing to say against it").waitFor();
    expect(await axeViolations(noor)).toEqual([]);
    await picture(noor, "suggest-sound");
    await draft.getByRole("button", { name: "Send in" }).click();
    await noor.locator(".message", { hasText: "Sent in." }).waitFor();

    await send(mira, "/bank review");
    const desk = mira.locator(".message", { hasText: "Suggestion, 1 of 1" });
    await desk.getByText("304 says that the stored copy is still good").waitFor();
    expect(await axeViolations(mira)).toEqual([]);
    await picture(mira, "review");
    await desk.getByRole("button", { name: "Approve" }).click();
    await mira.locator(".message", { hasText: "is asked from now on" }).waitFor();

    await send(noor, "/question search text:cached page");
    await noor.locator(".message", { hasText: "1 question for" }).getByText(STEM).waitFor();
    await picture(noor, "search");
    expect(stage.log.warnings).toEqual([]);
  });

  it("come from a file, once it is mended", async () => {
    const stage = await openStage([questions.single({ id: "http.built-in" })]);
    const { url, people } = stage.playground;
    const mira = await visit(url, people.moderator.id);

    await chooseFile(mira, EXAMPLE.replace("single,http,1", "single,http,7"));
    await mira.locator(".message", { hasText: "Fix 1 error" }).getByText("Line 2: difficulty").waitFor();
    await picture(mira, "import-faulty");

    await chooseFile(mira, EXAMPLE);
    const checked = mira.locator(".message", { hasText: "4 new questions" });
    await checked.getByRole("button", { name: "Import" }).waitFor();
    expect(await axeViolations(mira)).toEqual([]);
    await picture(mira, "import");
    await checked.getByRole("button", { name: "Import" }).click();
    await mira.locator(".message", { hasText: "Imported 4 questions." }).waitFor();

    await send(mira, "/bank export");
    const file = mira.locator(".message a.file", { hasText: "questions.yaml" });
    await file.waitFor();
    expect(await file.getAttribute("download")).toBe("questions.yaml");
    await picture(mira, "export");
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
  await page.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}
