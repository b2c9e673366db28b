import { expect, it } from "vitest";
import { SECOND } from "../../src/platform/time.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("leaves although an answer hangs at Discord, once nobody could be answered any more", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const struck = () => playground.faults.hits();
  playground.faults.inject({ kind: "latency", milliseconds: 14 * SECOND, on: /callback/, count: 1 });
  const clicked = playground
    .person(playground.people.members[0].id)
    .command("help", {}, playground.guild.channels.daily);
  while (struck() === 0) await new Promise((resolve) => setTimeout(resolve, 10));

  const started = Date.now();
  await stage.leave();
  expect(Date.now() - started).toBeLessThan(6 * SECOND);
  playground.faults.clear();
  await clicked;
});
