import { expect, it } from "vitest";
import { createLearnerDataStore } from "../../src/features/privacy/store.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import { HOUR } from "../../src/platform/time.ts";
import { checkLedger } from "../support/ledger.ts";
import { customIdOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("an answer's result is withheld until the reveal when the server sets feedback to at-reveal", async () => {
  const stage = await openStage([questions.single()]);
  const { redis } = stage;
  const { guild } = stage.playground;
  const { daily } = stage.channels;
  await createSettingsStore(redis).change(guild.id, { feedback: "at-reveal" });

  await stage.addSchedule();
  const post = await stage.postNow();
  const [one, two] = stage.members;
  const tap = (option: string) => customIdOf(post, option);

  const right = textOf((await one.click(post, tap("again"))).message);
  const wrong = textOf((await two.click(post, tap("post"))).message);
  expect(right).toMatch(/^Saved: \*\*[ABC]\*\*\. I'll reveal the answer <t:\d+:R>\.\n-# 1-day streak$/);
  expect(wrong.replace(/\*\*[ABC]\*\*/, "")).toBe(right.replace(/\*\*[ABC]\*\*/, ""));
  const again = textOf((await one.click(post, tap("post"))).message);
  expect(again).toMatch(/^You already answered \*\*[ABC]\*\* at <t:\d+:t>\. Only your first answer counts\.\nSaved: /);
  expect(textOf((await one.command("daily", {}, daily)).message)).toContain("Saved: ");

  const boards = await Promise.all([one, two].map((member) => member.command("leaderboard", {}, daily)));
  for (const board of boards) expect(textOf(board.message)).not.toMatch(/[1-9]\d* points/);
  const data = await createLearnerDataStore(redis).read(one.id);
  expect(data.guilds[0]?.answers).toMatchObject([{ questionId: "http.single", withheld: true }]);
  expect(JSON.stringify(data.guilds[0]?.answers)).not.toMatch(/"(correct|base|bonus)"/);
  const added = await one.messageCommand("Add to my review", post);
  expect(textOf(added.message)).toMatch(/This server reveals the answer <t:\d+:R>/);

  stage.advance(6 * HOUR);
  await stage.settled();
  expect(stage.moderator.visibleMessages(daily).map(textOf).join("\n")).toContain("1 of 2 correct");
  expect(textOf((await one.command("leaderboard", {}, daily)).message)).toContain("21 points");
  expect(await checkLedger(redis, guild.id)).toEqual([]);
  expect(textOf((await one.messageCommand("Add to my review", post)).message)).toContain("Added to your review.");
});
