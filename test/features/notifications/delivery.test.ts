import { REST } from "discord.js";
import { PermissionFlagsBits } from "discord-api-types/v10";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createChannelDelivery } from "../../../src/features/notifications/delivery.ts";
import type { PendingNotification } from "../../../src/features/notifications/rules.ts";
import { ChannelError } from "../../../src/platform/discord/discord-errors.ts";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";

const guildId = "410000000000000000";
let playground: Playground;

beforeEach(async () => {
  playground = await openPlayground({ port: 0, limits: "none" });
  onTestFinished(() => playground.close());
});

function setUp() {
  const rest = new REST({ api: playground.apiUrl, retries: 0 }).setToken(playground.token);
  const delivery = createChannelDelivery({ restFor: () => rest, botId: () => playground.applicationId });
  const channelId = playground.guild.channels.general;
  const pendingWith = (left: number): PendingNotification => ({
    channelId,
    at: Date.now(),
    attempted: true,
    notification: { kind: "pool-low", scheduleId: "daily", left },
  });
  return { delivery, channelId, pendingWith };
}

describe("delivery to a channel", () => {
  it("finds an earlier attempt by its text", async () => {
    const { delivery, pendingWith } = setUp();
    const pending = pendingWith(5);
    expect(await delivery.wasSent(guildId, pending)).toBe(false);
    await delivery.send(guildId, "one", pending);
    expect(await delivery.wasSent(guildId, pending)).toBe(true);
    expect(await delivery.wasSent(guildId, pendingWith(4))).toBe(false);
  });

  it("throws when it can't read the message history, instead of sending again", async () => {
    const { delivery, channelId, pendingWith } = setUp();
    const pending = pendingWith(5);
    await delivery.send(guildId, "one", pending);
    playground.setBotPermissions(channelId, { deny: PermissionFlagsBits.ReadMessageHistory });
    await expect(delivery.wasSent(guildId, pending)).rejects.toBeInstanceOf(ChannelError);
  });
});
