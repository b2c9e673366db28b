import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { auditLedger } from "../../src/features/boards/ledger-service.ts";
import { readLedger } from "../../src/features/boards/read-ledger.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { eventually } from "../support/eventually.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("records one answer of one member's fifty clicks at once over two bots", async () => {
  const stage = await openStage([questions.single()]);
  const { playground } = stage;
  const { daily } = playground.guild.channels;
  await stage.join();

  const moderator = playground.person(playground.people.moderator.id);
  await moderator.command("schedule add", { channel: daily, time: "09:00" }, daily);
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  const post = await eventually(() => playground.traffic.posts[0]);

  const member = playground.person(playground.people.members[0].id);
  const buttons = customIdsOf(post.message);
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, index) => member.click(post.messageId, buttons[index % buttons.length] ?? "")),
  );

  const told = seen.map(({ message }) => (textOf(message).includes("✓ **Right**") ? "right" : "wrong"));
  expect(new Set(told).size).toBe(1);
  const redis = connectRedis(stage.redisUrl, { log: silentLog });
  const ledger = await readLedger(redis, playground.guild.id);
  redis.disconnect();
  expect(ledger.answers).toHaveLength(1);
  expect(auditLedger(ledger)).toEqual([]);
  expect(playground.traffic.posts).toHaveLength(1);
});

it.each(["reset-before", "reset-after"] as const)("answers a click whose connection broke: %s", async (kind) => {
  const { playground, log } = await openStage([questions.single()]);
  const { daily } = playground.guild.channels;
  const moderator = playground.person(playground.people.moderator.id);
  await moderator.command("schedule add", { channel: daily, time: "09:00" }, daily);
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  const post = await eventually(() => playground.traffic.posts[0]);

  playground.faults.inject({ kind, on: /callback/, count: 1 });
  const member = playground.person(playground.people.members[0].id);
  const { message } = await member.click(post.messageId, customIdsOf(post.message)[0] ?? "");

  expect(textOf(message)).toMatch(/✓ \*\*Right\*\*|✗ \*\*Not this one\*\*/);
  await eventually(() => playground.faults.hits(kind) === 1);
  // What went wrong would be said after the answer.
  await sleep(200);
  expect(log.warnings).toEqual([]);
});
