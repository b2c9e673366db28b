import { Routes, SnowflakeUtil } from "discord.js";
import { z } from "zod";
import { MINUTE } from "../time.ts";
import { permissionsIn } from "./channel-check.ts";
import { ChannelError, mapDiscordErrors } from "./discord-errors.ts";
import type { RestClient } from "./rest.ts";

/** How far Discord's clock may be behind ours when we look for a message of a known time. */
const CLOCK_SKEW = 5 * MINUTE;
const PAGE = 100;

const history = z.array(
  z.object({ id: z.string(), author: z.object({ id: z.string() }), components: z.array(z.unknown()).default([]) }),
);

/** The messages of a channel since a time of our clock, those long before others first. */
export async function* messagesSince(rest: RestClient, channelId: string, since: number) {
  for (let after = SnowflakeUtil.generate({ timestamp: since - CLOCK_SKEW }).toString(); ; ) {
    const query = new URLSearchParams({ after, limit: String(PAGE) });
    const page = history.parse(await mapDiscordErrors(rest.get(Routes.channelMessages(channelId), { query })));
    yield* page;
    if (page.length < PAGE) return;
    after = page.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
  }
}

/** The bot's own message in a guild's channel, since a time of our clock, with the components looked for. */
export async function ownMessageSince(
  bot: { rest: RestClient; botId(): string },
  channelId: string,
  since: number,
  isIt: (components: readonly unknown[]) => boolean,
): Promise<string | undefined> {
  for await (const { id, author, components } of messagesSince(bot.rest, channelId, since)) {
    if (author.id === bot.botId() && isIt(components)) return id;
  }
  // Where it may not read the history, Discord gives an empty one and no error.
  if (!(await permissionsIn(bot, channelId)).has("ReadMessageHistory")) throw new ChannelError("no-permission");
  return undefined;
}
