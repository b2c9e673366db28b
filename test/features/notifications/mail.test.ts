import { REST } from "discord.js";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Letter } from "../../../src/features/notifications/letter-ports.ts";
import { createMailer } from "../../../src/features/notifications/mail.ts";
import {
  DirectMessagesClosedError,
  MessageRejectedError,
  RetryLaterError,
} from "../../../src/platform/discord/delivery-errors.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { textOf } from "../../support/messages.ts";
import { watchOpenApi } from "../../support/openapi.ts";

const reminder: Letter = { kind: "reminder", due: 3, stakes: [] };

async function postOffice() {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const openApi = watchOpenApi(playground);
  onTestFinished(async () => {
    await playground.close();
    expect(openApi.violations()).toEqual([]);
  });
  const rest = new REST({ api: playground.apiUrl, retries: 0 }).setToken(playground.token);
  const [noor] = playground.people.members;
  const box = playground.directChannel(noor.id);
  return {
    playground,
    noor,
    mailer: createMailer({ rest, botId: () => playground.applicationId }),
    letters: () => playground.person(noor.id).visibleMessages(box).map(textOf),
  };
}

describe("a letter", () => {
  it("comes to its person, and to nobody else", async () => {
    const { playground, noor, mailer, letters } = await postOffice();
    await mailer.send(noor.id, reminder, "one");
    expect(letters()).toEqual([expect.stringContaining("**3 cards** are due.")]);
    expect(
      playground.person(playground.people.moderator.id).visibleMessages(playground.directChannel(noor.id)),
    ).toEqual([]);
  });

  it("comes once however often it is sent, and again under another name", async () => {
    const { noor, mailer, letters } = await postOffice();
    for (const _ of [1, 2]) await mailer.send(noor.id, reminder, "one");
    expect(letters()).toHaveLength(1);
    await mailer.send(noor.id, reminder, "two");
    expect(letters()).toHaveLength(2);
  });

  it("is looked for where an earlier try may have sent it", async () => {
    const { playground, noor, mailer, letters } = await postOffice();
    const triedAt = Date.now();
    playground.faults.inject({ kind: "error-after", count: 1, on: "POST /channels/{channel_id}/messages" });
    await expect(mailer.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(RetryLaterError);
    const sends = () => playground.traffic.count("POST /channels/{channel_id}/messages");
    const before = sends();
    await mailer.send(noor.id, reminder, "one", triedAt);
    expect(sends()).toBe(before);
    expect(letters()).toHaveLength(1);
    await mailer.send(noor.id, reminder, "two", triedAt);
    expect(letters()).toHaveLength(2);
  });

  it("tells closed direct messages from troubles that pass", async () => {
    const { playground, noor, mailer, letters } = await postOffice();
    playground.setDirectMessages(noor.id, "closed");
    await expect(mailer.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(DirectMessagesClosedError);
    playground.setDirectMessages(noor.id, "open");
    playground.removeGuild(playground.guild.id);
    await expect(mailer.send(noor.id, reminder, "one")).rejects.toBeInstanceOf(DirectMessagesClosedError);
    await expect(mailer.send("not a snowflake", reminder, "one")).rejects.toBeInstanceOf(MessageRejectedError);
    expect(letters()).toEqual([]);
  });
});
