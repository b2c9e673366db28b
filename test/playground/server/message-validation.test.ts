import { PermissionFlagsBits as Bits } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let channelId: string;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground);
  channelId = playground.guild.channels.general;
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

const post = (body: unknown) => rawRequest(playground, "POST", `/channels/${channelId}/messages`, body);

describe("an invalid request", () => {
  const row = (...components: unknown[]) => ({ content: "x", components: [{ type: 1, components }] });
  const button = (more: object) => ({ type: 2, style: 1, custom_id: "a", label: "A", ...more });
  const option = (value: string) => ({ label: value, value });
  const select = (more: object) => ({ type: 3, custom_id: "s", options: [option("a")], ...more });

  it.each([
    ["content of 2001 characters", { content: "x".repeat(2001) }, "BASE_TYPE_MAX_LENGTH"],
    ["a custom id of 101 characters", row(button({ custom_id: "x".repeat(101) })), "BASE_TYPE_BAD_LENGTH"],
    ["an empty custom id", row(button({ custom_id: "" })), "BASE_TYPE_BAD_LENGTH"],
    ["a duplicate custom id", row(button({}), button({})), "COMPONENT_CUSTOM_ID_DUPLICATED"],
    ["a label of 81 characters", row(button({ label: "x".repeat(81) })), "BASE_TYPE_MAX_LENGTH"],
    ["a button without a label or emoji", row(button({ label: undefined })), "BASE_TYPE_REQUIRED"],
    ["a link button with a custom id", row(button({ style: 5, url: "https://x.test" })), "CUSTOM_ID_EXCLUSIVE"],
    [
      "six buttons in a row",
      row(...[1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `b${n}` }))),
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["an empty row", row(), "BASE_TYPE_BAD_LENGTH"],
    ["a select next to a button", row(button({}), select({})), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    [
      "26 options",
      row(select({ options: Array.from({ length: 26 }, (_, n) => option(`${n}`)) })),
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["a duplicate option value", row(select({ options: [option("a"), option("a")] })), "OPTION_VALUE_DUPLICATED"],
    ["an option label of 101 characters", row(select({ options: [option("x".repeat(101))] })), "BASE_TYPE_BAD_LENGTH"],
    ["a placeholder of 151 characters", row(select({ placeholder: "x".repeat(151) })), "BASE_TYPE_MAX_LENGTH"],
    ["more values than options", row(select({ max_values: 2 })), "BASE_TYPE_BAD_LENGTH"],
    [
      "six rows",
      {
        content: "x",
        components: [1, 2, 3, 4, 5, 6].map((n) => ({ type: 1, components: [button({ custom_id: `${n}` })] })),
      },
      "BASE_TYPE",
    ],
    ["eleven embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, "BASE_TYPE_MAX_LENGTH"],
    [
      "6001 characters of embeds",
      { embeds: [1, 2].map(() => ({ description: "x".repeat(3001) })) },
      "MAX_EMBED_SIZE_EXCEEDED",
    ],
    ["a nonce of 26 characters", { content: "x", nonce: "n".repeat(26) }, "BASE_TYPE_MAX_LENGTH"],
    ["content that isn't text", { content: 5 }, "STRING_TYPE_CONVERT"],
  ])("is rejected with %s", async (_what, body, code) => {
    const response = await post(body);
    expect(response).toMatchObject({ status: 400, code: 50035 });
    expect(JSON.stringify(response.body)).toContain(code);
  });

  it("is rejected with errors nested by field", async () => {
    const { body } = await post(row(button({ custom_id: "x".repeat(101) })));
    expect(body).toEqual({
      code: 50035,
      message: "Invalid Form Body",
      errors: {
        components: {
          0: {
            components: {
              0: {
                custom_id: {
                  _errors: [{ code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 100 in length." }],
                },
              },
            },
          },
        },
      },
    });
  });

  it.each([
    ["an empty message", () => post({ content: "  " }), 400, 50006],
    ["a wrong token", () => rawRequest(playground, "GET", "/users/@me", undefined, "wrong"), 401, 0],
    ["an unknown channel", () => rawRequest(playground, "GET", "/channels/410000000000009999"), 404, 10003],
    ["an unknown guild", () => rawRequest(playground, "GET", "/guilds/410000000000009999"), 404, 10004],
    [
      "an unknown member",
      () => rawRequest(playground, "GET", `/guilds/${playground.guild.id}/members/410000000000009999`),
      404,
      10007,
    ],
    [
      "an edit of another user's message",
      async () => {
        const { id } = playground.person(playground.people.moderator.id).sendMessage("mine", channelId);
        return rawRequest(playground, "PATCH", `/channels/${channelId}/messages/${id}`, { content: "yours" });
      },
      403,
      50005,
    ],
    [
      "a message to a read-only channel",
      () =>
        rawRequest(playground, "POST", `/channels/${playground.guild.channels.announcements}/messages`, {
          content: "x",
        }),
      403,
      50013,
    ],
  ] as const)("is rejected: %s", async (_what, send, status, code) => {
    expect(await send()).toMatchObject({ status, code });
  });

  it("is rejected in a hidden and in a deleted channel", async () => {
    const { channels } = playground.addGuild({ channels: 2 });
    const [hidden, deleted] = channels;
    playground.setBotPermissions(hidden?.id ?? "", { deny: Bits.ViewChannel });
    playground.deleteChannel(deleted?.id ?? "");
    expect(await rawRequest(playground, "POST", `/channels/${hidden?.id}/messages`, { content: "x" })).toMatchObject({
      status: 403,
      code: 50001,
    });
    expect(await rawRequest(playground, "POST", `/channels/${deleted?.id}/messages`, { content: "x" })).toMatchObject({
      status: 404,
      code: 10003,
    });
  });

  it("is rejected if it isn't JSON", async () => {
    const response = await fetch(`${playground.apiUrl}/v10/channels/${channelId}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}`, "content-type": "application/json" },
      body: "{",
    });
    expect(await response.json()).toMatchObject({ code: 50109 });
  });
});

verify();
