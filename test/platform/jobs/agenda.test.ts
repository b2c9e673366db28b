import { beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { type Agenda, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { defineJob } from "../../../src/platform/jobs/define-job.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { testRedis } from "../../support/redis.ts";

const data = z.object({ guildId: z.string(), slotId: z.string() });
const sendJob = defineJob({ kind: "send", data, pace: "rate-limited" });
const countJob = defineJob({ kind: "count", data, pace: "immediate" });
const guildId = "410000000000000000";
const [first, second] = [
  { guildId, slotId: "1" },
  { guildId, slotId: "2" },
];

let redis: Redis;
let agenda: Agenda;
beforeEach(async () => {
  redis = await testRedis();
  agenda = createAgenda(redis);
});

it("the agenda returns due entries, oldest first", async () => {
  await agenda.set(sendJob, second, 2_000);
  await agenda.set(sendJob, first, 1_000);
  await agenda.set(sendJob, { guildId, slotId: "later" }, 9_000);
  expect(await agenda.due("rate-limited", 5_000, 10)).toMatchObject([
    { entry: `send:${guildId}:1`, dueAt: 1_000 },
    { entry: `send:${guildId}:2`, dueAt: 2_000 },
  ]);
  expect(await agenda.backlog("rate-limited", 5_000)).toBe(2);
});

it("immediate entries aren't held up by a backlog of rate-limited ones", async () => {
  for (let slot = 0; slot < 50; slot += 1) await agenda.set(sendJob, { guildId, slotId: `${slot}` }, 1_000);
  await agenda.set(countJob, first, 2_000);
  expect(await agenda.due("immediate", 5_000, 10)).toMatchObject([{ entry: `count:${guildId}:1`, dueAt: 2_000 }]);
});

it("only entries that weren't set in the meantime are settled", async () => {
  await agenda.set(sendJob, first, 1_000);
  await agenda.set(sendJob, second, 1_000);
  const due = await agenda.due("rate-limited", 1_000, 10);
  await agenda.set(sendJob, first, 500);
  await agenda.settle(due.map((entry) => ({ ...entry, next: 7_000 })));
  const [moved, settled] = await agenda.due("rate-limited", 9_000, 10);
  expect([moved, settled]).toMatchObject([
    { entry: `send:${guildId}:1`, dueAt: 500 },
    { entry: `send:${guildId}:2`, dueAt: 7_000 },
  ]);
  await agenda.settle(moved ? [moved] : []);
  expect(await agenda.due("rate-limited", 9_000, 10)).toHaveLength(1);
});

it("an entry is moved earlier but not later by setNoLater, and never by setIfAbsent", async () => {
  await agenda.setNoLater(sendJob, first, 2_000);
  await agenda.setNoLater(sendJob, first, 3_000);
  await agenda.setNoLater(sendJob, first, 1_000);
  await agenda.setIfAbsent(sendJob, first, 500);
  expect(await agenda.due("rate-limited", 9_000, 10)).toMatchObject([{ dueAt: 1_000 }]);
  await agenda.remove(sendJob, first);
  expect(await agenda.due("rate-limited", 9_000, 10)).toEqual([]);
});
