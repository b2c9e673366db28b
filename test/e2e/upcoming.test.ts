import { expect, it } from "vitest";
import { DAY, HOUR } from "../../src/platform/time.ts";
import type { APIMessage } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdOf, customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("the playground knows when the next question, reveal, review and week are due", async () => {
  const { playground, clock, advance } = await openStage([questions.single()]);
  const { daily } = playground.guild.channels;
  const mira = playground.person(playground.people.moderator.id);
  const noor = playground.person(playground.people.members[0].id);
  const of = { guildId: playground.guild.id, userId: noor.id };
  expect(await playground.upcoming(of)).toEqual({ week: expect.any(Number) });

  // Later than the reveal of the question posted now, at any time of day.
  const time = new Date(clock() + 12 * HOUR).toISOString().slice(11, 16);
  await mira.command("schedule add", { channel: daily, time, timezone: "UTC", "reveal-after": "6h" }, daily);
  await mira.command("schedule post-now", { schedule: "daily" }, daily);
  const wrong = (message: APIMessage) => customIdOf(message, "post");
  const question = await eventually(() =>
    mira.visibleMessages(daily).find((message) => customIdsOf(message).some((id) => id.startsWith("daily.answer:"))),
  );
  await noor.click(question, wrong(question));

  const { slot = 0, reveal = 0, week = 0 } = await playground.upcoming(of);
  expect(new Date(slot).toISOString().slice(11, 16)).toBe(time);
  expect(slot - clock()).toBeLessThanOrEqual(DAY);
  expect(reveal - clock()).toBeGreaterThan(5 * HOUR);
  expect(reveal - clock()).toBeLessThanOrEqual(6 * HOUR);
  expect(new Date(week).getUTCDay()).toBe(1);

  advance(reveal - clock());
  await eventually(() => textOf(mira.visibleMessages(daily).find(({ id }) => id === question.id)).includes("closed"));
  const { review = 0, ...rest } = await eventually(async () => {
    const upcoming = await playground.upcoming(of);
    return upcoming.review !== undefined && upcoming;
  });
  expect(review).toBeGreaterThan(clock());
  expect(rest.reveal).toBeUndefined();
});
