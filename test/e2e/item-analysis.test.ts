import { expect, it } from "vitest";
import { createItemAnalysisStore } from "../../src/features/item-analysis/store.ts";
import { createBankStore } from "../../src/features/questions/bank-store.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("/bank health shows a pulled question until a moderator confirms its key", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const { daily } = stage.channels;
  const { moderator } = stage;
  const { redis } = stage;

  const item = { questionId: "http.single", rev: 1, attempts: 62, facility: 0.28, discrimination: -0.123 };
  const own = createBankStore(redis);
  await own.retireBuiltIn(playground.guild.id, "http.single", "2026-11-22");
  await createItemAnalysisStore(redis).save(playground.guild.id, {
    at: stage.clock(),
    items: [{ ...item, unchosen: ["stop"] }],
    early: [],
  });

  const shown = await moderator.command("bank health", {}, daily);
  const message = shown.message ?? shown.updated;
  expect(shown.ephemeral).toBe(true);
  expect(textOf(message)).toContain("`http.single` · 62 answers · 28% correct · discrimination -0.12");
  expect(textOf(message)).toContain("**pulled**: I won't ask it until you check the key");
  expect(textOf(message)).toContain("fewer than 30% get it right · never chosen: `Assume the update failed`");

  const refused = await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "UTC" }, daily);
  expect(textOf(refused.message)).toContain("I have no question");

  const back = await moderator.click(message ?? "", customIdsOf(message)[0] ?? "");
  expect(textOf(back.updated)).not.toContain("pulled");
  const added = await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "UTC" }, daily);
  expect(textOf(added.message)).toContain("is set");
  const log = await moderator.command("settings log", {}, daily);
  expect(textOf(log.message ?? log.updated)).toMatch(/reinstated question/i);
});

it("/bank health shows a small server its most answered questions", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const { moderator } = stage;
  const { redis } = stage;
  const early = [{ questionId: "http.single", attempts: 38, facility: 0.605 }];
  await createItemAnalysisStore(redis).save(playground.guild.id, { at: stage.clock(), items: [], early });

  const { message, updated } = await moderator.command("bank health", {}, playground.guild.channels.daily);
  expect(textOf(message ?? updated)).toContain("No question in this server has 50 first answers yet.");
  expect(textOf(message ?? updated)).toContain("`http.single` · 38 answers · 61% correct");
});
