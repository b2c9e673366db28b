import { beforeEach, describe, expect, it } from "vitest";
import { createHiddenMemberStore } from "../../../src/features/boards/store.ts";
import type { Notification } from "../../../src/features/notifications/rules.ts";
import { ChannelError, RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { channelId, type GuildJobs, guildId, openGuildJobs } from "../../support/guild-jobs.ts";

const notificationWith = (left: number): Notification => ({ kind: "pool-low", scheduleId: "daily", left });
let jobs: GuildJobs;

beforeEach(async () => {
  jobs = await openGuildJobs(Date.parse("2026-11-22T00:00:00Z"));
});

describe("notifications", () => {
  it("are sent once when the process crashes at any step", async () => {
    for (let step = 1; step <= 12; step += 1) {
      await jobs.notifications.send(guildId, `low-${step}`, channelId, notificationWith(step));
      await jobs.runDueJobs(step);
      expect(jobs.sent.filter((sent) => sent.kind === "pool-low" && sent.left === step)).toHaveLength(1);
    }
  });

  it("are sent once per id until the id is reset", async () => {
    for (let time = 0; time < 3; time += 1) {
      await jobs.notifications.send(guildId, "low-1", channelId, notificationWith(6));
      await jobs.runDueJobs();
    }
    expect(jobs.sent).toHaveLength(1);
    await jobs.notifications.reset(guildId, "low-1");
    await jobs.notifications.send(guildId, "low-1", channelId, notificationWith(6));
    await jobs.runDueJobs();
    expect(jobs.sent).toHaveLength(2);
  });

  it("are dropped when the channel refuses them", async () => {
    jobs.discord.error = new ChannelError("deleted");
    await jobs.notifications.send(guildId, "one", channelId, notificationWith(6));
    await jobs.runDueJobs();
    jobs.discord.error = undefined;
    await jobs.notifications.deliver({ guildId, notificationId: "one" });
    expect(jobs.sent).toEqual([]);
  });

  it("are retried after a temporary failure", async () => {
    jobs.discord.error = new RetryLaterError("503");
    await jobs.notifications.send(guildId, "one", channelId, notificationWith(6));
    await expect(jobs.notifications.deliver({ guildId, notificationId: "one" })).rejects.toThrow(RetryLaterError);
    jobs.discord.error = undefined;
    await jobs.runDueJobs();
    expect(jobs.sent).toEqual([notificationWith(6)]);
  });

  it("leave out members who hid after they were queued", async () => {
    const member = (userId: string) => ({ userId, points: 5 });
    const top = [member("301"), member("302")];
    const improved = { userId: "301", more: 3 };
    await jobs.notifications.send(guildId, "a", channelId, { kind: "season", season: 1, winners: top, members: 2 });
    await jobs.notifications.send(guildId, "b", channelId, { kind: "summary", top, members: 2, improved, streak: 1 });
    await jobs.notifications.send(guildId, "c", channelId, {
      kind: "season",
      season: 2,
      members: 1,
      winners: [member("301")],
    });
    await createHiddenMemberStore(jobs.redis).add(guildId, "301");
    await jobs.runDueJobs();
    expect(jobs.sent).toEqual([
      { kind: "season", season: 1, winners: [member("302")], members: 2 },
      { kind: "summary", top: [member("302")], members: 2, streak: 1 },
    ]);
  });

  it("aren't sent for an unknown id", async () => {
    await jobs.notifications.deliver({ guildId, notificationId: "unknown" });
    expect(jobs.sent).toEqual([]);
  });
});
