import type { Interaction } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground, type SimulatedUser } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let noor: SimulatedUser;
let channelId: string;
/** How the bot handles the next interaction. */
let handle: (interaction: Interaction) => unknown = () => undefined;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground, (interaction) => handle(interaction));
  await bot.client.application.commands.set(COMMANDS);
  channelId = playground.guild.channels.daily;
  noor = playground.person(playground.people.members[0].id);
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

describe("an acknowledgment", () => {
  it("is rejected with 40060 if another process was first", async () => {
    handle = (interaction) => interaction.isChatInputCommand() && interaction.reply("mine");
    const other = await connectBot(playground, (interaction) => handle(interaction));
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.message?.content).toBe("mine");
    await expect.poll(() => [...bot.errors, ...other.errors]).toHaveLength(1);
    expect([...bot.errors, ...other.errors]).toMatchObject([{ code: 40060, status: 400 }]);
    bot.errors.length = 0;
    await other.stop();
  });

  it("is rejected with 10062 after three seconds", async () => {
    handle = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await new Promise((resolve) => setTimeout(resolve, 3_100));
      await interaction.reply("late");
    };
    expect((await noor.command("ping", {}, channelId)).failed).toBe("The application did not respond");
    await expect.poll(() => bot.errors).toMatchObject([{ code: 10062, status: 404 }]);
    bot.errors.length = 0;
  });

  it("is rejected if its type or data doesn't fit the interaction", async () => {
    const codes: unknown[] = [];
    const attempt = async (interaction: Interaction, body: unknown) => {
      const { status, code } = await rawRequest(
        playground,
        "POST",
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        body,
      );
      codes.push(`${status} ${code}`);
    };
    handle = async (interaction) => {
      await attempt(interaction, { type: 7, data: { content: "no message to update" } });
      await attempt(interaction, { type: 8, data: { choices: [] } });
      await attempt(interaction, { type: 5, data: { flags: 64 | 32768 } });
      await attempt(interaction, { type: 4, data: { content: "" } });
      await attempt(interaction, { type: 9, data: { custom_id: "x", title: "t".repeat(46), components: [] } });
      await attempt(interaction, { type: 4, data: { content: "at last" } });
    };
    expect((await noor.command("ping", {}, channelId)).message?.content).toBe("at last");
    await expect
      .poll(() => codes)
      .toEqual(["400 50035", "400 50035", "400 50035", "400 50006", "400 50035", "204 undefined"]);
  });

  it("is required before follow-ups, which also need the right token", async () => {
    let early: number | undefined;
    handle = async (interaction) => {
      const path = `/webhooks/${playground.applicationId}/${interaction.token}`;
      early = (await rawRequest(playground, "POST", path, { content: "early" })).code;
      if (interaction.isChatInputCommand()) await interaction.reply("now");
    };
    await noor.command("ping", {}, channelId);
    expect(early).toBe(10015);
    const wrong = await rawRequest(
      playground,
      "PATCH",
      `/webhooks/${playground.applicationId}/wrong/messages/@original`,
      {
        content: "x",
      },
    );
    expect(wrong).toMatchObject({ status: 401, code: 50027 });
  });

  it("permits edits for 15 minutes by the playground's clock", async () => {
    let token = "";
    handle = async (interaction) => {
      ({ token } = interaction);
      if (interaction.isChatInputCommand()) await interaction.reply("now");
    };
    await noor.command("ping", {}, channelId);
    const edit = () =>
      rawRequest(playground, "PATCH", `/webhooks/${playground.applicationId}/${token}/messages/@original`, {
        content: "later",
      });
    playground.clock.moveTo(playground.clock.now() + 14 * 60_000);
    expect((await edit()).status).toBe(200);
    playground.clock.moveTo(playground.clock.now() + 60_000);
    expect(await edit()).toMatchObject({ status: 401, code: 50027 });
  });
});

it("the bot had no unexpected errors", () => {
  expect(bot.errors).toEqual([]);
});

verify();
