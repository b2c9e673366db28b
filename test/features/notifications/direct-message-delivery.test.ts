import { REST } from "discord.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDirectMessageDelivery } from "../../../src/features/notifications/delivery.ts";
import type { DirectMessage } from "../../../src/features/notifications/rules.ts";
import {
  DirectMessagesClosedError,
  MessageRejectedError,
  RetryLaterError,
} from "../../../src/platform/discord/discord-errors.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { textOf } from "../../support/messages.ts";
import { watchOpenApi } from "../../support/openapi.ts";

const reminder: DirectMessage = { kind: "reminder", due: 3, stakes: [] };
const SEND_ROUTE = "POST /channels/{channel_id}/messages";

async function setUp() {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const openApi = watchOpenApi(playground);
  onTestFinished(async () => {
    await playground.close();
    expect(openApi.violations()).toEqual([]);
  });
  const rest = new REST({ api: playground.apiUrl, retries: 0 }).setToken(playground.token);
  const [noor] = playground.people.members;
  const channelId = playground.directChannel(noor.id);
  return {
    playground,
    noor,
    delivery: createDirectMessageDelivery({ restFor: () => rest, botId: () => playground.applicationId }),
    received: () => playground.person(noor.id).visibleMessages(channelId).map(textOf),
  };
}

describe("delivery by direct message", () => {
  it("reaches only its recipient", async () => {
    const { playground, noor, delivery, received } = await setUp();
    await delivery.send(noor.id, reminder, "one");
    expect(received()).toEqual([expect.stringContaining("3 cards")]);
    const moderator = playground.person(playground.people.moderator.id);
    expect(moderator.visibleMessages(playground.directChannel(noor.id))).toEqual([]);
  });

  it("sends one message per name", async () => {
    const { noor, delivery, received } = await setUp();
    for (const _ of [1, 2]) await delivery.send(noor.id, reminder, "one");
    expect(received()).toHaveLength(1);
    await delivery.send(noor.id, reminder, "two");
    expect(received()).toHaveLength(2);
  });

  it("finds a message that an earlier attempt sent", async () => {
    const { playground, noor, delivery, received } = await setUp();
    const attemptedAt = Date.now();
    playground.faults.inject({ kind: "error-after", count: 1, on: SEND_ROUTE });
    await expect(delivery.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(RetryLaterError);
    const before = playground.traffic.count(SEND_ROUTE);
    await delivery.send(noor.id, reminder, "one", attemptedAt);
    expect(playground.traffic.count(SEND_ROUTE)).toBe(before);
    expect(received()).toHaveLength(1);
    await delivery.send(noor.id, reminder, "two", attemptedAt);
    expect(received()).toHaveLength(2);
  });

  it("distinguishes closed direct messages from invalid requests", async () => {
    const { playground, noor, delivery, received } = await setUp();
    playground.setDirectMessages(noor.id, "closed");
    await expect(delivery.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(DirectMessagesClosedError);
    playground.setDirectMessages(noor.id, "open");
    playground.removeGuild(playground.guild.id);
    await expect(delivery.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(DirectMessagesClosedError);
    await expect(delivery.send("not a snowflake", reminder, "one")).rejects.toBeInstanceOf(MessageRejectedError);
    expect(received()).toEqual([]);
  });
});
