import { DiscordAPIError, type PermissionsString } from "discord.js";
import { ChannelType, OverwriteType, PermissionFlagsBits } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { createChannelCheck, missingPermissions } from "../../../src/platform/discord/channel-check.ts";
import { RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { LIMITS } from "../../../src/platform/discord/rate-limiter.ts";
import type { RestClient } from "../../../src/platform/discord/rest.ts";

const [GUILD, CHANNEL, BOT, MEMBER] = ["1", "2", "3", "4"];
const [BOT_ROLE, MEMBER_ROLE, PINGED] = ["11", "12", "13"];
const bits = (...names: PermissionsString[]) =>
  names.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n).toString();
const BASICS = ["ViewChannel", "SendMessages", "ReadMessageHistory"] as const;
const delegate = { userId: MEMBER, roleIds: [MEMBER_ROLE] };

type Given = {
  bot?: readonly PermissionsString[];
  everyone?: readonly PermissionsString[];
  overwrites?: object[];
  mentionable?: boolean;
  type?: ChannelType;
  guildId?: string;
  failure?: unknown;
};

function botWith(given: Given) {
  const { bot = BASICS, everyone = [], overwrites = [], mentionable = false, type = ChannelType.GuildText } = given;
  const replies: Readonly<Record<string, unknown>> = {
    [`/channels/${CHANNEL}`]: { type, guild_id: given.guildId ?? GUILD, permission_overwrites: overwrites },
    [`/guilds/${GUILD}/roles`]: [
      { id: GUILD, permissions: bits(...everyone) },
      { id: BOT_ROLE, permissions: bits(...bot) },
      { id: MEMBER_ROLE, permissions: "0" },
      { id: PINGED, permissions: "0", mentionable },
    ],
    [`/guilds/${GUILD}/members/${BOT}`]: { roles: [BOT_ROLE] },
  };
  const get = async (route: string) => {
    if (given.failure !== undefined) throw given.failure;
    return replies[route.replace(`/guilds/${given.guildId}`, `/guilds/${GUILD}`)];
  };
  return { rest: { get } as unknown as RestClient, botId: () => BOT };
}
const check = (given: Given = {}) => createChannelCheck(botWith(given));
const target = { channelId: CHANNEL, thread: false };
const allow = (id: string, ...names: PermissionsString[]) => ({
  id,
  type: id === MEMBER ? OverwriteType.Member : OverwriteType.Role,
  allow: bits(...names),
  deny: "0",
});
const deny = (id: string, ...names: PermissionsString[]) => ({ ...allow(id), deny: bits(...names) });

const apiError = (code: number, status: number) =>
  new DiscordAPIError({ code, message: "" }, code, status, "GET", "", {});

describe("a channel", () => {
  it("is accepted with the permissions that a post needs", async () => {
    await check()(GUILD, target);
    await check({ bot: [...BASICS, "CreatePublicThreads"] })(GUILD, { ...target, thread: true });
  });

  it.each<[string, Given, object]>([
    [
      "a permission is missing",
      { bot: ["ViewChannel"] },
      { code: "permissions-missing", values: { permissions: ["Send Messages", "Read Message History"] } },
    ],
    [
      "a permission is denied in the channel",
      { overwrites: [deny(BOT_ROLE, "SendMessages")] },
      { code: "permissions-missing" },
    ],
    ["it is a voice channel", { type: ChannelType.GuildVoice }, { code: "channel-unsuitable" }],
    ["it belongs to another guild", { guildId: "9" }, { code: "channel-deleted" }],
  ])("is refused when %s", async (_, given, error) => {
    await expect(check(given)(GUILD, target)).rejects.toMatchObject(error);
  });

  it("needs one more permission for threads", async () => {
    await expect(check()(GUILD, { ...target, thread: true })).rejects.toMatchObject({
      values: { permissions: ["Create Public Threads"] },
    });
  });

  it.each([
    ["deleted", apiError(10003, 404), "channel-deleted"],
    ["hidden", apiError(50001, 403), "permissions-missing"],
    ["unavailable because of a rate limit", apiError(0, 429), "discord-unavailable"],
    ["unavailable because Discord fails", new Error("503"), "discord-unavailable"],
  ])("is reported as unusable when it is %s", async (_, failure, code) => {
    await expect(check({ failure })(GUILD, target)).rejects.toMatchObject({ code });
  });
});

it("channel checks are limited per guild", async () => {
  const limited = check({ type: ChannelType.GuildVoice });
  for (let count = 0; count < LIMITS.channelCheck.max; count += 1)
    await expect(limited(GUILD, target)).rejects.toMatchObject({ code: "channel-unsuitable" });
  await expect(limited(GUILD, target)).rejects.toMatchObject({ code: "too-fast", values: { seconds: 1 } });
  await expect(limited("9", target)).rejects.toMatchObject({ code: "channel-deleted" });
});

describe("a delegate", () => {
  it("can choose a channel only if they can post there themselves", async () => {
    await expect(check()(GUILD, { ...target, delegate })).rejects.toMatchObject({ code: "channel-beyond-member" });
    const viewOnly = check({ everyone: ["ViewChannel"] });
    await expect(viewOnly(GUILD, { ...target, delegate })).rejects.toMatchObject({ code: "channel-beyond-member" });
    await check({ everyone: ["ViewChannel", "SendMessages"] })(GUILD, { ...target, delegate });
    await check({ overwrites: [allow(MEMBER_ROLE, "ViewChannel"), allow(MEMBER, "SendMessages")] })(GUILD, {
      ...target,
      delegate,
    });
  });

  it("can choose a role only if they can mention it themselves", async () => {
    const everyone = ["ViewChannel", "SendMessages"] as const;
    const bot = [...BASICS, "MentionEveryone"] as const;
    const chosen = { ...target, roleId: PINGED, delegate };
    await expect(check({ everyone, bot })(GUILD, chosen)).rejects.toMatchObject({ code: "role-beyond-member" });
    await check({ everyone: [...everyone, "MentionEveryone"], bot })(GUILD, chosen);
    await check({ everyone, bot, mentionable: true })(GUILD, chosen);
  });
});

it("a role is refused if the bot can't mention it", async () => {
  const chosen = { ...target, roleId: PINGED };
  await expect(check()(GUILD, chosen)).rejects.toMatchObject({ code: "role-unmentionable" });
  await check({ mentionable: true })(GUILD, chosen);
  await check({ bot: ["Administrator"] })(GUILD, chosen);
});

describe("the bot's missing permissions", () => {
  const missing = (given: Given) => missingPermissions(botWith(given), CHANNEL, true);

  it("have the names that Discord shows", async () => {
    expect(await missing({ bot: ["ViewChannel", "SendMessages"] })).toEqual([
      "Read Message History",
      "Create Public Threads",
    ]);
    expect(await missing({ failure: apiError(50001, 403) })).toEqual(["View Channel"]);
  });

  it("are unknown while Discord fails", async () => {
    await expect(missing({ failure: new Error("503") })).rejects.toThrow(RetryLaterError);
  });
});
