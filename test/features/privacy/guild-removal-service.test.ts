import { describe, expect, it } from "vitest";
import { createGuildRemovalService } from "../../../src/features/privacy/guild-removal-service.ts";
import { deleteGuildJob } from "../../../src/features/privacy/jobs.ts";
import type { Agenda } from "../../../src/platform/jobs/agenda.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";

const NOW = Date.parse("2026-11-22T09:00:00Z");
const entryOf = (guildId: string) => deleteGuildJob.encode({ guildId });

function setUp({ present = [], keys = 0 }: { present?: string[]; keys?: number }) {
  const guilds = new Set(present);
  const due = new Map<string, number>();
  const planned: string[] = [];
  const deleted: string[] = [];
  const set: Agenda["set"] = async (job, data, at) => void due.set(job.encode(data), at);
  const service = createGuildRemovalService({
    guilds: {
      add: async (guildIds) => guildIds.forEach((guildId) => void guilds.add(guildId)),
      remove: async (guildId) => void guilds.delete(guildId),
      list: async () => [...guilds],
      has: async (guildId) => guilds.has(guildId),
      deleteData: async (guildId) => {
        deleted.push(guildId);
        return keys;
      },
    },
    schedules: { resumeAfterAbsence: async () => undefined },
    seasons: { ensurePlanned: async (guildId) => void planned.push(guildId) },
    agenda: {
      set,
      async setIfAbsent(job, data, at) {
        if (due.has(job.encode(data))) return false;
        await set(job, data, at);
        return true;
      },
      remove: async (job, data) => void due.delete(job.encode(data)),
    },
    clock: () => NOW,
  });
  return { service, guilds, due, planned, deleted };
}

describe("guild removal", () => {
  it("schedules the deletion for 30 days later, or leaves an earlier date", async () => {
    const { service, guilds, due } = setUp({ present: ["1"] });
    due.set(entryOf("2"), 5);
    await service.markRemoved("1");
    await service.markRemoved("2");
    expect([...guilds]).toEqual([]);
    expect(Object.fromEntries(due)).toEqual({ [entryOf("1")]: NOW + 30 * DAY, [entryOf("2")]: 5 });
  });

  it("cancels the deletion and plans the season when the bot is back", async () => {
    const { service, guilds, due, planned } = setUp({});
    await service.markRemoved("1");
    await service.markPresent(["1"]);
    expect([[...guilds], due.size, planned]).toEqual([["1"], 0, ["1"]]);
  });

  it("handles removals during downtime, only for the process's own shards", async () => {
    const { service, guilds, due, planned } = setUp({ present: ["1", "2", "3"] });
    await service.sync(["2", "4"], (guildId) => guildId !== "3");
    expect([...guilds].sort()).toEqual(["2", "3", "4"]);
    expect([...due.keys()]).toEqual([entryOf("1")]);
    expect(planned).toEqual(["2", "4"]);
  });

  it("deletes no data when the bot is back", async () => {
    const { service, deleted, due } = setUp({ present: ["1"], keys: 5 });
    await service.deleteGuild({ guildId: "1" });
    expect([deleted, due.size]).toEqual([[], 0]);
  });

  it("is repeated an hour later until nothing is left", async () => {
    const full = setUp({ keys: 1 });
    await full.service.deleteGuild({ guildId: "1" });
    expect([...full.due]).toEqual([[entryOf("1"), NOW + HOUR]]);
    const empty = setUp({ keys: 0 });
    await empty.service.deleteGuild({ guildId: "1" });
    expect([empty.deleted, empty.due.size]).toEqual([["1"], 0]);
  });
});
