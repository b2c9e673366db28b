import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { BREAK_DURATION, LOBBY_DURATION } from "../../src/features/live-quiz/rules.ts";
import { describeInBrowser, visit } from "../support/browser.ts";
import { axeViolations, clickButton, clickOption, documentWidth, PHONE, send } from "../support/page.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const bank = Array.from({ length: 5 }, (_, index) =>
  questions.single({ id: `http.q${index}`, stem: `Question number ${index}?` }),
);
const RIGHT = "Send the same PUT again";
const WRONG = "Send the body as a POST";

describeInBrowser("a live quiz on the page", () => {
  it("runs from the lobby to the podium in three windows", async () => {
    const stage = await openStage(bank);
    stage.skipEditInterval();
    const { url, people } = stage.playground;
    const mira = await visit(url, people.moderator.id);
    const noor = await visit(url, people.members[0].id, { colorScheme: "dark" });
    const yuki = await visit(url, people.members[2].id, { viewport: PHONE });

    await send(mira, "/quiz live count:5 seconds:30");
    for (const page of [noor, yuki]) {
      await clickButton(latest(page), "Join");
      await privateText(page, "You're in!").waitFor();
    }
    expect(await axeViolations(mira, ".messages")).toEqual([]);
    await clickButton(latest(noor, "Live quiz · any topic"), "Start now");
    await privateText(noor, /Only moderators can do that/).waitFor();
    stage.advance(LOBBY_DURATION);

    for (let round = 1; round <= 5; round += 1) {
      const heading = `question ${round} of 5`;
      await latest(mira, heading).getByRole("button", { name: "A", exact: true }).waitFor();
      await clickOption(latest(noor, heading), round % 2 === 1 ? RIGHT : WRONG);
      await noor
        .getByText(/^Saved: [ABC] after/)
        .last()
        .waitFor();
      if (round === 1) {
        stage.advance(3_000);
        await latest(yuki, heading).getByText("1 of 2 answered").waitFor();
        expect(await axeViolations(yuki, ".messages")).toEqual([]);
      }
      await clickOption(latest(yuki, heading), RIGHT);
      for (const page of [mira, noor, yuki]) await latest(page, heading).getByText(`${heading} · closed`).waitFor();
      if (round === 2) {
        await latest(yuki, heading).getByText(/▲1|=/).first().waitFor();
        expect(await axeViolations(noor, ".messages")).toEqual([]);
      }
      await stage.settled();
      stage.advance(BREAK_DURATION);
      await latest(mira, round < 5 ? `question ${round + 1} of 5` : "final result").waitFor();
    }

    for (const page of [mira, noor, yuki]) {
      const podium = latest(page, "Live quiz · final result");
      await podium.getByText("5 of 5 correct").waitFor();
      await podium.getByText("3 of 5 correct").waitFor();
      expect(await axeViolations(page, ".messages")).toEqual([]);
      expect(await documentWidth(page)).toBe(page.viewportSize()?.width);
    }
    await clickButton(latest(yuki, "Live quiz · final result"), "My score");
    await privateText(yuki, /You're 1st of 2 with a score of [\d,]+: 5 of 5 correct\./).waitFor();
    expect(stage.log.warnings).toEqual([]);
  });
});

function latest(page: Page, text = "Live quiz"): Locator {
  // A private reply quotes the message it belongs to.
  return page.locator(".message", { hasText: text, hasNotText: "Only you can see this" }).last();
}

/** A private reply; the live region contains the same text. */
function privateText(page: Page, text: string | RegExp): Locator {
  return page.locator(".messages").getByText(text).last();
}
