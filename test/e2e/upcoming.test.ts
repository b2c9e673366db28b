import { expect, it } from "vitest";
import { DAY, HOUR } from "../../src/platform/time.ts";
import { customIdOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("the playground knows when the next question, reveal, review and weekly summary are due", async () => {
  const stage = await openStage([questions.single()]);
  const { playground, clock } = stage;
  const [member] = stage.members;
  const of = { guildId: playground.guild.id, userId: member.id };
  expect(await playground.upcoming(of)).toEqual({ week: expect.any(Number) });

  // Later than the reveal of the question posted now, at any time of day.
  const time = new Date(clock() + 12 * HOUR).toISOString().slice(11, 16);
  await stage.addSchedule({ time, "reveal-after": "6h" });
  const post = await stage.postNow();
  await member.click(post, customIdOf(post, "post"));

  const { slot = 0, reveal = 0, week = 0 } = await playground.upcoming(of);
  expect(new Date(slot).toISOString().slice(11, 16)).toBe(time);
  expect(slot - clock()).toBeLessThanOrEqual(DAY);
  expect(reveal - clock()).toBeGreaterThan(5 * HOUR);
  expect(reveal - clock()).toBeLessThanOrEqual(6 * HOUR);
  expect(new Date(week).getUTCDay()).toBe(1);

  stage.advance(reveal - clock());
  await stage.settled();
  const { review = 0, ...rest } = await playground.upcoming(of);
  expect(review).toBeGreaterThan(clock());
  expect(rest.reveal).toBeUndefined();
});
