import { expect, it } from "vitest";
import { createHealthStore } from "../../src/features/item-analysis/store.ts";
import { createOwnBankStore } from "../../src/features/questions/own-store.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("/bank health shows why a question was pulled, and lets a moderator restore it", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const { daily } = stage.channels;
  const { moderator } = stage;
  const { redis } = stage;

  const item = { questionId: "http.single", rev: 1, attempts: 62, facility: 0.28, discrimination: -0.123 };
  const own = createOwnBankStore(redis);
  await own.retireBuiltIn(playground.guild.id, "http.single", "2026-11-22");
  await createHealthStore(redis).save(playground.guild.id, {
    at: stage.clock(),
    items: [{ ...item, unchosen: ["stop"] }],
    early: [],
  });

  const shown = await moderator.command("bank health", {}, daily);
  const message = shown.message ?? shown.updated;
  expect(shown.ephemeral).toBe(true);
  expect(textOf(message)).toContain("`http.single` · 62 answers · 28 % right · discrimination -0.12");
  expect(textOf(message)).toContain("**pulled**: not asked until you have checked it");
  expect(textOf(message)).toContain("fewer than 3 in 10 get it right · nobody takes `Assume the update failed`");

  const refused = await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "UTC" }, daily);
  expect(textOf(refused.message)).toContain("I have no question");

  const back = await moderator.click(message ?? "", customIdsOf(message)[0] ?? "");
  expect(textOf(back.updated)).not.toContain("pulled");
  const added = await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "UTC" }, daily);
  expect(textOf(added.message)).toContain("is set");
  const log = await moderator.command("settings log", {}, daily);
  expect(textOf(log.message ?? log.updated)).toMatch(/put back question/i);
});

it("/bank health shows early results of the most answered questions in a small server", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const { moderator } = stage;
  const { redis } = stage;
  const early = [{ questionId: "http.single", attempts: 38, facility: 0.605 }];
  await createHealthStore(redis).save(playground.guild.id, { at: stage.clock(), items: [], early });

  const { message, updated } = await moderator.command("bank health", {}, playground.guild.channels.daily);
  expect(textOf(message ?? updated)).toContain("No question has 50 first answers in this server yet.");
  expect(textOf(message ?? updated)).toContain("`http.single` · 38 answers · 61 % right");
});
