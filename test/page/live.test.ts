import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { BREAK_DURATION, LOBBY_DURATION } from "../../src/features/live-quiz/rules.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const bank = Array.from({ length: 5 }, (_, index) =>
  questions.single({ id: `http.q${index}`, stem: `Question number ${index}?` }),
);
const RIGHT = "Send the same PUT again";
const WRONG = "Send the body as a POST";

/** A live quiz as three people see it at once, in three windows of a real browser. */
describeInBrowser("a live quiz on the page", () => {
  it("goes from the lobby to the podium before three people", async () => {
    const stage = await openStage(bank);
    const { url, people } = stage.playground;
    const mira = await visit(url, people.moderator.id);
    const noor = await visit(url, people.members[0].id, { colorScheme: "dark" });
    const yuki = await visit(url, people.members[2].id, { viewport: { width: 375, height: 812 } });

    await send(mira, "/quiz live count:5 seconds:30");
    for (const page of [noor, yuki]) {
      await press(latest(page), "Join");
      await told(page, "You're in!").waitFor();
    }
    await picture(mira, "lobby");
    expect(await axeViolations(mira)).toEqual([]);
    await press(latest(noor, "Live quiz · any topic"), "Start now");
    await told(noor, /Only the host, .* and moderators can use this button/).waitFor();
    stage.advance(LOBBY_DURATION);

    for (let round = 1; round <= 5; round += 1) {
      const heading = `question ${round} of 5`;
      await latest(mira, heading).getByRole("button", { name: "A", exact: true }).waitFor();
      await tap(latest(noor, heading), round % 2 === 1 ? RIGHT : WRONG);
      await noor
        .getByText(/^Saved: [ABC] after/)
        .last()
        .waitFor();
      if (round === 1) {
        stage.advance(3_000);
        await latest(yuki, heading).getByText("1 of 2 answered").waitFor();
        for (const [page, name] of [
          [mira, "round"],
          [yuki, "round-phone"],
        ] as const)
          await picture(page, name);
        expect(await axeViolations(yuki)).toEqual([]);
      }
      await tap(latest(yuki, heading), RIGHT);
      for (const page of [mira, noor, yuki]) await latest(page, heading).getByText(`${heading} · closed`).waitFor();
      if (round === 2) {
        await latest(yuki, heading).getByText(/▲1|=/).first().waitFor();
        for (const [page, name] of [
          [noor, "result"],
          [yuki, "result-phone"],
        ] as const)
          await picture(page, name);
        expect(await axeViolations(noor)).toEqual([]);
      }
      await untilShown(latest(mira, round < 5 ? `question ${round + 1} of 5` : "final result"), () =>
        stage.advance(BREAK_DURATION),
      );
    }

    for (const page of [mira, noor, yuki]) {
      const podium = latest(page, "Live quiz · final result");
      await podium.getByText("5 of 5 correct").waitFor();
      await podium.getByText("3 of 5 correct").waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(page.viewportSize()?.width);
    }
    await press(latest(yuki, "Live quiz · final result"), "My score");
    await told(yuki, /You're 1st of 2 with a score of [\d,]+: 5 of 5 correct\./).waitFor();
    await picture(mira, "podium");
    await picture(yuki, "podium-phone");
    expect(stage.log.warnings).toEqual([]);
  });
});

function latest(page: Page, words = "Live quiz"): Locator {
  // A private answer quotes the message it was given to.
  return page.locator(".message", { hasText: words, hasNotText: "Only you can see this" }).last();
}

/** What one was told alone; the same words also pass through the live region. */
function told(page: Page, words: string | RegExp): Locator {
  return page.locator(".messages").getByText(words).last();
}

/** Options are shuffled, so the letter is read off the question. */
async function tap(message: Locator, option: string): Promise<void> {
  const letter = new RegExp(`([ABC])\\s+${option}`).exec((await message.textContent()) ?? "")?.[1] ?? option;
  await press(message, letter);
}

async function press(message: Locator, button: string): Promise<void> {
  await message.getByRole("button", { name: button, exact: true }).click();
}

/** A result may be seen before its bot has noted when the next question is due. */
async function untilShown(message: Locator, advance: () => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    advance();
    const shown = message.waitFor({ timeout: 4_000 });
    if (
      await shown
        .then(
          () => true,
          (error: unknown) => Promise.reject(error),
        )
        .catch(() => tries > 3)
    )
      return;
  }
}

/** For people to look at: `LIVE_PICTURES=folder npx vitest run test/page/live.test.ts`. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LIVE_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}
