import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createClock, MAX_MOVE_MS } from "../../src/playground/control/clock.ts";
import { timeOfId } from "../../src/playground/model/snowflake.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { temporaryFolder } from "../support/redis.ts";

const HOUR = 3_600_000;

async function emptyFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  return folder;
}

it("goes forward only, and at most a year at once", () => {
  const time = createClock();
  time.moveTo(time.now() - HOUR);
  expect(time.ahead()).toBe(0);
  time.moveTo(Number.NaN);
  expect(time.ahead()).toBe(0);
  time.moveTo(time.now() + 5 * MAX_MOVE_MS);
  expect(time.ahead()).toBe(MAX_MOVE_MS);
});

it("goes on after a restart at the time that was left", async () => {
  const folder = await emptyFolder();
  createClock(folder).moveTo(Date.now() + 3 * HOUR);
  const ahead = createClock(folder).ahead();
  expect(ahead).toBeGreaterThan(3 * HOUR - 1_000);
  expect(ahead).toBeLessThanOrEqual(3 * HOUR);
});

it("takes the machine's time where what was stored cannot be read", async () => {
  const folder = await emptyFolder();
  writeFileSync(join(folder, "clock.json"), '{"ahead": -5}');
  expect(createClock(folder).ahead()).toBe(0);
});

it("dates messages, their ids and what is seen of the traffic by the moved time, and keeps Sam silent", async () => {
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
