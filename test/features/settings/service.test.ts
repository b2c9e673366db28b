import { beforeEach, describe, expect, it } from "vitest";
import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { createDepartures } from "../../../src/features/privacy/departure-service.ts";
import { createSeasonService } from "../../../src/features/seasons/service.ts";
import { createHallOfFameStore } from "../../../src/features/seasons/store.ts";
import { createConfiguration } from "../../../src/features/settings/service.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { Agenda } from "../../../src/platform/jobs/agenda.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const by = "420000000000000001";
const START = Date.parse("2026-11-22T09:00:00Z");

let redis: ReturnType<typeof connectRedis>;
let agenda: Map<string, number>;
let told: string[];
let now: number;

beforeEach(async () => {
  redis = await testRedis();
  [agenda, told, now] = [new Map(), [], START];
});

const agendaOf = () => {
  const set: Agenda["set"] = async (job, data, at) => void agenda.set(job.encode(data), at);
  const remove: Agenda["remove"] = async (job, data) => void agenda.delete(job.encode(data));
  return { set, setIfAbsent: set, remove };
};
const note = async (_: string, __: string, change: { kind: string }) => void told.push(change.kind);

function seasonsOn({ isNoted = true } = {}) {
  return createSeasonService({
    settings: createSettingsStore(redis),
    boards: createLeaderboardStore(redis),
    hallOfFame: createHallOfFameStore(redis),
    guilds: { isNoted: async () => isNoted },
    audit: { note },
    notices: { send: async (_, name) => void told.push(name) },
    agenda: agendaOf(),
    clock: () => now,
  });
}

describe("the settings", () => {
  const create = (check: () => Promise<void> = async () => undefined) =>
    createConfiguration({
      settings: createSettingsStore(redis),
      audit: { note, log: () => expect.fail(), page: () => expect.fail() },
      seasons: seasonsOn(),
      summaries: { plan: async () => undefined },
      agenda: agendaOf(),
      checkChannel: check,
      clock: () => now,
    });

  it("note what has changed, and nothing where it is as it was", async () => {
    await create().change(guildId, by, { weekStart: "monday" });
    await create().change(guildId, by, { feedback: "at-once" });
    expect(told).toEqual([]);
    await create().change(guildId, by, { weekStart: "sunday" });
    expect(told).toEqual(["setting"]);
  });

  it("show which channel takes nothing and why, and hide no bug behind it", async () => {
    await create().change(guildId, by, { auditChannel: "5" });
    const refused = new UserError("channel-unsuitable", {});
    const { troubles } = await create(() => Promise.reject(refused)).view(guildId);
    expect([...troubles]).toEqual([["auditChannel", refused]]);
    await expect(create(() => Promise.reject(new TypeError("a bug"))).view(guildId)).rejects.toThrow("a bug");
  });
});

describe("a season", () => {
  it("is closed only while it is the present one and somebody has played", async () => {
    const { close } = seasonsOn();
    await expect(close(guildId, 2, by, "1")).rejects.toMatchObject({ code: "season-over" });
    await expect(close(guildId, 1, by, "1")).rejects.toMatchObject({ code: "season-empty" });
    expect(agenda.size).toBe(0);
  });

  it("that has an end is planned for it, and one without is not planned", async () => {
    await createSettingsStore(redis).change(guildId, { seasonLength: "none" });
    await seasonsOn().ensurePlanned(guildId);
    expect(agenda.size).toBe(0);
    await createSettingsStore(redis).change(guildId, { seasonLength: "month" });
    await seasonsOn().ensurePlanned(guildId);
    expect([...agenda.values()]).toEqual([Date.parse("2026-12-01T00:00:00Z")]);
  });

  it("nobody played in is let be once the bot has left, and else goes on to its next end", async () => {
    await createSettingsStore(redis).change(guildId, { seasonLength: "month" });
    await seasonsOn({ isNoted: false }).end({ guildId, season: 1 });
    expect(agenda.size).toBe(0);
    await seasonsOn().end({ guildId, season: 1 });
    expect(agenda.size).toBe(1);
  });

  it("without a winner is told nobody, and is entered all the same", async () => {
    await redis.zadd(`{g:${guildId}}:leaderboard:S1`, 0, by);
    const { end, hallOfFame } = seasonsOn();
    await expect(end({ guildId, season: 1, closedBy: by, channelId: "1" })).rejects.toThrow("closes in a moment");
    now += 5_000;
    await end({ guildId, season: 1, closedBy: by, channelId: "1" });
    expect(told).toEqual(["season-closed"]);
    expect(await hallOfFame(guildId)).toMatchObject([{ season: 1, winners: [] }]);
  });
});

describe("a server the bot was removed from", () => {
  const create = (isNoted: boolean, found: number) => {
    let removed = 0;
    const remove = async () => {
      removed += 1;
      return found;
    };
    const departures = createDepartures({
      guilds: {
        ...{ isNoted: async () => isNoted, remove, note: async () => undefined },
        ...{ strike: async () => undefined, noted: async () => [] },
      },
      seasons: { ensurePlanned: async () => undefined },
      agenda: agendaOf(),
      clock: () => now,
    });
    return { ...departures, removed: () => removed };
  };

  it("keeps its data where the bot is back", async () => {
    const { remove, removed } = create(true, 5);
    await remove(guildId);
    expect([removed(), agenda.size]).toEqual([0, 0]);
  });

  it("is looked at once more an hour later, until there is nothing left", async () => {
    await create(false, 5).remove(guildId);
    expect([...agenda.values()]).toEqual([START + 3_600_000]);
    agenda.clear();
    await create(false, 0).remove(guildId);
    expect(agenda.size).toBe(0);
  });
});
