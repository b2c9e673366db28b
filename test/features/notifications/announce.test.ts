import { REST } from "discord.js";
import { PermissionFlagsBits } from "discord-api-types/v10";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createAnnouncer } from "../../../src/features/notifications/announce.ts";
import type { Outgoing } from "../../../src/features/notifications/rules.ts";
import { ChannelError } from "../../../src/platform/discord/delivery-errors.ts";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";

let playground: Playground;

beforeEach(async () => {
  playground = await openPlayground({ port: 0, limits: "none" });
  onTestFinished(() => playground.close());
});

function announce(left: number) {
  const rest = new REST({ api: playground.apiUrl, retries: 0 }).setToken(playground.token);
  const announcer = createAnnouncer({ rest, botId: () => playground.applicationId });
  const channelId = playground.guild.channels.general;
  const outgoing: Outgoing = {
    channelId,
    at: Date.now(),
    tried: true,
    notice: { kind: "pool-low", scheduleId: "daily", left },
  };
  return { announcer, outgoing, channelId };
}

describe("a notice that an earlier try may have sent", () => {
  it("is found by its words, and another is not", async () => {
    const { announcer, outgoing } = announce(5);
    expect(await announcer.wasSent(outgoing)).toBe(false);
    await announcer.send(outgoing, "one");
    expect(await announcer.wasSent(outgoing)).toBe(true);
    expect(await announcer.wasSent(announce(4).outgoing)).toBe(false);
  });

  it("is not sent again where the history, which would tell, is hidden", async () => {
    const { announcer, outgoing, channelId } = announce(5);
    await announcer.send(outgoing, "one");
    playground.setBotPermissions(channelId, { deny: PermissionFlagsBits.ReadMessageHistory });
    await expect(announcer.wasSent(outgoing)).rejects.toBeInstanceOf(ChannelError);
  });
});
