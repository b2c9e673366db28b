import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createClock, MAX_MOVE_MS } from "../../../src/playground/control/clock.ts";
import { timeOfId } from "../../../src/playground/model/snowflake.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { temporaryFolder } from "../../support/redis.ts";

const HOUR = 3_600_000;

async function emptyFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  return folder;
}

it("the clock only moves forward, by at most a year at a time", () => {
  const clock = createClock();
  clock.moveTo(clock.now() - HOUR);
  expect(clock.ahead()).toBe(0);
  clock.moveTo(Number.NaN);
  expect(clock.ahead()).toBe(0);
  clock.moveTo(clock.now() + 5 * MAX_MOVE_MS);
  expect(clock.ahead()).toBe(MAX_MOVE_MS);
});

it("the clock keeps its offset after a restart", async () => {
  const folder = await emptyFolder();
  createClock(folder).moveTo(Date.now() + 3 * HOUR);
  const ahead = createClock(folder).ahead();
  expect(ahead).toBeGreaterThan(3 * HOUR - 1_000);
  expect(ahead).toBeLessThanOrEqual(3 * HOUR);
});

it("the clock follows the machine's if the stored offset is invalid", async () => {
  const folder = await emptyFolder();
  writeFileSync(join(folder, "clock.json"), '{"ahead": -5}');
  expect(createClock(folder).ahead()).toBe(0);
});

it("messages and ids are dated by the moved clock, and a timeout outlasts the move", async () => {
  const playground = await openPlayground({ port: 0 });
  onTestFinished(() => playground.close());
  const { people, guild, clock } = playground;
  const ninetyDays = 90 * 24 * HOUR;
  const before = Date.now();
  clock.moveTo(before + ninetyDays);
  const message = playground.person(people.moderator.id).sendMessage("hello", guild.channels.general);
  for (const at of [Date.parse(message.timestamp), timeOfId(message.id)]) {
    expect(at).toBeGreaterThanOrEqual(before + ninetyDays);
    expect(at).toBeLessThanOrEqual(clock.now());
  }
  expect(() => playground.person(people.timedOut.id).sendMessage("hello", guild.channels.general)).toThrow();
});
