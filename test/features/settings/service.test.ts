import { beforeEach, describe, expect, it } from "vitest";
import type { AuditChange } from "../../../src/features/audit-log/rules.ts";
import { recomputeWeeksJob } from "../../../src/features/boards/jobs.ts";
import { createSettingsService } from "../../../src/features/settings/service.ts";
import { createSettingsStore, type SettingsStore } from "../../../src/features/settings/store.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const by = "420000000000000001";
const NOW = Date.parse("2026-11-22T09:00:00Z");
const season = { season: 1, members: 0 };
const unsuitable = new UserError("channel-unsuitable", {});

let settings: SettingsStore;
let recorded: AuditChange[];
let planned: string[];
let due: [string, number][];
let closed: unknown[];

beforeEach(async () => {
  settings = createSettingsStore(await testRedis());
  [recorded, planned, due, closed] = [[], [], [], []];
});

function create(checkChannel: () => Promise<void> = async () => undefined) {
  return createSettingsService({
    settings,
    auditLog: { recordAndNotify: async (_, __, change) => void recorded.push(change) },
    seasons: {
      current: async () => season,
      plan: async () => void planned.push("season"),
      close: async (...args) => void closed.push(args),
    },
    summaries: { plan: async () => void planned.push("summary") },
    agenda: { set: async (job, data, at) => void due.push([job.encode(data), at]) },
    checkChannel,
    clock: () => NOW,
  });
}

describe("changing settings", () => {
  it("records each changed setting", async () => {
    await create().change(guildId, by, { feedback: "at-reveal", moderatorRole: "5" });
    await create().change(guildId, by, { moderatorRole: undefined });
    expect(recorded).toEqual([
      { kind: "setting", setting: "moderatorRole", to: "5" },
      { kind: "setting", setting: "feedback", from: "at-once", to: "at-reveal" },
      { kind: "setting", setting: "moderatorRole", from: "5" },
    ]);
  });

  it("records nothing when the value stays the same", async () => {
    await create().change(guildId, by, { feedback: "at-once" });
    expect(recorded).toEqual([]);
  });

  it("plans the season and the summary again", async () => {
    await create().change(guildId, by, { seasonLength: "month" });
    expect(planned.sort()).toEqual(["season", "summary"]);
  });

  it("recomputes weeks only if the week start changed", async () => {
    await create().change(guildId, by, { feedback: "at-reveal" });
    expect(due).toEqual([]);
    await create().change(guildId, by, { weekStart: "sunday" });
    expect(due).toEqual([[recomputeWeeksJob.encode({ guildId }), NOW + 5_000]]);
  });

  it("rejects @everyone as the moderator role", async () => {
    await expect(create().change(guildId, by, { moderatorRole: guildId })).rejects.toMatchObject({
      code: "role-everyone",
    });
    expect(await settings.load(guildId)).not.toHaveProperty("moderatorRole", guildId);
  });

  it.each(["moderatorRole", "auditChannel"] as const)("doesn't let a delegate change or turn off %s", async (name) => {
    const delegate = { userId: by, roleIds: ["5"] };
    for (const value of ["5", undefined])
      await expect(create().change(guildId, by, { [name]: value }, delegate)).rejects.toMatchObject({
        code: "manage-server-only",
      });
    await create().change(guildId, by, { feedback: "at-reveal" }, delegate);
    expect(recorded).toHaveLength(1);
  });

  it("rejects a channel the bot can't post in", async () => {
    const { change } = create(() => Promise.reject(unsuitable));
    await expect(change(guildId, by, { auditChannel: "5" })).rejects.toBe(unsuitable);
    await change(guildId, by, { auditChannel: undefined });
    expect((await settings.load(guildId)).auditChannel).toBeUndefined();
  });

  it("returns the parsed time zone and rejects an unknown one", async () => {
    expect(await create().changeZone(guildId, by, "europe/berlin")).toBe("Europe/Berlin");
    await expect(create().changeZone(guildId, by, "Berlin")).rejects.toMatchObject({ code: "zone-unknown" });
    expect(await settings.zone(guildId)).toBe("Europe/Berlin");
  });
});

describe("the settings panel", () => {
  beforeEach(async () => {
    await settings.change(guildId, { auditChannel: "5" });
  });

  it("marks channels the bot can't post in", async () => {
    const panel = await create(() => Promise.reject(unsuitable)).panel(guildId);
    expect(panel.season).toBe(season);
    expect([...panel.channelErrors]).toEqual([["auditChannel", unsuitable]]);
  });

  it.each([new UserError("discord-unavailable", {}), new UserError("too-fast", { seconds: 1 })])(
    "ignores a failed channel check: %s",
    async (error) => {
      const panel = await create(() => Promise.reject(error)).panel(guildId);
      expect(panel.channelErrors.size).toBe(0);
    },
  );

  it("rethrows unexpected errors", async () => {
    await expect(create(() => Promise.reject(new TypeError("bug"))).panel(guildId)).rejects.toThrow("bug");
  });

  it("doesn't wait for slow channel checks", async () => {
    const { channelErrors } = await create(() => new Promise(() => undefined)).panel(guildId);
    expect(channelErrors.size).toBe(0);
  });
});

describe("closing a season", () => {
  it("checks the channel first", async () => {
    await expect(create(() => Promise.reject(unsuitable)).closeSeason(guildId, 1, by, "5")).rejects.toBe(unsuitable);
    expect(closed).toEqual([]);
    await create().closeSeason(guildId, 1, by, "5");
    expect(closed).toEqual([[guildId, 1, by, "5"]]);
  });
});
