import { beforeEach, expect, it } from "vitest";
import { createWarnings } from "../../../src/features/notifications/warning-service.ts";
import type { Schedule } from "../../../src/features/schedules/rules.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";

const guildId = "410000000000000000";
const resting: Schedule = {
  ...{ id: "daily", serial: 1, channelId: "1", time: "09:00", days: ["sun"], zone: "UTC" },
  ...{ revealAfterHours: 6, thread: false, pause: { by: "channel", reason: "deleted", slotAt: 7 } },
};
let told: object[];
let forgotten: string[];
let logged: object[];

beforeEach(() => {
  [told, forgotten, logged] = [[], [], []];
});

function create(auditChannel?: string) {
  return createWarnings({
    settings: { of: async () => ({ ...DEFAULT_SETTINGS, ...(auditChannel && { auditChannel }) }) },
    audit: {
      log: async (_, by, change) => {
        logged.push(change);
        return { number: 1, entry: { by, at: 0, change } };
      },
    },
    notices: {
      send: async (_, name, channelId, notice) => void told.push({ name, channelId, ...notice }),
      forget: async (_, name) => void forgotten.push(name),
    },
  });
}

it("tells moderators in their channel why a schedule rests, and notes it", async () => {
  await create("5").paused(guildId, resting);
  expect(told).toEqual([
    { name: "paused-1-7", channelId: "1", kind: "schedule-paused", scheduleId: "daily", serial: 1, trouble: "deleted" },
  ]);
  expect(logged).toEqual([{ kind: "schedule", deed: "paused", scheduleId: "daily", trouble: "deleted" }]);
});

it("says nothing of a schedule that a moderator paused", async () => {
  await create("5").paused(guildId, { ...resting, pause: { by: "moderator" } });
  expect([told, logged]).toEqual([[], []]);
});

it("posts in no channel where moderators chose none, and still notes what rests", async () => {
  const { paused, refused, left, empty } = create();
  await paused(guildId, resting);
  await refused(guildId, resting, "1-now-1", "deleted");
  await left(guildId, resting, 3);
  await empty(guildId, resting, 7);
  expect([told, logged.length]).toEqual([[], 1]);
});

it("says once that few questions are left, until there are more again", async () => {
  const { left } = create("5");
  await left(guildId, resting, 7);
  await left(guildId, resting, 8);
  expect(told).toMatchObject([{ name: "low-1", kind: "pool-low", left: 7 }]);
  expect(forgotten).toEqual(["low-1"]);
});

it("names what a schedule asks where there was nothing to ask, and what was refused", async () => {
  const { empty, refused } = create("5");
  await empty(guildId, { ...resting, topic: "sql", difficulty: 3 }, 7);
  await empty(guildId, resting, 8);
  await refused(guildId, resting, "1-now-1", "no-access");
  expect(told).toMatchObject([
    { name: "empty-1-7", topic: "sql", difficulty: 3 },
    { name: "empty-1-8", kind: "pool-empty" },
    { name: "refused-1-now-1", kind: "wish-refused", trouble: "no-access" },
  ]);
  expect(told[1]).not.toHaveProperty("topic");
});
